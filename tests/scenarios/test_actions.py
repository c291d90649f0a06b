"""The plan: each action tied to a factor, saved whole, by revision like a rating."""

import pytest
from django.utils import timezone

from scenarios.models import ChosenAction, StageSubmission
from tests.scenarios.journey import BOTH_WAYS, HTMX, WAY_NAMES, step_url, stored, words_of

pytestmark = pytest.mark.django_db

either_way = pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)


def plan(revision=0, replace="", **chosen):
    return {
        "revision": revision,
        "replace": replace,
        **{f"action-{code}": factor for code, factor in chosen.items()},
    }


def choose(client, assessment, headers, **data):
    return client.post(step_url(assessment, "actions"), plan(**data), headers=headers)


def chosen():
    return set(ChosenAction.objects.values_list("action__code", "factor__code"))


@either_way
def test_actions_are_stored_with_the_factor_they_answer(as_trainee, assessment, headers):
    choose(as_trainee, assessment, headers, curfew_tag="opportunity", recall="desist")
    assert chosen() == {("curfew_tag", "opportunity"), ("recall", "desist")}
    assert StageSubmission.objects.get().actions_revision == 1


@either_way
def test_a_new_plan_replaces_the_one_before(as_trainee, assessment, headers):
    choose(as_trainee, assessment, headers, curfew_tag="opportunity", recall="desist")
    choose(as_trainee, assessment, headers, revision=1, curfew_tag="social")
    assert chosen() == {("curfew_tag", "social")}
    choose(as_trainee, assessment, headers, revision=2)
    assert chosen() == set()
    assert StageSubmission.objects.get().actions_revision == 3


@either_way
def test_the_same_plan_again_changes_nothing(as_trainee, assessment, headers):
    choose(as_trainee, assessment, headers, recall="desist")
    before = stored(assessment)
    for revision in (1, 0):
        response = choose(as_trainee, assessment, headers, revision=revision, recall="desist")
        assert response.status_code in (200, 302)
    assert stored(assessment) == before


def test_an_autosave_of_the_plan_says_when_it_was_saved(as_trainee, assessment, clock):
    response = choose(as_trainee, assessment, HTMX, recall="desist")
    assert response.status_code == 200
    assert words_of(response) == f"Saved {timezone.localtime(clock.now):%H:%M}"
    assert 'id="revision" value="1" hx-swap-oob="true"' in response.content.decode()


def test_after_the_plan_comes_the_check_of_all_answers(as_trainee, assessment):
    response = choose(as_trainee, assessment, {}, recall="desist")
    assert (response.status_code, response.url) == (302, step_url(assessment, "check"))
    response = as_trainee.post(
        step_url(assessment, "actions"), plan(revision=1, recall="desist") | {"go": "next"},
        headers=HTMX,
    )  # fmt: skip
    assert response["HX-Redirect"] == step_url(assessment, "check")


@either_way
@pytest.mark.parametrize(
    "data",
    [
        {"recall": "shoe_size"},
        {"recall": "overall"},
        {"recall": "desist\x00"},
        {"recall": "😀"},
        {"revision": -1, "recall": "desist"},
        {"revision": "", "recall": "desist"},
    ],
)
def test_what_cannot_be_is_said_in_words_and_not_stored(as_trainee, assessment, headers, data):
    choose(as_trainee, assessment, headers, curfew_tag="social")
    before = stored(assessment)
    response = choose(as_trainee, assessment, headers, **{"revision": 1} | data)
    assert response.status_code == 200
    words = words_of(response)
    assert "There is a problem" in words
    assert ("<html" in response.content.decode()) is (headers != HTMX)
    assert stored(assessment) == before


def test_an_action_that_is_not_in_the_framework_is_not_looked_at(as_trainee, assessment):
    choose(as_trainee, assessment, HTMX, banish="desist", recall="desist")
    assert chosen() == {("recall", "desist")}


@either_way
def test_an_older_plan_never_replaces_a_newer_one(as_trainee, assessment, headers):
    choose(as_trainee, assessment, headers, recall="desist")
    before = stored(assessment)
    response = choose(as_trainee, assessment, headers, curfew_tag="social")
    assert response.status_code == 409
    assert "Nothing was overwritten." in words_of(response)
    assert stored(assessment) == before


@either_way
def test_a_conflict_says_which_plan_is_saved(as_trainee, assessment, headers):
    choose(as_trainee, assessment, headers, recall="desist")
    response = choose(as_trainee, assessment, headers, curfew_tag="social")
    saved_there = words_of(response).split("On this page")[0]
    assert "Recall to custody (Commitment to desist)" in saved_there


@either_way
def test_keeping_the_plan_on_the_page_replaces_the_one_that_was_seen(
    as_trainee, assessment, headers
):
    choose(as_trainee, assessment, headers, recall="desist")
    response = choose(as_trainee, assessment, headers, replace=1, curfew_tag="social")
    assert response.status_code == (200 if headers == HTMX else 302)
    assert chosen() == {("curfew_tag", "social")}


def test_the_plan_stands_on_the_page_when_it_is_opened_again(as_trainee, assessment):
    choose(as_trainee, assessment, {}, recall="desist")
    page = as_trainee.get(step_url(assessment, "actions")).content.decode()
    assert page.count('<option value="desist" selected>') == 1
    assert page.count('<option value="" selected>') == 19

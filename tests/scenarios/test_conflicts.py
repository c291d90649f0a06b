"""Two tabs: an older page never replaces a newer save, and nobody's words are lost."""

import pytest

from scenarios.models import StageSubmission
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    PLAIN,
    WAY_NAMES,
    answer_of,
    cited,
    rating,
    step_url,
    stored,
    words_of,
)

pytestmark = pytest.mark.django_db

either_way = pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
SAID = (
    "This was changed somewhere else after this page was opened, perhaps in another tab. "
    "Nothing was overwritten."
)


@pytest.fixture
def saved_elsewhere(as_trainee, assessment):
    """The other tab has rated already: level 1, in words of its own."""
    as_trainee.post(step_url(assessment), rating("1", "25", "From the other tab."))
    return assessment


@either_way
def test_an_older_page_stores_nothing_and_says_what_is_saved(as_trainee, saved_elsewhere, headers):
    before = stored(saved_elsewhere)
    response = as_trainee.post(
        step_url(saved_elsewhere), rating("3", "90", "Typed here."), headers=headers
    )
    assert response.status_code == 409
    assert stored(saved_elsewhere) == before
    words = words_of(response)
    assert SAID in words
    assert "Some · Guess: 25%" in words
    assert "From the other tab." in words


def test_without_javascript_what_was_typed_stays_beside_what_is_saved(as_trainee, saved_elsewhere):
    response = as_trainee.post(step_url(saved_elsewhere), rating("3", "90", "Typed <here>."))
    page = response.content.decode()
    assert "Typed &lt;here&gt;.</textarea>" in page
    assert page.count(" checked") == 2
    assert '<input type="hidden" name="revision" id="revision" value="0">' in page


def test_with_javascript_only_the_conflict_is_drawn_and_never_the_form(as_trainee, saved_elsewhere):
    response = as_trainee.post(step_url(saved_elsewhere), rating("3"), headers=HTMX)
    assert response["HX-Retarget"] == "#conflict"
    fragment = response.content.decode()
    assert "<textarea" not in fragment
    assert '<input type="radio"' not in fragment
    assert 'name="replace" value="1"' in fragment


@either_way
def test_the_older_page_goes_on_being_refused(as_trainee, saved_elsewhere, headers):
    before = stored(saved_elsewhere)
    for _time in range(3):
        response = as_trainee.post(
            step_url(saved_elsewhere), rating("3", reason="Typed here."), headers=headers
        )
        assert response.status_code == 409
    assert stored(saved_elsewhere) == before


@either_way
def test_keeping_what_is_on_the_page_replaces_the_revision_that_was_seen(
    as_trainee, saved_elsewhere, headers
):
    response = as_trainee.post(
        step_url(saved_elsewhere), rating("3", "90", "Typed here.", replace=1), headers=headers
    )
    assert response.status_code == (200 if headers == HTMX else 302)
    answer = answer_of(saved_elsewhere)
    assert (answer.level, answer.confidence, answer.revision) == (3, 90, 2)
    assert answer.reason.text == "Typed here."


@either_way
def test_keeping_is_refused_where_a_still_newer_save_was_not_seen(
    as_trainee, saved_elsewhere, headers
):
    as_trainee.post(step_url(saved_elsewhere), rating("2", reason="Newer still.", revision=1))
    before = stored(saved_elsewhere)
    response = as_trainee.post(
        step_url(saved_elsewhere), rating("3", reason="Typed here.", replace=1), headers=headers
    )
    assert response.status_code == 409
    assert "Newer still." in words_of(response)
    assert stored(saved_elsewhere) == before


@either_way
def test_an_older_page_that_says_the_same_is_no_conflict(as_trainee, saved_elsewhere, headers):
    response = as_trainee.post(
        step_url(saved_elsewhere), rating("1", "25", "From the other tab."), headers=headers
    )
    assert response.status_code == (200 if headers == HTMX else 302)
    assert answer_of(saved_elsewhere).revision == 1


@either_way
@pytest.mark.parametrize("revision", [2, 99, 10**30])
def test_a_revision_from_the_future_is_a_conflict_too(
    as_trainee, saved_elsewhere, headers, revision
):
    before = stored(saved_elsewhere)
    response = as_trainee.post(
        step_url(saved_elsewhere), rating("3", revision=revision), headers=headers
    )
    assert response.status_code == 409
    assert stored(saved_elsewhere) == before


def test_a_citation_on_an_older_page_with_another_rating_is_not_stored_either(
    as_trainee, saved_elsewhere
):
    response = as_trainee.post(
        step_url(saved_elsewhere), rating("3", cite="for:D1.1"), headers=HTMX
    )
    assert response.status_code == 409
    assert cited(saved_elsewhere) == []


def test_two_factors_in_two_tabs_do_not_meet(as_trainee, assessment):
    first = as_trainee.post(step_url(assessment, "opportunity"), rating("1"), headers=HTMX)
    second = as_trainee.post(step_url(assessment, "desist"), rating("3"), headers=HTMX)
    assert (first.status_code, second.status_code) == (200, 200)


@either_way
def test_the_review_interval_is_part_of_what_an_older_page_cannot_replace(
    as_trainee, assessment, headers
):
    as_trainee.post(step_url(assessment, "overall"), rating("2", interval="m1"))
    response = as_trainee.post(
        step_url(assessment, "overall"), rating("2", interval="m12"), headers=headers
    )
    assert response.status_code == 409
    words = words_of(response)
    assert SAID in words
    assert "Within 1 month" in words.split("On this page")[0]
    assert StageSubmission.objects.get().interval.code == "m1"


def test_using_what_is_saved_is_a_plain_link_to_the_page(as_trainee, saved_elsewhere):
    response = as_trainee.post(step_url(saved_elsewhere), rating("3"), headers=PLAIN)
    link = f'<a class="button" href="{step_url(saved_elsewhere)}" data-drops-typed>'
    assert f"{link}Use what is saved</a>" in response.content.decode()
    page = as_trainee.get(step_url(saved_elsewhere)).content.decode()
    assert "From the other tab.</textarea>" in page
    assert "was changed in another tab" not in page

"""Citing passages for or against a factor: one click, taken back as easily, never lost."""

import pytest

from scenarios.models import Answer, Citation
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
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


def cite(client, assessment, asked, headers=HTMX, revision=0, step="opportunity"):
    """Press a cite button on a page on which nothing is filled in."""
    data = {"revision": revision, "choice": "", "reason": "", "cite": asked}
    return client.post(step_url(assessment, step), data, headers=headers)


@either_way
def test_a_passage_can_be_cited_before_anything_is_rated(as_trainee, assessment, headers):
    cite(as_trainee, assessment, "for:D1.2", headers)
    cite(as_trainee, assessment, "against:D2.1", headers)
    assert cited(assessment) == [("opportunity", "D1.2", "for"), ("opportunity", "D2.1", "against")]
    answer = answer_of(assessment)
    assert (answer.kind, answer.revision) == ("", 0)


@either_way
def test_citing_twice_is_like_once(as_trainee, assessment, headers):
    cite(as_trainee, assessment, "for:D1.1", headers)
    before = stored(assessment)["citations"]
    cite(as_trainee, assessment, "for:D1.1", headers)
    assert stored(assessment)["citations"] == before


@either_way
def test_a_passage_has_one_stance_for_a_factor(as_trainee, assessment, headers):
    cite(as_trainee, assessment, "for:D1.1", headers)
    cite(as_trainee, assessment, "against:D1.1", headers)
    assert cited(assessment) == [("opportunity", "D1.1", "against")]


@either_way
def test_a_citation_can_be_taken_back_more_than_once(as_trainee, assessment, headers):
    cite(as_trainee, assessment, "for:D1.1", headers)
    cite(as_trainee, assessment, "for:D1.2", headers)
    for _twice in range(2):
        cite(as_trainee, assessment, "none:D1.1", headers)
    assert cited(assessment) == [("opportunity", "D1.2", "for")]


def test_the_same_passage_can_speak_for_one_factor_and_against_another(as_trainee, assessment):
    cite(as_trainee, assessment, "for:D1.1")
    cite(as_trainee, assessment, "against:D1.1", step="desist")
    cite(as_trainee, assessment, "for:D1.1", step="overall")
    assert cited(assessment) == [
        ("opportunity", "D1.1", "for"),
        ("desist", "D1.1", "against"),
        ("overall", "D1.1", "for"),
    ]


@either_way
def test_citing_saves_what_is_typed_as_well(as_trainee, assessment, headers):
    as_trainee.post(
        step_url(assessment), rating("3", "50", "Because.", cite="for:D1.1"), headers=headers
    )
    answer = answer_of(assessment)
    assert (answer.level, answer.confidence, answer.reason.text) == (3, 50, "Because.")
    assert cited(assessment) == [("opportunity", "D1.1", "for")]


def test_without_javascript_citing_comes_back_to_the_passage(as_trainee, assessment):
    response = cite(as_trainee, assessment, "for:D1.2", headers={})
    assert (response.status_code, response.url) == (302, f"{step_url(assessment)}#d1-2")
    page = as_trainee.get(step_url(assessment)).content.decode()
    assert 'class="passage is-cited-for" id="d1-2"' in page
    assert 'value="none:D1.2" aria-pressed="true"' in page
    assert 'value="for:D1.1" aria-pressed="false"' in page


def test_with_javascript_only_the_buttons_of_the_passage_and_the_list_are_drawn_again(
    as_trainee, assessment
):
    response = cite(as_trainee, assessment, "for:D1.2")
    fragment = response.content.decode()
    assert response.status_code == 200
    assert 'id="cite-d1-2" hx-swap-oob="true"' in fragment
    assert 'value="none:D1.2" aria-pressed="true"' in fragment
    assert "cite-d1-1" not in fragment
    assert 'id="evidence" hx-swap-oob="true"' in fragment
    assert "Remove D1.2" in words_of(response)
    assert "<textarea" not in fragment


def test_taking_the_last_citation_back_says_that_nothing_is_cited(as_trainee, assessment):
    cite(as_trainee, assessment, "for:D1.2")
    response = cite(as_trainee, assessment, "none:D1.2")
    assert "Nothing cited yet." in words_of(response)
    assert 'value="for:D1.2" aria-pressed="false"' in response.content.decode()


def test_only_the_factor_in_hand_shows_its_citations(as_trainee, assessment):
    cite(as_trainee, assessment, "for:D1.1")
    page = as_trainee.get(step_url(assessment, "desist")).content.decode()
    assert "is-cited" not in page
    assert 'aria-pressed="true"' not in page


def test_citations_of_two_tabs_add_up(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating("2"), headers=HTMX)
    for asked in ("for:D1.1", "for:D1.2"):  # two pages drawn at the same revision
        response = as_trainee.post(
            step_url(assessment), rating("2", revision=1, cite=asked), headers=HTMX
        )
        assert response.status_code == 200
    assert cited(assessment) == [("opportunity", "D1.1", "for"), ("opportunity", "D1.2", "for")]


def test_citing_alone_never_makes_another_tab_the_older_one(as_trainee, assessment):
    cite(as_trainee, assessment, "for:D1.1")
    response = as_trainee.post(step_url(assessment), rating("3"), headers=HTMX)
    assert response.status_code == 200
    assert Answer.objects.get().level == 3
    assert Citation.objects.count() == 1

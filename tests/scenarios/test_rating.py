"""Rating a factor: what is sent is what is stored, with JavaScript or without."""

import pytest
from django.utils import timezone

from scenarios.models import Answer, AnswerKind, Assessment, Reason, StageSubmission
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    WAY_NAMES,
    answer_of,
    rating,
    step_url,
    stored,
    words_of,
)

pytestmark = pytest.mark.django_db

either_way = pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)


@either_way
def test_a_rating_is_stored_as_it_was_sent(as_trainee, assessment, headers):
    as_trainee.post(
        step_url(assessment), rating("3", "90", "He has keys to the hall. 🔑"), headers=headers
    )
    answer = answer_of(assessment)
    assert (answer.kind, answer.level, answer.confidence) == (AnswerKind.LEVEL, 3, 90)
    assert (answer.stage, answer.revision) == (1, 1)
    assert answer.reason.text == "He has keys to the hall. 🔑"
    assert Answer.objects.count() == 1


@either_way
@pytest.mark.parametrize(
    ("step", "choice", "kind", "level"),
    [
        ("opportunity", "0", AnswerKind.LEVEL, 0),
        ("opportunity", "not_enough", AnswerKind.NOT_ENOUGH, None),
        ("congruence", "not_applicable", AnswerKind.NOT_APPLICABLE, None),
        ("desist", "not_enough", AnswerKind.NOT_ENOUGH, None),
        ("opportunity", "", "", None),
    ],
)
def test_every_kind_of_answer_can_be_given(
    as_trainee, assessment, headers, step, choice, kind, level
):
    as_trainee.post(step_url(assessment, step), rating(choice), headers=headers)
    answer = answer_of(assessment, step)
    assert (answer.kind, answer.level, answer.confidence) == (kind, level, 70)


def test_a_half_filled_page_is_saved_as_far_as_it_goes(as_trainee, assessment):
    as_trainee.post(step_url(assessment), {"revision": 0, "reason": "To think about."})
    answer = answer_of(assessment)
    assert (answer.kind, answer.level, answer.confidence) == ("", None, None)
    assert answer.reason.text == "To think about."


def test_nothing_is_preselected(as_trainee, assessment):
    for step in ("opportunity", "overall"):
        page = as_trainee.get(step_url(assessment, step)).content.decode()
        assert 'type="radio"' in page
        assert "checked" not in page


def test_what_was_saved_stands_on_the_page_when_it_is_opened_again(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating("3", "90", "He has keys & a van."))
    page = as_trainee.get(step_url(assessment)).content.decode()
    assert page.count(" checked") == 2
    assert "He has keys &amp; a van.</textarea>" in page
    assert '<input type="hidden" name="revision" id="revision" value="1">' in page


def test_without_javascript_a_save_leads_to_the_next_step(as_trainee, assessment):
    response = as_trainee.post(step_url(assessment), rating())
    assert (response.status_code, response.url) == (302, step_url(assessment, "preoccupation"))
    last = as_trainee.post(step_url(assessment, "overall"), rating(interval="m3"))
    assert last.url == step_url(assessment, "actions")


def test_an_autosave_answers_with_the_time_the_count_and_the_new_revision(
    as_trainee, assessment, clock
):
    response = as_trainee.post(step_url(assessment), rating(), headers=HTMX)
    time = f"{timezone.localtime(clock.now):%H:%M}"
    assert response.status_code == 200
    assert words_of(response) == f"Saved {time} 1 of 12 rated"
    fragment = response.content.decode()
    assert 'name="revision" id="revision" value="1" hx-swap-oob="true"' in fragment
    assert "<html" not in fragment
    assert "<textarea" not in fragment


def test_save_and_continue_with_javascript_leads_on_as_well(as_trainee, assessment):
    response = as_trainee.post(step_url(assessment), rating(go="next"), headers=HTMX)
    assert response["HX-Redirect"] == step_url(assessment, "preoccupation")
    assert answer_of(assessment).level == 2


@either_way
def test_saving_the_same_again_changes_nothing(as_trainee, assessment, headers, clock):
    as_trainee.post(step_url(assessment), rating("1", reason="Because."), headers=headers)
    before = stored(assessment)
    for revision in (1, 0):  # as a repeat of the page, and as a repeat of the very same request
        response = as_trainee.post(
            step_url(assessment), rating("1", reason="Because.", revision=revision), headers=headers
        )
        assert response.status_code in (200, 302)
    assert stored(assessment) == before


def test_changing_an_answer_counts_its_revision_up(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating("1", "25", "At first."))
    as_trainee.post(step_url(assessment), rating("not_enough", "50", "Then.", revision=1))
    as_trainee.post(step_url(assessment), rating("2", "50", "Then.", revision=2))
    answer = answer_of(assessment)
    assert (answer.kind, answer.level, answer.confidence) == (AnswerKind.LEVEL, 2, 50)
    assert (answer.revision, answer.reason.text) == (3, "Then.")
    assert Reason.objects.count() == 1


def test_line_ends_of_a_browser_are_no_change(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating(reason="One.\nTwo."))
    as_trainee.post(step_url(assessment), rating(reason="One.\r\nTwo.", revision=1))
    answer = answer_of(assessment)
    assert (answer.revision, answer.reason.text) == (1, "One.\nTwo.")


def test_a_reason_may_be_as_long_as_the_page_says_counted_as_a_browser_counts(
    as_trainee, assessment
):
    longest = "\n".join(["a line of text nineteen"] * 83) + "\n" + "z" * 8
    assert len(longest) == 2000
    as_trainee.post(step_url(assessment), rating(reason=longest.replace("\n", "\r\n")))
    assert answer_of(assessment).reason.text == longest


def test_a_reason_that_is_taken_back_is_gone(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating(reason="Because."))
    as_trainee.post(step_url(assessment), rating(revision=1))
    assert answer_of(assessment).reason.text == ""


@either_way
def test_the_overall_level_comes_with_a_review_interval(as_trainee, assessment, headers):
    as_trainee.post(step_url(assessment, "overall"), rating("3", interval="m1"), headers=headers)
    assert answer_of(assessment, "overall").level == 3
    assert StageSubmission.objects.get().interval.code == "m1"
    as_trainee.post(
        step_url(assessment, "overall"), rating("3", interval="m6", revision=1), headers=headers
    )
    assert answer_of(assessment, "overall").revision == 2
    assert StageSubmission.objects.get().interval.code == "m6"


def test_the_overall_level_asks_for_no_reason(as_trainee, assessment):
    page = as_trainee.get(step_url(assessment, "overall"))
    assert "<textarea" not in page.content.decode()
    as_trainee.post(step_url(assessment, "overall"), rating(reason="Unasked.", interval="m3"))
    assert not Reason.objects.exists()


def test_only_the_drawn_factors_say_that_a_reason_is_asked(as_trainee, assessment):
    StageSubmission.objects.update(reasons_asked=["desist", "interests", "social"])
    asked = "Asked for on this factor. One or two sentences are enough."
    assert asked in words_of(as_trainee.get(step_url(assessment, "desist")))
    page = words_of(as_trainee.get(step_url(assessment, "opportunity")))
    assert asked not in page
    assert "Optional." in page


def test_extra_fields_change_nothing(as_trainee, assessment, other_trainee, practice):
    as_trainee.post(
        step_url(assessment),
        rating(
            stage=2, factor="desist", person=other_trainee.pk, organisation="X02", score=100,
            is_staff=1, seconds=1, saved_at="2001-01-01", counts_in_figures=1,
        ),
    )  # fmt: skip
    answer = answer_of(assessment)
    assert (answer.stage, answer.revision, answer.saved_at.year) == (1, 1, timezone.now().year)
    found = Assessment.objects.get()
    assert (found.person, found.release) == (assessment.person, practice)
    assert (found.organisation, found.counts_in_figures) == (None, False)


def test_coming_back_leads_to_the_first_step_that_is_not_done(as_trainee, assessment):
    StageSubmission.objects.update(reasons_asked=["preoccupation", "social", "desist"])
    resume = f"/assessments/{assessment.uuid}/"
    as_trainee.post(step_url(assessment), rating())
    assert as_trainee.get(resume).url == step_url(assessment, "preoccupation")
    as_trainee.post(step_url(assessment, "preoccupation"), rating())  # the reason is missing
    assert as_trainee.get(resume).url == step_url(assessment, "preoccupation")
    as_trainee.post(step_url(assessment, "preoccupation"), rating(reason="Because.", revision=1))
    assert as_trainee.get(resume).url == step_url(assessment, "interests")

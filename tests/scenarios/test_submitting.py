"""Submitting: once, whole, with a receipt; afterwards nothing changes any more."""

import re

import pytest

from people.public import Event, grant_membership
from scenarios.models import Answer, Assessment, Reason, Release, StageSubmission
from scenarios.services.assessing import submit_assessment
from scenarios.services.errors import AssessmentClosed
from scoring.public import Factor, Result, UnitResult
from tests.factories import make_complete_assessment, make_organisation, make_person
from tests.scenarios.journey import (
    BOTH_WAYS,
    HTMX,
    PLAIN,
    WAY_NAMES,
    answer_of,
    check_url,
    feedback_url,
    rating,
    set_state,
    step_url,
    stored,
    words_of,
)

pytestmark = pytest.mark.django_db

either_way = pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)


@pytest.fixture
def complete(trainee, practice):
    return make_complete_assessment(trainee, practice)


def submits_recorded():
    return Event.objects.filter(name="assessment.submitted").count()


def test_submitting_gives_a_receipt_a_result_and_the_feedback(as_trainee, complete, organisation):
    response = as_trainee.post(check_url(complete))
    assert (response.status_code, response.url) == (302, feedback_url(complete))
    complete.refresh_from_db()
    assert complete.is_submitted
    assert re.fullmatch(r"[2-9A-HJ-NP-RT-Z]{4}-[2-9A-HJ-NP-RT-Z]{4}", complete.receipt)
    assert complete.organisation == organisation
    assert StageSubmission.objects.get().submitted_at == complete.submitted_at
    result = Result.objects.get()
    assert (result.assessment, result.person) == (complete.uuid, complete.person.uuid)
    assert (result.organisation, result.use) == (organisation, "practice")
    assert (result.exact_units, result.scored_units) == (11, 11)
    assert result.snapshot["ref"] == "TS-PRACTICE"
    assert UnitResult.objects.count() == 12
    event = Event.objects.get(name="assessment.submitted")
    assert event.payload == {"assessment": str(complete.uuid), "use": "practice"}
    assert event.organisation == organisation


def test_submitting_twice_is_like_once(as_trainee, complete):
    first = as_trainee.post(check_url(complete))
    before = stored(complete)
    second = as_trainee.post(check_url(complete))
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert stored(complete) == before
    assert (Result.objects.count(), submits_recorded()) == (1, 1)


def test_receipts_differ(practice):
    receipts = {
        submit_assessment(assessment=make_complete_assessment(make_person(), practice)).receipt
        for _ in range(5)
    }
    assert len(receipts) == 5


def test_no_action_and_no_citation_are_needed(as_trainee, complete):
    assert complete.chosen_actions.count() == 0
    as_trainee.post(check_url(complete))
    complete.refresh_from_db()
    assert complete.is_submitted


def test_an_empty_assessment_names_every_factor_with_the_way_to_it(as_trainee, assessment):
    before = stored(assessment)
    response = as_trainee.post(check_url(assessment))
    assert response.status_code == 200
    page = response.content.decode()
    summary = page[
        page.index('class="error-summary"') : page.index("</ul>", page.index("error-list"))
    ]
    asked = StageSubmission.objects.get().reasons_asked
    expected = []
    for factor in Factor.objects.all():
        url = step_url(assessment, factor.code)
        words = f"{factor.name}: rate it, say how sure you are"
        if factor.code in asked:
            words += ", write a short reason"
        if factor.code == "overall":
            words += ", choose when to review the case"
        expected.append((url, words))
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', summary) == expected
    assert "Error: " in page[: page.index("</title>")]
    assert stored(assessment) == before


def take_away_rating(complete):
    Answer.objects.filter(factor__code="desist").update(kind="", level=None)
    return "desist", "Commitment to desist: rate it"


def take_away_answer(complete):
    # Else the draw decides whether a reason is missing with it.
    StageSubmission.objects.update(reasons_asked=[])
    Answer.objects.filter(factor__code="desist").delete()
    return "desist", "Commitment to desist: rate it, say how sure you are"


def take_away_confidence(complete):
    Answer.objects.filter(factor__code="overall").update(confidence=None)
    return "overall", "Overall level: say how sure you are"


def take_away_reason(complete):
    reason = Reason.objects.select_related("answer__factor").first()
    Reason.objects.filter(pk=reason.pk).update(text=" \n \u200b")
    factor = reason.answer.factor
    return factor.code, f"{factor.name}: write a short reason"


def take_away_interval(complete):
    StageSubmission.objects.update(interval=None)
    return "overall", "Overall level: choose when to review the case"


@pytest.mark.parametrize(
    "take_away",
    [
        take_away_rating, take_away_answer, take_away_confidence, take_away_reason,
        take_away_interval,
    ],
)  # fmt: skip
def test_each_thing_that_is_missing_is_named_and_nothing_is_stored(as_trainee, complete, take_away):
    step, words = take_away(complete)
    before = stored(complete)
    response = as_trainee.post(check_url(complete))
    assert response.status_code == 200
    link = f'<a href="{step_url(complete, step)}?back=check">{words}</a>'
    assert link in response.content.decode()
    assert stored(complete) == before
    assert (Result.objects.count(), submits_recorded()) == (0, 0)


def test_looking_at_the_check_page_reports_no_error_and_submits_nothing(as_trainee, assessment):
    response = as_trainee.get(check_url(assessment))
    assert "There is a problem" not in words_of(response)
    assert "Error:" not in response.content.decode()
    assessment.refresh_from_db()
    assert assessment.is_open


@either_way
def test_a_late_autosave_is_refused_with_the_receipt(as_trainee, complete, headers):
    as_trainee.post(check_url(complete))
    complete.refresh_from_db()
    before = stored(complete)
    late = {
        "opportunity": rating("0", "25", "Too late.", revision=1, cite="for:D1.1"),
        "overall": rating("0", interval="m12", revision=1),
        "actions": {"revision": 0, "action-recall": "desist"},
    }
    for step, data in late.items():
        response = as_trainee.post(step_url(complete, step), data, headers=headers)
        assert response.status_code == 409
        assert (
            f"This assessment was submitted (receipt {complete.receipt}). "
            "This change was not saved." in words_of(response)
        )
        assert f"/assessments/{complete.uuid}/" in response.content.decode()
    assert stored(complete) == before


@either_way
def test_a_late_autosave_that_is_invalid_as_well_is_refused_all_the_same(
    as_trainee, complete, headers
):
    as_trainee.post(check_url(complete))
    before = stored(complete)
    for step in ("opportunity", "actions"):
        response = as_trainee.post(
            step_url(complete, step), rating("9", revision=-1), headers=headers
        )
        assert response.status_code == 409
    assert stored(complete) == before


@pytest.mark.parametrize("step", ["opportunity", "overall", "actions", "check"])
def test_a_submitted_assessment_opens_at_its_feedback(as_trainee, complete, step):
    as_trainee.post(check_url(complete))
    response = as_trainee.get(step_url(complete, step), follow=True)
    assert response.redirect_chain[-1] == (feedback_url(complete), 302)


def test_what_was_started_before_a_release_closed_can_be_finished(as_trainee, complete, practice):
    set_state(practice, Release.State.CLOSED)
    answered = as_trainee.post(step_url(complete), rating("3", revision=1, reason="New."))
    assert answered.status_code == 302
    assert answer_of(complete).level == 3
    assert as_trainee.post(check_url(complete)).url == feedback_url(complete)
    assert Result.objects.count() == 1


@either_way
def test_a_withdrawn_case_takes_nothing_more(as_trainee, complete, practice, headers):
    set_state(practice, Release.State.WITHDRAWN)
    before = stored(complete)
    posts = {
        "opportunity": rating("0", revision=1),
        "actions": {"revision": 0, "action-recall": "desist"},
        "check": {},
    }
    for step, data in posts.items():
        response = as_trainee.post(step_url(complete, step), data, headers=headers)
        assert response.status_code == 409
        assert "This case has been withdrawn." in words_of(response)
    assert stored(complete) == before


def test_a_repeat_of_the_submit_after_a_withdrawal_still_finds_the_receipt(
    as_trainee, complete, practice
):
    as_trainee.post(check_url(complete))
    set_state(practice, Release.State.WITHDRAWN)
    assert as_trainee.post(check_url(complete)).url == feedback_url(complete)
    complete.refresh_from_db()
    assert complete.receipt in words_of(as_trainee.get(feedback_url(complete)))


def test_without_an_organisation_nothing_can_be_submitted(practice):
    person = make_person()
    complete = make_complete_assessment(person, practice)
    person.memberships.all().delete()
    before = stored(complete)
    with pytest.raises(AssessmentClosed, match="no longer a member of an organisation"):
        submit_assessment(assessment=Assessment.objects.get(pk=complete.pk))
    assert stored(complete) == before


def test_a_result_belongs_to_the_organisation_at_the_moment_of_submitting(practice):
    person = make_person()
    complete = make_complete_assessment(person, practice)
    elsewhere = make_organisation("X07", "Elsewhere Police")
    person.memberships.all().delete()
    grant_membership(person=person, role="trainee", organisation=elsewhere)
    submit_assessment(assessment=Assessment.objects.get(pk=complete.pk))
    assert Result.objects.get().organisation == elsewhere


def test_the_page_of_a_submitted_assessment_does_not_come_from_the_cache(as_trainee, complete):
    as_trainee.post(check_url(complete), headers=PLAIN)
    assert "no-store" in as_trainee.get(feedback_url(complete))["Cache-Control"]


def test_submitting_with_javascript_needs_no_other_answer(as_trainee, complete):
    response = as_trainee.post(check_url(complete), headers=HTMX)
    assert response.status_code == 302
    assert Result.objects.count() == 1

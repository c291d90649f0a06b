"""A break and a stop: one click, no event, no attempt used, and a way back."""

import pytest

from people.public import Event
from scenarios.models import Answer, Assessment, Reason
from scenarios.services.assessing import start_assessment
from scenarios.services.breaks import delete_stopped_drafts
from tests.factories import make_complete_assessment, make_person
from tests.scenarios.journey import (
    BOTH_WAYS,
    WAY_NAMES,
    case_url,
    check_url,
    feedback_url,
    rating,
    step_url,
    stored,
    words_of,
)

pytestmark = pytest.mark.django_db

either_way = pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)


def url(assessment, act):
    return f"/assessments/{assessment.uuid}/{act}/"


def test_a_break_is_one_click_and_no_event(as_trainee, assessment):
    events = Event.objects.count()
    response = as_trainee.post(url(assessment, "break"), follow=True)
    assert "You are on a break" in words_of(response)
    assert Event.objects.count() == events
    assessment.refresh_from_db()
    assert assessment.is_open
    assert assessment.active_at is None


def test_the_page_of_a_break_has_nothing_of_the_case_on_it(as_trainee, assessment):
    page = words_of(as_trainee.get(url(assessment, "break")))
    assert "He was released to a flat." not in page
    assert "A case for tests" not in page


def test_looking_at_the_page_of_a_break_takes_none(as_trainee, assessment):
    as_trainee.get(step_url(assessment))
    before = stored(assessment)
    as_trainee.get(url(assessment, "break"))
    assert stored(assessment) == before


def test_a_break_can_be_taken_again_and_again(as_trainee, assessment):
    for _time in range(3):
        assert as_trainee.post(url(assessment, "break")).status_code == 302
    assert as_trainee.get(step_url(assessment)).status_code == 200


def test_a_break_of_a_submitted_assessment_changes_nothing(as_trainee, trainee, practice):
    complete = make_complete_assessment(trainee, practice)
    as_trainee.post(check_url(complete))
    before = stored(complete)
    response = as_trainee.post(url(complete, "break"), follow=True)
    assert response.redirect_chain[-1][0] == feedback_url(complete)
    assert stored(complete) == before


@pytest.mark.parametrize("act", ["break", "stop"])
def test_every_page_of_the_assessment_has_the_way_out(as_trainee, assessment, act):
    for step in ("opportunity", "overall", "actions", "check"):
        page = as_trainee.get(step_url(assessment, step)).content.decode()
        assert f'method="post" action="{url(assessment, act)}"' in page


def test_stopping_uses_no_attempt_and_is_no_event(as_trainee, trainee, check):
    assessment = start_assessment(person=trainee, release=check)
    events = Event.objects.count()
    response = as_trainee.post(url(assessment, "stop"), follow=True)
    assert "You have stopped this case" in words_of(response)
    assert Event.objects.count() == events
    again = start_assessment(person=trainee, release=check)
    assert again != assessment
    assert again.is_open


def test_stopping_twice_is_like_once(as_trainee, assessment, clock):
    as_trainee.post(url(assessment, "stop"))
    before = stored(assessment)
    clock.move(minutes=10)
    as_trainee.post(url(assessment, "stop"))
    assert stored(assessment) == before


@either_way
def test_a_stopped_draft_takes_nothing_more(as_trainee, trainee, practice, headers):
    complete = make_complete_assessment(trainee, practice)
    as_trainee.post(url(complete, "stop"))
    before = stored(complete)
    posts = {
        "opportunity": rating("0", revision=1),
        "actions": {"revision": 0, "action-recall": "desist"},
        "check": {},
    }
    for step, data in posts.items():
        response = as_trainee.post(step_url(complete, step), data, headers=headers)
        assert response.status_code == 409
        assert "You have stopped this case. This change was not saved." in words_of(response)
    assert stored(complete) == before


@pytest.mark.parametrize("step", ["opportunity", "overall", "actions", "check"])
def test_the_pages_of_a_stopped_draft_lead_to_the_way_back(as_trainee, assessment, step):
    as_trainee.post(url(assessment, "stop"))
    response = as_trainee.get(step_url(assessment, step), follow=True)
    assert response.redirect_chain[-1][0] == url(assessment, "stop")


def test_a_slip_of_the_hand_can_be_taken_back_with_nothing_lost(as_trainee, assessment):
    as_trainee.post(step_url(assessment), rating("3", reason="Because.", cite="for:D1.1"))
    before = stored(assessment)
    as_trainee.post(url(assessment, "stop"))
    for _twice in range(2):
        response = as_trainee.post(url(assessment, "carry-on"))
        assert (response.status_code, response.url) == (302, f"/assessments/{assessment.uuid}/")
    after = stored(assessment)
    assert after.pop("assessment")[0]["stopped_at"] is None
    before.pop("assessment")
    assert after == before


def test_carrying_on_is_never_done_by_a_link(as_trainee, assessment):
    as_trainee.post(url(assessment, "stop"))
    assert as_trainee.get(url(assessment, "carry-on")).status_code == 405
    assessment.refresh_from_db()
    assert assessment.stopped_at is not None


def test_a_stop_cannot_be_taken_back_once_the_case_is_begun_again(as_trainee, trainee, assessment):
    as_trainee.post(url(assessment, "stop"))
    start_assessment(person=trainee, release=assessment.release)
    before = stored(assessment)
    response = as_trainee.post(url(assessment, "carry-on"))
    assert response.status_code == 409
    assert "You have begun this case again" in words_of(response)
    assert stored(assessment) == before


def test_a_submitted_assessment_cannot_be_stopped(as_trainee, trainee, practice):
    complete = make_complete_assessment(trainee, practice)
    as_trainee.post(check_url(complete))
    before = stored(complete)
    response = as_trainee.post(url(complete, "stop"))
    assert response.status_code == 409
    assert "already submitted, so it cannot be stopped" in words_of(response)
    as_trainee.post(url(complete, "carry-on"))
    assert stored(complete) == before


def test_drafts_go_an_hour_after_the_stop_and_nothing_else_does(
    as_trainee, trainee, practice, check, clock
):
    draft = make_complete_assessment(trainee, practice)
    other = make_complete_assessment(trainee, check)
    as_trainee.post(url(draft, "stop"))
    clock.move(minutes=59)
    assert delete_stopped_drafts() == 0
    clock.move(minutes=2)
    assert delete_stopped_drafts() == 1
    assert list(Assessment.objects.all()) == [other]
    assert Answer.objects.filter(assessment=draft.pk).count() == 0
    assert Reason.objects.count() == 3
    assert delete_stopped_drafts() == 0
    assert as_trainee.get(url(draft, "stop")).status_code == 404


def test_beginning_a_case_deletes_only_ones_own_old_drafts(trainee, practice, clock):
    mine = start_assessment(person=trainee, release=practice)
    theirs = start_assessment(person=make_person(), release=practice)
    for draft in (mine, theirs):
        draft.stopped_at = clock.now
        draft.save()
    clock.move(hours=2)
    again = start_assessment(person=trainee, release=practice)
    assert set(Assessment.objects.all()) == {theirs, again}


def test_a_stopped_draft_does_not_show_on_the_page_of_the_case(as_trainee, assessment, practice):
    as_trainee.post(url(assessment, "stop"))
    page = words_of(as_trainee.get(case_url(practice)))
    assert "Start" in page
    assert "Continue" not in page

"""A check is sat once: parked drafts, moves and second roles open no way round it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.public import Role, grant_membership
from scenarios.models import Assessment, Release
from scenarios.services.admission import may_start
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.breaks import carry_on_after_stop, stop_assessment
from scenarios.services.errors import AssessmentClosed
from scoring.public import Result
from tests.factories import make_complete_assessment, make_organisation


@pytest.fixture
def parked(trainee, check) -> Assessment:
    """A whole draft of the check, stopped."""
    draft = make_complete_assessment(trainee, check)
    stop_assessment(assessment=draft)
    draft.refresh_from_db()
    return draft


def test_a_draft_parked_before_submitting_cannot_be_taken_up_afterwards(trainee, check, parked):
    submit_assessment(assessment=make_complete_assessment(trainee, check))
    with pytest.raises(AssessmentClosed, match="Nobody sits the same check case twice"):
        carry_on_after_stop(assessment=parked)
    assert Result.objects.count() == 1


def test_a_draft_parked_until_the_case_is_retired_stays_stopped(check, parked):
    check.state = Release.State.RETIRED
    check.save(update_fields=["state"])
    parked = Assessment.objects.get(pk=parked.pk)
    with pytest.raises(AssessmentClosed, match="closed to new starts"):
        carry_on_after_stop(assessment=parked)


def test_a_stop_older_than_an_hour_is_final(parked):
    Assessment.objects.update(stopped_at=timezone.now() - timedelta(minutes=61))
    parked.refresh_from_db()
    with pytest.raises(AssessmentClosed, match="more than an hour ago"):
        carry_on_after_stop(assessment=parked)
    assert Assessment.objects.get().stopped_at is not None


def test_a_specimen_check_begun_before_moving_to_a_real_force_cannot_be_submitted(trainee, check):
    sat = make_complete_assessment(trainee, check)
    real = make_organisation("E-REAL", "A real force", is_invented=False)
    grant_membership(person=trainee, role=Role.TRAINEE, organisation=real)
    with pytest.raises(AssessmentClosed, match="specimen"):
        submit_assessment(assessment=sat)
    assert not Result.objects.exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PANELLIST])
def test_who_is_a_trainer_or_panellist_as_well_sits_no_check(trainee, check, organisation, role):
    grant_membership(person=trainee, role=role, organisation=organisation)
    assert "nobody who is a trainer or panellist as well" in may_start(trainee, check)


def test_the_database_itself_holds_one_submitted_check_for_a_person(trainee, check):
    done = submit_assessment(assessment=make_complete_assessment(trainee, check))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(
            person=trainee,
            release=check,
            use="check",
            submitted_at=timezone.now(),
            receipt="OTHER",
            organisation=done.organisation,
        )


def test_practice_is_submitted_as_often_as_one_likes(trainee, practice):
    for _again in range(2):
        submit_assessment(assessment=make_complete_assessment(trainee, practice))
    assert Result.objects.count() == 2


def test_feedback_on_a_withdrawn_practice_case_shows_neither_file_nor_levels(
    client_of, trainee, practice
):
    done = submit_assessment(assessment=make_complete_assessment(trainee, practice))
    practice.state = Release.State.WITHDRAWN
    practice.save(update_fields=["state"])
    page = client_of(trainee).get(f"/assessments/{done.uuid}/feedback/").content.decode()
    assert "has been withdrawn" in page
    assert "He fixes bicycles" not in page
    assert "Why opportunity is level 2." not in page


def test_a_begun_case_leaves_no_trace_in_the_record(trainee, practice):
    from people.public import Event

    before = Event.objects.count()
    start_assessment(person=trainee, release=practice)
    assert Event.objects.count() == before

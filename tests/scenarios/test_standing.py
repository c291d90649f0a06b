"""Which attempts enter the figures of an organisation, and why others do not."""

import pytest

from people.public import Role, grant_membership
from scenarios.models import Panellist
from scenarios.services.assessing import submit_assessment
from scoring.public import Result
from tests.factories import make_complete_assessment, make_person

pytestmark = pytest.mark.django_db


def submitted(person, release):
    """``(counts, reason)`` as stored with the assessment and with its result."""
    assessment = submit_assessment(assessment=make_complete_assessment(person, release))
    result = Result.objects.get(assessment=assessment.uuid)
    standing = (assessment.counts_in_figures, assessment.counts_reason)
    assert (result.counts_in_figures, result.counts_reason) == standing
    return standing


def test_a_trainees_first_attempt_counts(trainee, practice):
    assert submitted(trainee, practice) == (True, "")


def test_a_repeat_does_not_count(trainee, practice):
    submitted(trainee, practice)
    assert submitted(trainee, practice) == (False, "repeat")


def test_somebody_elses_attempt_is_no_repeat(trainee, other_trainee, practice):
    submitted(trainee, practice)
    assert submitted(other_trainee, practice) == (True, "")


def test_another_case_is_no_repeat(trainee, practice, check):
    submitted(trainee, practice)
    assert submitted(trainee, check) == (True, "")


def test_an_attempt_still_open_makes_no_repeat_of_the_one_submitted_first(trainee, practice):
    other = make_complete_assessment(trainee, practice)
    other.stopped_at = other.started_at
    other.save()
    assert submitted(trainee, practice) == (True, "")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PANELLIST])
def test_a_trainers_or_panellists_own_attempt_never_counts(practice, role):
    assert submitted(make_person(role=role), practice) == (False, "trainer_or_panellist")


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PANELLIST])
def test_nor_that_of_a_trainee_who_is_one_too(trainee, organisation, practice, role):
    grant_membership(person=trainee, role=role, organisation=organisation)
    assert submitted(trainee, practice) == (False, "trainer_or_panellist")


@pytest.mark.parametrize(
    "role", [Role.SUPERVISOR, Role.FORCE_LEAD, Role.NATIONAL_LEAD, Role.ADMINISTRATOR]
)
def test_somebody_who_is_no_trainee_does_not_count(practice, role):
    assert submitted(make_person(role=role), practice) == (False, "not_a_trainee")


def test_whoever_rated_the_case_on_its_panel_does_not_count(trainee, practice):
    seat = Panellist.objects.first()
    seat.person = trainee
    seat.save()
    assert submitted(trainee, practice) == (False, "rated_it_on_the_panel")


def test_a_seat_on_the_panel_of_another_case_does_not_matter(trainee, practice, check):
    seat = Panellist.objects.filter(panel__case_version=check.case_version).first()
    seat.person = trainee
    seat.save()
    assert submitted(trainee, practice) == (True, "")

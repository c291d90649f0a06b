"""A scenario released both for practice and as a check: practising never tells a check its key."""

import pytest

from scenarios.models import Assessment, Release
from scenarios.services.admission import may_start
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.errors import AssessmentClosed, NotStartable
from scenarios.services.releases import release_case
from scoring.public import Result
from tests.factories import make_complete_assessment, make_person


@pytest.fixture
def practice_of_check(check: Release) -> Release:
    """The case of the check, released for practice as well."""
    return release_case(case_version=check.case_version, key=check.key, use="practice")


def test_practice_waits_while_a_check_on_the_same_case_is_open(trainee, check, practice_of_check):
    start_assessment(person=trainee, release=check)
    with pytest.raises(NotStartable, match="Submit or stop it before you practise"):
        start_assessment(person=trainee, release=practice_of_check)


def test_practice_may_begin_once_the_check_is_submitted(trainee, check, practice_of_check):
    submit_assessment(assessment=make_complete_assessment(trainee, check))
    assert may_start(trainee, practice_of_check) is None


def test_a_check_cannot_be_begun_by_who_practised_the_case(trainee, check, practice_of_check):
    submit_assessment(assessment=make_complete_assessment(trainee, practice_of_check))
    with pytest.raises(NotStartable, match="Nobody sits the same check case twice"):
        start_assessment(person=trainee, release=check)


def test_a_check_cannot_be_submitted_by_who_practised_the_case_meanwhile(
    trainee, check, practice_of_check
):
    practised = make_complete_assessment(trainee, practice_of_check)
    sat = make_complete_assessment(trainee, check)
    submit_assessment(assessment=practised)
    with pytest.raises(AssessmentClosed, match="Nobody sits the same check case twice"):
        submit_assessment(assessment=sat)
    assert Result.objects.get().assessment == practised.uuid


def test_somebody_elses_open_check_keeps_nobody_from_practising(trainee, check, practice_of_check):
    start_assessment(person=make_person(), release=check)
    assert start_assessment(person=trainee, release=practice_of_check).is_open


@pytest.mark.parametrize("step", ["opportunity", "overall", "actions", "check"])
def test_nothing_of_a_withdrawn_case_is_shown_any_more(as_trainee, assessment, practice, step):
    practice.state = Release.State.WITHDRAWN
    practice.save(update_fields=["state"])
    answer = as_trainee.get(f"/assessments/{assessment.uuid}/1/{step}/", follow=True)
    assert answer.status_code == 409
    assert "has been withdrawn" in answer.content.decode()
    assert "He fixes bicycles" not in answer.content.decode()
    assert Assessment.objects.get().is_open

"""What other apps may know of attempts: that they were begun and submitted, never how."""

from dataclasses import fields

import pytest
from django.utils import timezone

from people.public import User
from scenarios.models import Release
from scenarios.public import (
    AttemptRow,
    attempt_rows,
    open_check_releases,
    open_release,
    start_assessment,
    submit_assessment,
)
from tests.factories import make_complete_assessment, make_submitted
from tests.scenarios.journey import set_state

pytestmark = pytest.mark.django_db


def test_a_row_holds_no_answer_and_no_mark():
    assert [field.name for field in fields(AttemptRow)] == [
        "person_id", "release_id", "ref", "title", "use", "is_specimen", "assessment",
        "submitted_at",
    ]  # fmt: skip


def test_attempts_come_oldest_first_in_one_query(
    trainee, other_trainee, practice, check, django_assert_num_queries
):
    done = submit_assessment(assessment=make_complete_assessment(trainee, practice))
    begun = start_assessment(person=other_trainee, release=check)
    with django_assert_num_queries(1):
        rows = attempt_rows(User.objects.all())
    assert rows == [
        AttemptRow(
            trainee.pk, practice.pk, "TS-PRACTICE", "A case for tests", "practice", True,
            done.uuid, done.submitted_at,
        ),
        AttemptRow(
            other_trainee.pk, check.pk, "TS-CHECK", "A case for tests", "check", True,
            begun.uuid, None,
        ),
    ]  # fmt: skip
    assert [row.is_submitted for row in rows] == [True, False]


def test_only_the_people_and_releases_asked_for_are_answered(
    trainee, other_trainee, practice, check
):
    make_submitted(trainee, practice)
    make_submitted(trainee, check)
    make_submitted(other_trainee, practice)
    assert len(attempt_rows([trainee.pk])) == 2
    assert [row.ref for row in attempt_rows([trainee.pk], [check])] == ["TS-CHECK"]
    assert attempt_rows([trainee.pk], []) == []
    assert attempt_rows([]) == []


def test_a_stopped_attempt_is_never_told(trainee, practice):
    assessment = start_assessment(person=trainee, release=practice)
    assessment.stopped_at = timezone.now()
    assessment.save()
    assert attempt_rows([trainee.pk]) == []


@pytest.mark.parametrize("state", list(Release.State))
def test_only_an_open_release_is_open(check, state):
    set_state(check, state)
    is_open = state == Release.State.OPEN
    assert open_release("TS-CHECK", "check") == (check if is_open else None)
    assert list(open_check_releases()) == ([check] if is_open else [])


def test_a_release_is_found_by_its_case_and_its_use(practice, check):
    assert open_release("ts-practice", "practice") == practice
    assert open_release("TS-PRACTICE", "check") is None
    assert open_release("TS-9999", "practice") is None
    assert list(open_check_releases()) == [check]

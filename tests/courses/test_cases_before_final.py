"""The practice cases of a course come before its final, until its last days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Enrolment
from courses.selectors.my_learning import my_learning
from scenarios.services.assessing import start_assessment
from tests.factories import make_released_case
from tests.factories.courses import lessons_of
from tests.factories.measures import finish_course, make_measured_course, take

pytestmark = pytest.mark.django_db


def test_a_case_of_the_course_is_offered_before_its_final_until_the_last_week(home, trainee):
    course = make_measured_course(title="Seeing risk")
    begun, _other = make_released_case("practice", "TR-0901"), make_released_case("practice")
    fresh = make_released_case("practice", "TR-0900")
    lesson = lessons_of(course)[0]
    lesson.body = [("practice_case", ref) for ref in ("TR-0900", "TR-0901", "TR-0999")]
    lesson.save_revision().publish()
    take(trainee, course)
    start_assessment(person=trainee, release=begun)

    def step():
        return my_learning(trainee).next_step

    def finished(days_ago):
        at = timezone.now() - timedelta(days=days_ago)
        Enrolment.objects.filter(person=trainee).update(finished_at=at)

    finish_course(trainee, course)
    assert step().label == "Go on with the case"
    assert step().url == "/cases/TR-0901/"
    assert "It comes before the final of Seeing risk." in step().text
    finished(20)
    assert step().url == "/cases/TR-0901/"
    finished(21)
    assert step().heading == "Final of Seeing risk"
    finished(0)
    for case in (begun, fresh):
        case.state = "withdrawn"
        case.save(update_fields=["state"])
    assert step().heading == "Final of Seeing risk"


def test_the_last_days_of_another_final_are_not_lost_to_a_case(home, trainee):
    with_case, other = make_measured_course(title="One"), make_measured_course(title="Two")
    make_released_case("practice", "TR-0901")
    lesson = lessons_of(with_case)[0]
    lesson.body = [("practice_case", "TR-0901")]
    lesson.save_revision().publish()
    for course in (with_case, other):
        take(trainee, course)
        finish_course(trainee, course)
    at = timezone.now() - timedelta(days=27)
    Enrolment.objects.filter(person=trainee, course=other).update(finished_at=at)
    assert my_learning(trainee).next_step.heading == "Final of Two"

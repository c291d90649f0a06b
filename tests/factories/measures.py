"""Courses with two forms of a measure, and people who take them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from courses.models import CoursePage, Enrolment, Measure
from courses.services.measuring import answer_measure_drill, begin_measure
from courses.services.reading import complete_lesson
from people.public import User
from scenarios.models import Assessment
from scenarios.services.assessing import start_assessment, submit_assessment
from tests.factories.assessing import complete_stage
from tests.factories.cases import make_released_case
from tests.factories.courses import lessons_of, make_course
from tests.factories.drills import make_drill
from tests.factories.numbers import next_number

DRILLS = 2


def make_forms(*, drills: int = DRILLS) -> list[Any]:
    """Two forms as the field takes them: each an anchor case of its own, and so many drills."""
    forms = []
    for _form in range(2):
        ref = f"AN-{next_number():04}"
        make_released_case("anchor", ref)
        codes = [make_drill(is_for_measuring=True).code for _drill in range(drills)]
        forms.append(("form", {"case": ref, "drills": codes}))
    return forms


def make_measured_course(**fields: Any) -> CoursePage:
    """A published course of two lessons with a measure of two drills."""
    return make_course(measuring_forms=make_forms(), **fields)


def sit_case(measure: Measure, *, level: int = 2) -> Assessment:
    """The person of a measure does its case and submits it."""
    assessment = start_assessment(person=measure.person, release=measure.release)
    complete_stage(assessment, level)
    return submit_assessment(assessment=assessment)


def answer_drills(measure: Measure, *, right: bool = True) -> None:
    """The person of a measure answers its drills, whose level is 1."""
    for row in measure.drills.all():
        answer_measure_drill(
            person=measure.person,
            uuid=measure.uuid,
            position=row.position,
            answer="1" if right else "3",
            confidence=70,
        )


def take(person: User, course: CoursePage, point: str = "baseline", **how: Any) -> Measure:
    """The person begins a measure that is due and finishes it."""
    measure = begin_measure(person=person, course=course, point=point)
    sit_case(measure)
    answer_drills(measure, **how)
    measure.refresh_from_db()
    return measure


def finish_course(person: User, course: CoursePage, *, days_ago: int = 0) -> None:
    """The person reads every lesson, so many days ago."""
    for lesson in lessons_of(course):
        complete_lesson(person=person, lesson=lesson)
    at = timezone.now() - timedelta(days=days_ago)
    Enrolment.objects.filter(person=person, course=course).update(finished_at=at)


def move_back(rows: Any, field: str, days: int) -> None:
    """A moment of these rows, so many days earlier than it was."""
    for row in rows:
        at: datetime = getattr(row, field)
        rows.filter(pk=row.pk).update(**{field: at - timedelta(days=days)})

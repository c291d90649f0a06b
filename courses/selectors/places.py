"""Where a person is with one lesson: whether they have read it, and their place in its course."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

from courses.models import (
    Completion,
    CourseAssignment,
    CoursePage,
    Enrolment,
    LessonOpinion,
    LessonPage,
)
from courses.selectors.at_once import Row, rows_of
from people.public import User

COMPLETED, SAID, ENROLLED, ASSIGNED = "completed", "said", "enrolled", "assigned"


@dataclass(frozen=True)
class Place:
    """What is kept of a person and a lesson. Where one is, is seen by oneself alone."""

    read_at: datetime | None = None
    is_left_out: bool = False
    """Whether the person has tested out of it and not read it."""
    said: str = ""
    """What the person said of the lesson in one click."""
    before_read_at: datetime | None = None
    """When they read the lesson before this one."""
    before_said: str = ""
    enrolment: int | None = None
    """The person's enrolment on the course of the lesson, unless they have left."""
    last_lesson: int | None = None
    is_assigned: bool = False
    """Whether anybody at all is asked to take the course; only then is it worth asking who."""


def place_rows(person: User, lesson: LessonPage, before: Page | None) -> list[QuerySet[Any]]:
    """What ``place_in`` reads. Of a lesson that was never saved there is nothing."""
    if lesson.pk is None:
        return []
    lessons = [page.pk for page in (lesson, before) if page]
    course = lesson.path[: -2 * lesson.steplen]
    completed = Completion.objects.filter(person=person, lesson__in=lessons)
    said = LessonOpinion.objects.filter(person=person, lesson__in=lessons)
    enrolled = Enrolment.objects.filter(person=person, course__path=course, left_at__isnull=True)
    to_anybody = CourseAssignment.objects.filter(course=OuterRef("pk"))
    assigned = CoursePage.objects.filter(Exists(to_anybody), path=course)
    return [
        rows_of(COMPLETED, completed, "lesson_id", at="completed_at", words="how"),
        rows_of(SAID, said, "lesson_id", words="useful"),
        rows_of(ENROLLED, enrolled, "course_id", number="last_lesson_id"),
        rows_of(ASSIGNED, assigned, "pk"),
    ]


def place_in(rows: Iterable[Row], lesson: LessonPage, before: Page | None) -> Place:
    """The person's place, of what was asked for it."""
    found = {(row.kind, row.what): row for row in rows}
    here, earlier = str(lesson.pk), str(before.pk) if before else ""
    of_course = {kind: row for (kind, _what), row in found.items()}
    completed, enrolled = found.get((COMPLETED, here)), of_course.get(ENROLLED)
    return Place(
        read_at=_read_at(completed),
        is_left_out=completed is not None and completed.words == Completion.How.TESTED_OUT,
        said=_said(found.get((SAID, here))),
        before_read_at=_read_at(found.get((COMPLETED, earlier))),
        before_said=_said(found.get((SAID, earlier))),
        enrolment=enrolled.place if enrolled else None,
        last_lesson=enrolled.number if enrolled else None,
        is_assigned=ASSIGNED in of_course,
    )


def _read_at(completed: Row | None) -> datetime | None:
    is_read = completed is not None and completed.words == Completion.How.READ
    return completed.at if completed and is_read else None


def _said(row: Row | None) -> str:
    return row.words or "" if row else ""

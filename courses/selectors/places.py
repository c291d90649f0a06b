"""Where a person is with one lesson: whether they have read it, and their place in its course."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Subquery, Value
from wagtail.models import Page

from courses.models import (
    Completion,
    CourseAssignment,
    CoursePage,
    Enrolment,
    LessonOpinion,
    LessonPage,
)
from people.public import User


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


def place_of(person: User, lesson: LessonPage, before: Page | None = None) -> Place:
    """The person's place: one query. Of a lesson that was never saved there is none."""
    if lesson.pk is None:
        return Place()
    on_it = Enrolment.objects.filter(person=person, course=OuterRef("pk"), left_at__isnull=True)
    rows = CoursePage.objects.filter(path=lesson.path[: -2 * lesson.steplen]).values(
        read_at=_read(person, lesson),
        is_left_out=Exists(
            Completion.objects.filter(
                person=person, lesson=lesson, how=Completion.How.TESTED_OUT
            ).order_by()
        ),
        said=_said(person, lesson),
        before_read_at=_read(person, before),
        before_said=_said(person, before),
        enrolment=Subquery(on_it.values("pk")),
        last_lesson=Subquery(on_it.values("last_lesson")),
        is_assigned=Exists(CourseAssignment.objects.filter(course=OuterRef("pk"))),
    )
    row: dict[str, Any] | None = rows.first()
    if row is None:
        return Place()
    return Place(**{**row, "said": row["said"] or "", "before_said": row["before_said"] or ""})


def _read(person: User, lesson: Page | None) -> Any:
    if lesson is None:
        return Value(None, DateTimeField())
    rows = Completion.objects.filter(person=person, lesson=lesson.pk, how=Completion.How.READ)
    return Subquery(rows.order_by().values("completed_at"))


def _said(person: User, lesson: Page | None) -> Any:
    if lesson is None:
        return Value("")
    rows = LessonOpinion.objects.filter(person=person, lesson=lesson.pk)
    return Subquery(rows.order_by().values("useful"))

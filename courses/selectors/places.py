"""Where a person is with one lesson: whether they have read it, and their place in its course."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from courses.models import Completion, CourseAssignment, CoursePage, Enrolment, LessonPage
from people.public import User


@dataclass(frozen=True)
class Place:
    """What is kept of a person and a lesson. Where one is, is seen by oneself alone."""

    read_at: datetime | None = None
    enrolment: int | None = None
    """The person's enrolment on the course of the lesson, unless they have left."""
    last_lesson: int | None = None
    is_assigned: bool = False
    """Whether anybody at all is asked to take the course; only then is it worth asking who."""


def place_of(person: User, lesson: LessonPage) -> Place:
    """The person's place: one query. Of a lesson that was never saved there is none."""
    if lesson.pk is None:
        return Place()
    read = Completion.objects.filter(
        person=person, lesson=lesson, how=Completion.How.READ
    ).order_by()
    on_it = Enrolment.objects.filter(person=person, course=OuterRef("pk"), left_at__isnull=True)
    row = (
        CoursePage.objects.filter(path=lesson.path[: -2 * lesson.steplen])
        .values_list(
            Subquery(read.values("completed_at")),
            Subquery(on_it.values("pk")),
            Subquery(on_it.values("last_lesson")),
            Exists(CourseAssignment.objects.filter(course=OuterRef("pk"))),
        )
        .first()
    )
    return Place(*row) if row else Place()

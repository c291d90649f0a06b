"""Whether lessons were useful to the reader: what they said, and of which they are asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from courses.models import Completion, LessonOpinion, LessonPage
from courses.selectors.places import Place
from people.public import User


@dataclass(frozen=True)
class AskedOpinion:
    """A lesson that somebody has read, and what they said of it; nothing before they did."""

    lesson: Page
    said: str = ""

    @property
    def words(self) -> str:
        return str(LessonOpinion.Useful(self.said).label)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return list(LessonOpinion.Useful.choices)


def opinions_asked(lesson: Page, previous: Page | None, place: Place) -> dict[str, Any]:
    """What a lesson's page asks of the lesson, and of the one before it.

    Marking a lesson as read leads on to the next, so it is asked there until the day is over.
    """
    found: dict[str, Any] = {"left_out": place.is_left_out}
    if place.read_at:
        found["opinion"] = AskedOpinion(lesson, place.said)
    if previous and _is_of_today(place.before_read_at) and not place.before_said:
        found["opinion_before"] = AskedOpinion(previous)
    return found


def opinions_of_last_lessons(person: User, last: Collection[LessonPage]) -> list[AskedOpinion]:
    """Which of these lessons My learning asks of, since no lesson comes after them to ask it.

    One query; none where nobody has read the end of a course.
    """
    if not last:
        return []
    said = LessonOpinion.objects.filter(person=person, lesson__in=last).values("lesson")
    rows = Completion.objects.filter(person=person, lesson__in=last, how=Completion.How.READ)
    read = dict(rows.exclude(lesson__in=said).values_list("lesson", "completed_at"))
    return [AskedOpinion(lesson) for lesson in last if _is_of_today(read.get(lesson.pk))]


def _is_of_today(at: datetime | None) -> bool:
    return at is not None and timezone.localdate(at) == timezone.localdate()

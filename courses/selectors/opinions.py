"""Whether lessons were useful to the reader: what they said, and of which they are asked."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from courses.models import LessonOpinion
from courses.selectors.places import Place


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
    before = place.before_read_at
    is_of_today = before is not None and timezone.localdate(before) == timezone.localdate()
    if previous and is_of_today and not place.before_said:
        found["opinion_before"] = AskedOpinion(previous)
    return found

"""Whether lessons were useful to the reader: what they said, and of which they are asked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Page

from courses.models import Completion, LessonOpinion
from courses.selectors.cases import Reader


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


def opinions_asked(lesson: Page, previous: Page | None, reader: Reader) -> dict[str, Any]:
    """What a lesson's page asks of the lesson, and of the one before it: one query.

    Marking a lesson as read leads on to the next, so it is asked there until the day is over.
    """
    if lesson.pk is None or not reader.is_authenticated:
        return {}
    rows = {row.lesson_id: row for row in _completions(reader, lesson, previous)}
    own, before = rows.get(lesson.pk), rows.get(previous.pk) if previous else None
    found: dict[str, Any] = {"left_out": own is not None and not _is_read(own)}
    if own and _is_read(own):
        found["opinion"] = AskedOpinion(lesson, own.said or "")
    if previous and before and _is_read(before) and not before.said and _is_of_today(before):
        found["opinion_before"] = AskedOpinion(previous)
    return found


def _completions(reader: Reader, *lessons: Page | None) -> Any:
    said = LessonOpinion.objects.filter(person=reader, lesson=OuterRef("lesson")).order_by()
    return Completion.objects.filter(
        person=reader, lesson__in=[each.pk for each in lessons if each]
    ).annotate(said=Subquery(said.values("useful")))


def _is_of_today(row: Completion) -> bool:
    return timezone.localdate(row.completed_at) == timezone.localdate()


def _is_read(row: Completion) -> bool:
    return bool(row.how == Completion.How.READ)

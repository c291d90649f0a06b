"""Whether lessons were useful to people, for trainers: by lesson and edition, in whole tens.

Of the viewer's nation alone: real and invented people are never added together. No opinion is told
of by itself, and none by trainer.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Max, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from courses.models import CoursePage, LessonOpinion, LessonPage
from courses.selectors.counted_tens import rows_in_whole_tens
from people.public import User

Useful = LessonOpinion.Useful
STEP = 4  # of a path in the tree of pages


@dataclass(frozen=True)
class LessonUse:
    """A lesson on one edition: how many of ``n`` people said what. Fewer than ten have no n."""

    title: str
    is_deleted: bool
    edition: int
    n: int
    yes: int
    partly: int
    no: int

    def share(self, of: int) -> int:
        """A count as a percentage of those who are counted."""
        return round(100 * of / self.n) if self.n else 0

    @property
    def shares(self) -> tuple[tuple[int, int], ...]:
        """Each count with its percentage, in the order of the columns."""
        return tuple((of, self.share(of)) for of in (self.yes, self.partly, self.no))


@dataclass(frozen=True)
class CourseUse:
    """A course's lessons in their order; those of no course any more come last."""

    title: str
    lessons: tuple[LessonUse, ...]


def lesson_use(viewer: User, *, is_invented: bool) -> list[CourseUse]:
    """Every lesson of which somebody said whether it was useful: five queries."""
    said = _said(viewer, is_invented)
    pages = {
        pk: (path, title)
        for pk, path, title in LessonPage.objects.filter(
            pk__in={lesson for lesson, _name, _edition in said if lesson is not None}
        ).values_list("pk", "path", "title")
    }
    courses = dict(CoursePage.objects.order_by("path").values_list("path", "title"))
    rows: defaultdict[str, list[tuple[tuple[str, str, int], LessonUse]]] = defaultdict(list)
    for (lesson, _name, edition), answers in said.items():
        path, title = pages.get(lesson, ("", answers.title))
        course = path[: -2 * STEP]
        use = _use(title, not path, edition, answers.told)
        rows[course if course in courses else ""].append(((path, title, -edition), use))
    return [
        CourseUse(
            courses[path] if path else _("Lessons that were deleted"),
            tuple(use for _place, use in sorted(rows[path], key=lambda row: row[0])),
        )
        for path in [*(path for path in courses if path in rows), *([""] if "" in rows else [])]
    ]


Said = tuple[int | None, str, int]
"""A lesson by its id, also of a deleted one; by its title where no id was kept; and an edition."""


@dataclass
class _Answers:
    """What the lesson was called by who spoke of it last, and what whole tens of people said."""

    title: str
    told: Counter[str] = field(default_factory=Counter)


def _said(viewer: User, is_invented: bool) -> dict[Said, _Answers]:
    """What was said of each lesson and edition, counted by the database."""
    rows = LessonOpinion.objects.filter(counted_in__is_invented=is_invented).exclude(person=viewer)
    rows = _known_by(rows).order_by()
    last = {
        (lesson, name, edition): pk
        for lesson, name, edition, pk in rows.values_list(*KNOWN_BY).annotate(last=Max("pk"))
    }
    titles = dict(
        LessonOpinion.objects.filter(pk__in=last.values()).values_list("pk", "lesson_title")
    )
    found = {said: _Answers(titles[pk]) for said, pk in last.items()}
    told = rows_in_whole_tens(rows, of=KNOWN_BY, order=["said_at", "pk"]).values("pk")
    counts = _known_by(LessonOpinion.objects.filter(pk__in=told)).order_by()
    for *said, useful, n in counts.values_list(*KNOWN_BY, "useful").annotate(n=Count("pk")):
        found[tuple(said)].told[useful] = n
    return found


KNOWN_BY = ("known_id", "known_name", "edition")


def _known_by(rows: QuerySet[LessonOpinion, Any]) -> QuerySet[LessonOpinion, Any]:
    number = Coalesce("lesson_id", "lesson_number", output_field=BigIntegerField())
    return rows.annotate(
        known_id=number,
        known_name=Case(When(known_id__isnull=True, then=F("lesson_title")), default=Value("")),
    )


def _use(title: str, is_deleted: bool, edition: int, n: Counter[str]) -> LessonUse:
    return LessonUse(
        title, is_deleted, edition, n.total(), n[Useful.YES], n[Useful.PARTLY], n[Useful.NO]
    )

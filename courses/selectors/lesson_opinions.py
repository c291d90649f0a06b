"""Whether lessons were useful to people, for trainers: by lesson and edition, in whole tens.

Of the viewer's nation alone: real and invented people are never added together. No opinion is told
of by itself, and none by trainer.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.models import CoursePage, LessonOpinion, LessonPage
from courses.selectors.measured_tens import whole_tens
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
    """Every lesson of which somebody said whether it was useful: three queries."""
    said = _said(viewer, is_invented)
    pages = {
        pk: (path, title)
        for pk, path, title in LessonPage.objects.filter(
            pk__in={lesson for lesson, _edition in said if isinstance(lesson, int)}
        ).values_list("pk", "path", "title")
    }
    courses = dict(CoursePage.objects.order_by("path").values_list("path", "title"))
    rows: defaultdict[str, list[tuple[tuple[str, str, int], LessonUse]]] = defaultdict(list)
    for (lesson, edition), answers in said.items():
        path, title = pages.get(lesson, ("", answers[-1].title))
        course = path[: -2 * STEP]
        use = _use(title, not path, edition, answers)
        rows[course if course in courses else ""].append(((path, title, -edition), use))
    return [
        CourseUse(
            courses[path] if path else _("Lessons that were deleted"),
            tuple(use for _place, use in sorted(rows[path], key=lambda row: row[0])),
        )
        for path in [*(path for path in courses if path in rows), *([""] if "" in rows else [])]
    ]


class _Answer(NamedTuple):
    title: str
    useful: str


def _said(viewer: User, is_invented: bool) -> dict[tuple[int | str, int], list[_Answer]]:
    """What was said of each lesson and edition, in order.

    A lesson is its id, also of a deleted one; its title where no id was kept.
    """
    found: defaultdict[tuple[int | str, int], list[_Answer]] = defaultdict(list)
    rows = LessonOpinion.objects.filter(counted_in__is_invented=is_invented).exclude(person=viewer)
    for lesson, number, title, edition, useful in rows.order_by("said_at", "pk").values_list(
        "lesson_id", "lesson_number", "lesson_title", "edition", "useful"
    ):
        found[lesson or number or title, edition].append(_Answer(title, useful))
    return found


def _use(title: str, is_deleted: bool, edition: int, answers: Sequence[_Answer]) -> LessonUse:
    told = whole_tens(answers)
    n = Counter(answer.useful for answer in told)
    return LessonUse(
        title, is_deleted, edition, len(told), n[Useful.YES], n[Useful.PARTLY], n[Useful.NO]
    )

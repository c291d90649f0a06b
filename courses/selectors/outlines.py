"""What a course consists of: its published modules and lessons, in their order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from courses.models import CoursePage, LearnPage, LessonPage, ModulePage
from people.public import Prepared

_courses = Prepared(lambda: CoursePage.objects.live().order_by("path"))
_modules = Prepared(lambda: ModulePage.objects.live().order_by("path"))
_lessons = Prepared(lambda: LessonPage.objects.live().order_by("path"))


@dataclass(frozen=True)
class ModuleOutline:
    module: ModulePage
    lessons: tuple[LessonPage, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Outline:
    course: CoursePage
    modules: tuple[ModuleOutline, ...]

    @property
    def lessons(self) -> tuple[LessonPage, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    @property
    def practice_refs(self) -> tuple[str, ...]:
        return tuple(ref for lesson in self.lessons for ref in lesson.practice_refs)


def learn_page() -> LearnPage | None:
    """The published list of courses, if there is one."""
    return LearnPage.objects.live().first()


def outlines() -> list[Outline]:
    """The outline of every published course, in three queries."""
    return _outlines(_courses.rows(), _modules.rows(), _lessons.rows())


def outline_of(course: CoursePage) -> Outline:
    """The outline of one course, in two queries."""
    return outlines_of([course])[0]


def outlines_of(courses: Sequence[CoursePage]) -> list[Outline]:
    """The outlines of these courses, in two queries."""
    if not courses:
        return []
    below = reduce(or_, (Q(path__startswith=course.path) for course in courses))
    return _outlines(
        courses,
        ModulePage.objects.live().filter(below).order_by("path"),
        LessonPage.objects.live().filter(below).order_by("path"),
    )


def course_of(page: ModulePage | LessonPage) -> CoursePage:
    """The course a module or lesson is in."""
    return CoursePage.objects.ancestor_of(page).get()


def _outlines(
    courses: Iterable[CoursePage], modules: Iterable[ModulePage], lessons: Iterable[LessonPage]
) -> list[Outline]:
    parts = _by_parent(modules)
    leaves = _by_parent(lessons)
    return [
        Outline(
            course,
            tuple(ModuleOutline(part, tuple(leaves[part.path])) for part in parts[course.path]),
        )
        for course in courses
    ]


def _by_parent(pages: Iterable[Page]) -> defaultdict[str, list[Any]]:
    """The pages in the order given, by the path of the page above them."""
    found = defaultdict(list)
    for page in pages:
        found[page.path[: -page.steplen]].append(page)
    return found

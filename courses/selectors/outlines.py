"""What a course consists of: its published modules and lessons, in their order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from courses.models import CoursePage, LearnPage, LessonPage, ModulePage

P = TypeVar("P", ModulePage, LessonPage)


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


def outlines(courses: Iterable[CoursePage] | None = None) -> list[Outline]:
    """The outline of each course, by default of all that are published: three queries."""
    chosen = CoursePage.objects.live().order_by("path") if courses is None else list(courses)
    lessons = _by_parent(LessonPage.objects.live().order_by("path"))
    modules = _by_parent(ModulePage.objects.live().order_by("path"))
    return [
        Outline(
            course,
            tuple(
                ModuleOutline(module, tuple(lessons[module.path]))
                for module in modules[course.path]
            ),
        )
        for course in chosen
    ]


def outline_of(course: CoursePage) -> Outline:
    """The outline of one course."""
    return outlines([course])[0]


def course_of(page: ModulePage | LessonPage) -> CoursePage:
    """The course a module or lesson is in."""
    return CoursePage.objects.ancestor_of(page).get()


def _by_parent(pages: Iterable[P]) -> defaultdict[str, list[P]]:
    found = defaultdict(list)
    for page in pages:
        found[page.path[: -page.steplen]].append(page)
    return found

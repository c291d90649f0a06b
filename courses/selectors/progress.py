"""How far a reader has come in a course."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from courses.models import Completion, CoursePage, LessonPage, ModulePage
from courses.selectors.cases import PracticeCase, Reader
from courses.selectors.outlines import Outline
from people.public import Prepared, Slot

_done = Prepared(
    lambda: Completion.objects.filter(
        person=Slot(Completion, "person"), lesson__isnull=False
    ).values_list("lesson_id", "how")
)


@dataclass(frozen=True)
class LessonProgress:
    """A lesson, and whether the reader has read it, or left it out by testing out."""

    page: LessonPage
    how: str = ""

    @property
    def is_read(self) -> bool:
        return self.how == Completion.How.READ

    @property
    def is_left_out(self) -> bool:
        return self.how == Completion.How.TESTED_OUT

    @property
    def is_done(self) -> bool:
        """Nothing more is asked of it: read or left out."""
        return bool(self.how)


@dataclass(frozen=True)
class ModuleProgress:
    page: ModulePage
    lessons: tuple[LessonProgress, ...]

    @property
    def read(self) -> int:
        return sum(lesson.is_read for lesson in self.lessons)

    @property
    def left_out(self) -> int:
        return sum(lesson.is_left_out for lesson in self.lessons)

    @property
    def is_done(self) -> bool:
        return all(lesson.is_done for lesson in self.lessons)


@dataclass(frozen=True)
class CourseProgress:
    """A course with what the reader has read of it."""

    outline: Outline
    modules: tuple[ModuleProgress, ...]
    practice_cases: tuple[PracticeCase, ...] = ()

    @property
    def course(self) -> CoursePage:
        return self.outline.course

    @cached_property
    def lessons(self) -> tuple[LessonProgress, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def read(self) -> int:
        return sum(lesson.is_read for lesson in self.lessons)

    @property
    def left_out(self) -> int:
        return sum(lesson.is_left_out for lesson in self.lessons)

    @property
    def done(self) -> set[int]:
        """The lessons of which nothing more is asked."""
        return {lesson.page.pk for lesson in self.lessons if lesson.is_done}

    @cached_property
    def needed(self) -> tuple[LessonProgress, ...]:
        """The lessons that finish the course: all of them where no module is marked as needed."""
        needed = (module for module in self.modules if module.page.is_needed)
        return tuple(lesson for module in needed for lesson in module.lessons) or self.lessons

    @property
    def needed_done(self) -> int:
        return sum(lesson.is_done for lesson in self.needed)

    @cached_property
    def next_lesson(self) -> LessonPage | None:
        return next((lesson.page for lesson in self.needed if not lesson.is_done), None)

    @property
    def is_finished(self) -> bool:
        return bool(self.lessons) and self.next_lesson is None

    def resume_at(self, last_opened: int | None) -> LessonPage | None:
        """The lesson last opened, if it is not done yet; else the next after it, else the first.

        None once every needed lesson is read or left out.
        """
        pages = [lesson.page.pk for lesson in self.lessons]
        here = pages.index(last_opened) if last_opened in pages else 0
        if self.lessons and last_opened in pages and not self.lessons[here].is_done:
            return None if self.is_finished else self.lessons[here].page
        unread = {lesson.page.pk for lesson in self.needed if not lesson.is_done}
        onwards = (lesson.page for lesson in self.lessons[here:] if lesson.page.pk in unread)
        return next(onwards, self.next_lesson)

    @property
    def is_begun(self) -> bool:
        return any(lesson.is_done for lesson in self.lessons)


def lessons_done(reader: Reader) -> dict[int, str]:
    """How the reader is done with lessons, by lesson: read, or tested out."""
    if not reader.is_authenticated:
        return {}
    return dict(_done.tuples(person=reader.pk))


def progress_in(
    outline: Outline, done: Mapping[int, str], cases: tuple[PracticeCase, ...] = ()
) -> CourseProgress:
    """An outline with the lessons that were read or left out."""
    return CourseProgress(
        outline,
        tuple(
            ModuleProgress(
                part.module,
                tuple(LessonProgress(lesson, done.get(lesson.pk, "")) for lesson in part.lessons),
            )
            for part in outline.modules
        ),
        cases,
    )

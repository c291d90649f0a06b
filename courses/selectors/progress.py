"""How far a reader has come in a course."""

from dataclasses import dataclass

from courses.models import Completion, CoursePage, LessonPage, ModulePage
from courses.selectors.cases import PracticeCase, Reader
from courses.selectors.outlines import Outline
from people.public import Prepared, Slot

_read = Prepared(
    lambda: Completion.objects.filter(
        person=Slot(Completion, "person"), lesson__isnull=False
    ).values_list("lesson_id")
)


@dataclass(frozen=True)
class LessonProgress:
    page: LessonPage
    is_read: bool


@dataclass(frozen=True)
class ModuleProgress:
    page: ModulePage
    lessons: tuple[LessonProgress, ...]

    @property
    def read(self) -> int:
        return sum(lesson.is_read for lesson in self.lessons)


@dataclass(frozen=True)
class CourseProgress:
    """A course with what the reader has read of it."""

    outline: Outline
    modules: tuple[ModuleProgress, ...]
    practice_cases: tuple[PracticeCase, ...] = ()

    @property
    def course(self) -> CoursePage:
        return self.outline.course

    @property
    def lessons(self) -> tuple[LessonProgress, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def read(self) -> int:
        return sum(lesson.is_read for lesson in self.lessons)

    @property
    def needed(self) -> tuple[LessonProgress, ...]:
        """The lessons that finish the course: all of them where no module is marked as needed."""
        needed = (module for module in self.modules if module.page.is_needed)
        return tuple(lesson for module in needed for lesson in module.lessons) or self.lessons

    @property
    def needed_read(self) -> int:
        return sum(lesson.is_read for lesson in self.needed)

    @property
    def next_lesson(self) -> LessonPage | None:
        return next((lesson.page for lesson in self.needed if not lesson.is_read), None)

    @property
    def is_finished(self) -> bool:
        return bool(self.lessons) and self.next_lesson is None

    def resume_at(self, last_opened: int | None) -> LessonPage | None:
        """The lesson last opened, if it is not read yet; else the next after it, else the first.

        None once every needed lesson is read.
        """
        pages = [lesson.page.pk for lesson in self.lessons]
        here = pages.index(last_opened) if last_opened in pages else 0
        if self.lessons and last_opened in pages and not self.lessons[here].is_read:
            return None if self.is_finished else self.lessons[here].page
        unread = {lesson.page.pk for lesson in self.needed if not lesson.is_read}
        onwards = (lesson.page for lesson in self.lessons[here:] if lesson.page.pk in unread)
        return next(onwards, self.next_lesson)

    @property
    def is_begun(self) -> bool:
        return self.read > 0


def lessons_read(reader: Reader) -> set[int]:
    """The lessons the reader has marked as read."""
    if not reader.is_authenticated:
        return set()
    return {lesson for (lesson,) in _read.tuples(person=reader.pk)}


def progress_in(
    outline: Outline, read: set[int], cases: tuple[PracticeCase, ...] = ()
) -> CourseProgress:
    """An outline with the lessons that were read."""
    return CourseProgress(
        outline,
        tuple(
            ModuleProgress(
                part.module,
                tuple(LessonProgress(lesson, lesson.pk in read) for lesson in part.lessons),
            )
            for part in outline.modules
        ),
        cases,
    )

"""How far a reader has come in a course."""

from dataclasses import dataclass

from courses.models import Completion, CoursePage, LessonPage, ModulePage
from courses.selectors.cases import PracticeCase, Reader, practice_cases
from courses.selectors.outlines import Outline, course_of, outline_of
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
    def next_lesson(self) -> LessonPage | None:
        return next((lesson.page for lesson in self.lessons if not lesson.is_read), None)

    @property
    def is_finished(self) -> bool:
        return bool(self.lessons) and self.next_lesson is None

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


def course_progress(course: CoursePage, reader: Reader) -> CourseProgress:
    """The reader's progress in one course, with its practice cases."""
    outline = outline_of(course)
    cases = practice_cases(reader, outline.practice_refs) if outline.practice_refs else []
    return progress_in(outline, lessons_read(reader), tuple(cases))


def module_progress(module: ModulePage, reader: Reader) -> ModuleProgress:
    """The reader's progress in one module."""
    progress = progress_in(outline_of(course_of(module)), lessons_read(reader))
    here = (part for part in progress.modules if part.page.pk == module.pk)
    return next(here, ModuleProgress(module, ()))

"""Modules that can be tested out of, and baselines."""

from typing import Any

from django.utils import timezone

from courses.models import CoursePage, DrillVersion, KnowledgeCheck, LessonPage, Measure, ModulePage
from people.public import User
from scenarios.public import Assessment, Release
from tests.factories.courses import make_course
from tests.factories.knowledge import make_check, single
from tests.factories.numbers import next_number

FORMS = [("form", {"case": "TR-9001", "drills": ["a-1"]}), ("form", {"case": "TR-9002"})]


def make_module(
    *factors: str, checks: tuple[KnowledgeCheck, ...] = (), is_measured: bool = False
) -> ModulePage:
    """The one module of a course: a lesson on each of these factors, the checks in the last one."""
    fields: dict[str, Any] = {"measuring_forms": FORMS} if is_measured else {}
    course: CoursePage = make_course(lessons=0, **fields)
    module: ModulePage = ModulePage.objects.child_of(course).get()
    for factor in factors:
        add_lesson(module, factor=factor)
    embed(lessons_in(module)[-1], *(checks or (make_check(single()),)))
    return module


def add_lesson(module: ModulePage, **fields: Any) -> LessonPage:
    """A lesson of three minutes, published now."""
    number = next_number()
    parent = ModulePage.objects.get(pk=module.pk)
    lesson: LessonPage = parent.add_child(
        instance=LessonPage(title=f"Lesson {number}", slug=f"lesson-{number}", minutes=3, **fields)
    )
    lesson.save_revision().publish()
    return lesson


def embed(lesson: LessonPage, *checks: KnowledgeCheck) -> None:
    """Put the checks at the end of a lesson."""
    lesson.body = [("text", "Read this."), *(("knowledge_check", check) for check in checks)]
    lesson.save_revision().publish()


def lessons_in(module: ModulePage) -> list[LessonPage]:
    """Its lessons in their order."""
    return list(LessonPage.objects.child_of(module).order_by("path"))


def make_baseline(
    person: User, course: CoursePage, case: tuple[Release, Assessment] | None = None, **fields: Any
) -> Measure:
    """A baseline: finished with this case, or as the fields say."""
    if case:
        fields |= {
            "release": case[0], "assessment": case[1].uuid, "finished_at": timezone.now()
        }  # fmt: skip
    measure: Measure = Measure.objects.create(
        person=person,
        course=course,
        course_title=course.title,
        edition=1,
        point=Measure.Point.BASELINE,
        form=0,
        first_form=0,
        **fields,
    )
    return measure


def answer_measure_drill(measure: Measure, factor: str, outcome: str) -> None:
    """One of its drills, answered; ``below`` is not right."""
    version = DrillVersion.objects.create(
        kind=DrillVersion.Kind.WRITTEN, factor=factor, title="A drill", right=["1"], content={},
        content_hash=f"hash-{next_number()}",
    )  # fmt: skip
    measure.drills.create(
        position=measure.drills.count() + 1, version=version, answered_at=timezone.now(),
        kind="level", level=1, outcome=outcome,
    )  # fmt: skip

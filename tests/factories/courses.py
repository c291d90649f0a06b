"""Courses with a few lessons, and people who are asked to take them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from courses.models import CourseAssignment, CoursePage, LearnPage, LessonPage, ModulePage
from courses.public import Target, assign_course, load_home
from people.public import Cohort, Organisation, User
from tests.factories.cases import FIXTURES
from tests.factories.numbers import next_number


def make_course(
    title: str = "", *, lessons: int = 2, modules: int = 1, first: Any = (), **fields: Any
) -> CoursePage:
    """A published course: so many modules, each with so many lessons of two minutes."""
    number = next_number()
    learn = LearnPage.objects.first() or load_home(folder=FIXTURES / "courses").get_children()[0]
    learn = LearnPage.objects.get(pk=learn.pk)
    course = CoursePage(
        title=title or f"Course {number}", slug=f"course-{number}", summary="A course.", **fields
    )
    learn.add_child(instance=course)
    for at in range(modules):
        module = course.add_child(instance=ModulePage(title=f"Part {at + 1}", slug=f"part-{at}"))
        for n in range(lessons):
            module.add_child(
                instance=LessonPage(
                    title=f"Lesson {at + 1}.{n + 1}",
                    slug=f"lesson-{n}",
                    minutes=2,
                    body=[("text", "Some words.")],
                )
            )
    if first:
        course.prerequisites.set(first)
        course.save()
    return course


def lessons_of(course: CoursePage) -> list[LessonPage]:
    """Its lessons in their order."""
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def add_to_cohort(
    organisation: Organisation, *members: User, name: str = "Spring intake"
) -> Cohort:
    cohort, _new = Cohort.objects.get_or_create(organisation=organisation, name=name)
    cohort.members.add(*members)
    return cohort


def ask(
    course: CoursePage,
    lead: User,
    organisation: Organisation,
    *,
    person: User | None = None,
    cohort: Cohort | None = None,
    aim: int | None = None,
    by: int | None = None,
    days_ago: int = 0,
) -> CourseAssignment:
    """An assignment made so many days ago, with dates counted in days from today."""
    today = timezone.localdate()
    assign_course(
        course=course,
        organisation=organisation,
        targets=[Target(person=person, cohort=cohort)],
        aim_on=None if aim is None else today + timedelta(days=aim),
        due_on=None if by is None else today + timedelta(days=by),
        assigned_by=lead,
        on=today - timedelta(days=days_ago) if days_ago else None,
    )
    return CourseAssignment.objects.get(
        course=course, organisation=organisation, person=person, cohort=cohort,
        withdrawn_at__isnull=True,
    )  # fmt: skip

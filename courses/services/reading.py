"""A person takes a course and reads its lessons."""

from django.db import transaction

from courses.models import Completion, CoursePage, Enrolment, LessonPage
from courses.selectors.outlines import course_of
from people.public import User


def enrol(*, person: User, course: CoursePage) -> Enrolment:
    """Put the person on the course. Doing it twice is the same as once."""
    enrolment, _ = Enrolment.objects.get_or_create(
        person=person, course=course, defaults={"course_title": course.title}
    )
    return enrolment


@transaction.atomic
def complete_lesson(*, person: User, lesson: LessonPage) -> Completion:
    """Record that the person has read the lesson, and is therefore on its course.

    The first time stands: reading it again changes nothing.
    """
    course = course_of(lesson)
    enrol(person=person, course=course)
    completion, _ = Completion.objects.get_or_create(
        person=person,
        lesson=lesson,
        defaults={"lesson_title": lesson.title, "course_title": course.title},
    )
    return completion

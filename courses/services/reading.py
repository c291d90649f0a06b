"""A person takes a course and reads its lessons."""

from collections.abc import Collection

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
    complete_lesson_for_all(people=[person], lesson=lesson)
    return Completion.objects.get(person=person, lesson=lesson)


@transaction.atomic
def complete_lesson_for_all(*, people: Collection[User], lesson: LessonPage) -> None:
    """The same for many people who have read one lesson, in a few statements."""
    course = course_of(lesson)
    # The database leaves alone what is there already.
    Enrolment.objects.bulk_create(
        [Enrolment(person=one, course=course, course_title=course.title) for one in people],
        ignore_conflicts=True,
    )
    Completion.objects.bulk_create(
        [
            Completion(
                person=one, lesson=lesson, lesson_title=lesson.title, course_title=course.title
            )
            for one in people
        ],
        ignore_conflicts=True,
    )

"""Somebody takes a course by their own choice, or leaves it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import CoursePage, Enrolment, LearningPreference
from courses.selectors.cases import attempts_by_case
from courses.selectors.my_courses import MyCourse, mine_of
from courses.services.reading import enrol
from courses.services.recording import record_of_people
from people.public import User


class CannotTake(Exception):
    """The course cannot be taken or left by this person now; the words say why."""


@transaction.atomic
def take_course(*, person: User, course: CoursePage) -> bool:
    """Put the person on the course by their own choice; return whether they were not on it."""
    _lock(person)
    mine = _mine(person, course)
    if mine.is_on:
        return False
    if not course.self_enrolment:
        raise CannotTake(_("Nobody takes this course by themselves: your force lead assigns it."))
    if mine.waits_for:
        titles = ", ".join(first.title for first in mine.waits_for)
        raise CannotTake(_("Finish this first: %(titles)s.") % {"titles": titles})
    enrolment = enrol(person=person, course=course)
    if enrolment.how != Enrolment.How.SELF:
        enrolment.how = Enrolment.How.SELF  # an older assignment holds no more: now it is theirs
        enrolment.save(update_fields=["how"])
    record_of_people("course.enrolled", [person], course)
    return True


@transaction.atomic
def leave_course(*, person: User, course: CoursePage) -> bool:
    """Take the person off a course that nobody asks for; return whether they were on it.

    What they have read stays.
    """
    _lock(person)
    mine = _mine(person, course)
    if not mine.is_on:
        return False
    if mine.asked:
        raise CannotTake(_("You are asked to take this course, so you cannot leave it yourself."))
    if mine.is_finished:
        raise CannotTake(_("You have finished this course. Its record stays."))
    Enrolment.objects.filter(person=person, course=course).update(left_at=timezone.now())
    record_of_people("course.left", [person], course)
    return True


def set_email_reminders(*, person: User, wanted: bool) -> None:
    """Switch a person's reminders by e-mail on or off. On the site they stay."""
    LearningPreference.objects.update_or_create(person=person, defaults={"email_reminders": wanted})


def _lock(person: User) -> None:
    # One window at a time for each person.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _mine(person: User, course: CoursePage) -> MyCourse:
    return mine_of(course, person, attempts_by_case(person))

"""Somebody says whether a lesson was useful to them."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Completion, LessonOpinion, LessonPage
from courses.selectors.outlines import course_of
from courses.services.events import note
from people.public import User, is_never_counted, trainee_organisation


class CannotSay(Exception):
    """Nothing can be said of the lesson; the words say why."""


@transaction.atomic
def keep_opinion(*, person: User, lesson: LessonPage, useful: str) -> LessonOpinion:
    """Keep whether a lesson was useful to the person, in place of what they said before.

    When it was first said, and whose figures it enters, stay: so that changing one's mind moves
    nobody from one group of ten to another. CannotSay: they have not read the lesson.
    """
    # One window at a time for each person.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not Completion.objects.filter(
        person=person, lesson=lesson, how=Completion.How.READ
    ).exists():
        raise CannotSay(_("Mark the lesson as read first. Then you can say whether it was useful."))
    course = course_of(lesson)
    opinion, is_new = LessonOpinion.objects.get_or_create(
        person=person,
        lesson=lesson,
        defaults={
            "lesson_title": lesson.title,
            "lesson_number": lesson.pk,
            "edition": course.edition,
            "useful": useful,
            "counted_in": None if is_never_counted(person) else trainee_organisation(person),
        },
    )
    if not is_new and opinion.useful == useful:
        return opinion
    if not is_new:
        opinion.useful = useful
        opinion.save(update_fields=["useful"])
    # What was said is the person's own: the record says only that something was.
    note("lesson.opinion_said", person, lesson=lesson.pk)
    return opinion

"""Somebody leaves out lessons of a module whose knowledge checks they have passed."""

from django.db import transaction

from courses.models import Completion, ModulePage
from courses.selectors.testing_out import module_to_test_out
from courses.services.events import note
from courses.services.reading import enrol_readers, note_what_was_read
from people.public import User


class CannotTestOut(Exception):
    """The lessons cannot be left out now; the words say why."""


@transaction.atomic
def leave_out_lessons(*, person: User, module: ModulePage) -> int:
    """Leave out the lessons that testing out leaves out, and return how many they were.

    Doing it twice is the same as once: then there is nothing left, and it returns 0.
    """
    # One window at a time for each person.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    out = module_to_test_out(person, module)
    if out.module.is_done:
        return 0
    if out.refusal:
        raise CannotTestOut(out.refusal)
    if not out.leave:
        return 0
    enrol_readers([person], out.course)
    # The database leaves alone what is there already: a lesson that is being read just now.
    Completion.objects.bulk_create(
        [
            Completion(
                person=person,
                lesson=lesson,
                lesson_title=lesson.title,
                course_title=out.course.title,
                how=Completion.How.TESTED_OUT,
            )
            for lesson in out.leave
        ],
        ignore_conflicts=True,
    )
    note_what_was_read([person], out.course)
    note("module.tested_out", person, module=module.pk, lessons=len(out.leave))
    return len(out.leave)

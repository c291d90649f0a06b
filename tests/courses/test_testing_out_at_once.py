"""Leaving lessons out in two windows, while one of them is marked as read in a third."""

import pytest

from courses.models import Completion
from courses.services.reading import complete_lesson
from courses.services.testing_out import leave_out_lessons
from people.public import Event
from tests.courses.certification.test_at_once import at_once
from tests.factories import make_framework, make_person
from tests.factories.knowledge import make_check, single, take
from tests.factories.testing_out import lessons_in, make_module

pytestmark = pytest.mark.django_db(transaction=True)


def test_lessons_are_left_out_once_and_what_is_read_meanwhile_is_read():
    make_framework()
    person, check = make_person(), make_check(single())
    module = make_module("", "", checks=(check,))
    take(person, check)
    lesson = lessons_in(module)[0]

    def leave_out():
        leave_out_lessons(person=person, module=module)

    def read():
        complete_lesson(person=person, lesson=lesson)

    assert at_once(leave_out, read, leave_out) == []
    hows = Completion.objects.filter(person=person).order_by("lesson__path")
    assert [*hows.values_list("how", flat=True)] == ["read", "tested_out"]
    assert Event.objects.filter(name="module.tested_out").count() == 1

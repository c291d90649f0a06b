"""Beginning, answering and submitting at the same moment, on either database."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from courses.models import Measure, MeasureDrill
from courses.services.measuring import answer_measure_drill, begin_baseline
from people.public import User
from scenarios.services.assessing import start_assessment, submit_assessment
from tests.factories import make_framework, make_person
from tests.factories.assessing import complete_stage
from tests.factories.measures import DRILLS, make_measured_course

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Do everything together, each on a connection of its own; what went wrong."""
    start = threading.Barrier(len(acts))
    wrong: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            act()
        except BaseException as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return wrong


def test_a_measure_begun_and_ended_at_once_is_one_and_is_finished_once():
    make_framework()
    course, person = make_measured_course(), make_person()

    def begin() -> None:
        begin_baseline(person=User.objects.get(pk=person.pk), course=course)

    assert at_once(*[begin] * 4) == []
    measure = Measure.objects.get()
    assert MeasureDrill.objects.count() == DRILLS

    attempt = start_assessment(person=person, release=measure.release)
    complete_stage(attempt)

    def answer(position: int) -> None:
        answer_measure_drill(
            person=User.objects.get(pk=person.pk),
            uuid=measure.uuid,
            position=position,
            answer="1",
        )

    # The case and the last two drills together: whichever comes last finishes the measure.
    acts: list[Callable[[], object]] = [lambda at=at: answer(at) for at in (1, 2, 1, 2)]
    assert at_once(*acts, lambda: submit_assessment(assessment=attempt)) == []
    measure.refresh_from_db()
    assert measure.assessment == attempt.uuid
    assert measure.is_finished

"""Drawing, submitting and switching on at the same moment, on either database."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from courses.models import Certificate, CertificationSet, SetCase
from courses.services.certifying import switch_on_rule
from courses.services.sets import draw_set, replace_case
from people.public import Event, Role
from scenarios.services.assessing import start_assessment, submit_assessment
from tests.factories import make_person
from tests.factories.assessing import complete_stage
from tests.factories.certification import (
    key_answers,
    make_check_bank,
    make_one,
    make_ready,
    make_rule,
)

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


def test_drawing_at_once_draws_one_set():
    certification, person = make_ready(2, bank=4), make_person()

    def draw():
        draw_set(person=person, certification=certification)

    assert at_once(*[draw] * 6) == []
    assert CertificationSet.objects.count() == 1
    assert SetCase.objects.count() == 2
    assert Event.objects.filter(name="certification_set.drawn").count() == 1


def test_the_last_two_cases_submitted_at_once_decide_the_set_once():
    certification, person = make_ready(2), make_person()
    drawn = draw_set(person=person, certification=certification)
    attempts = []
    for case in drawn.cases.select_related("release"):
        attempts.append(start_assessment(person=person, release=case.release))
        complete_stage(attempts[-1], **key_answers(case.release))
    acts = [lambda one=one: submit_assessment(assessment=one) for one in (*attempts, *attempts)]
    assert at_once(*acts) == []
    drawn.refresh_from_db()
    assert drawn.outcome == "passed"
    assert Certificate.objects.count() == 1
    assert Event.objects.filter(name="certification_set.decided").count() == 1


def test_replacing_at_once_takes_one_case():
    certification, person = make_ready(1, bank=4), make_person()
    case = draw_set(person=person, certification=certification).cases.get()
    assert at_once(*[lambda: replace_case(person=person, case=case)] * 5) == []
    assert SetCase.objects.count() == 2


def test_two_rules_switched_on_at_once_leave_one_in_force():
    make_check_bank(3)
    certification = make_one()
    rules = [make_rule(certification), make_rule(certification, bounds={"exact": 0.7})]
    by = make_person(role=Role.TRAINER)
    acts = [lambda rule=rule: switch_on_rule(rule=rule, by=by) for rule in (*rules, *rules)]
    assert at_once(*acts) == []
    assert certification.rules.filter(is_in_force=True).count() == 1

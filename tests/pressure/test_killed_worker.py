"""A worker process is killed in the middle: what was acknowledged is there, the rest whole or not
at all."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction

from people.public import Event
from scenarios.models import Answer, StageSubmission
from scenarios.public import Assessment, Release
from scoring.public import Result, UnitResult
from tests.factories import make_complete_assessment, make_person
from tests.pressure.served import Browser, Lost, Site, all_at_once
from tests.scenarios.journey import check_url, feedback_url, rating, step_url

ROUNDS, PEOPLE = 20, 6
CODES = ("opportunity", "social", "desist")


@dataclass
class Person:
    """Somebody who saves and submits, and remembers what the site has acknowledged to them."""

    browser: Browser
    assessment: Assessment
    saved: dict[str, tuple[int, str]] = field(default_factory=dict)
    receipt: str = ""
    lost: int = 0

    def work(self) -> None:
        for code in CODES:
            reason = f"Why {code}."
            with self._perhaps():
                post = rating("1", reason=reason, revision=1)
                answer = self.browser.post(step_url(self.assessment, code), post, htmx=True)
                assert answer.status == 200, answer
                self.saved[code] = (answer.revision, reason)
        with self._perhaps():
            answer = self.browser.post(check_url(self.assessment), {})
            assert answer.status == 302, answer
            assert answer.location == feedback_url(self.assessment)
            self.receipt = "told"
            self.receipt = self.browser.get(answer.location).receipt

    @contextmanager
    def _perhaps(self) -> Iterator[None]:
        """Nobody answers while a worker is dead; a person then looks and goes on."""
        try:
            yield
        except Lost:
            self.lost += 1

    def has_lost_nothing(self) -> None:
        """Saves that were acknowledged are there, and the submit is there whole or not at all."""
        assessment = Assessment.objects.get(pk=self.assessment.pk)
        for code, (revision, reason) in self.saved.items():
            answer = Answer.objects.get(assessment=assessment, factor__code=code)
            assert (answer.revision, answer.level, answer.reason.text) == (revision, 1, reason)
        results = Result.objects.filter(assessment=assessment.uuid)
        whole = {
            assessment.is_submitted,
            bool(assessment.receipt),
            results.count() == 1,
            UnitResult.objects.filter(result__in=results).count() == 12,
            events_of(assessment) == 1,
            StageSubmission.objects.get(assessment=assessment).submitted_at is not None,
        }
        assert len(whole) == 1, "a submit is there in part"
        if self.receipt:
            assert assessment.is_submitted, "an acknowledged submit is lost"
            assert self.receipt in ("told", assessment.receipt)

    def submits_again(self) -> None:
        """Pressing "Submit" again gives the one receipt, the first if there was one."""
        before = Assessment.objects.get(pk=self.assessment.pk).receipt
        answer = self.browser.post(check_url(self.assessment), {})
        assert answer.status == 302
        shown = self.browser.get(answer.location).receipt
        after = Assessment.objects.get(pk=self.assessment.pk)
        assert shown == after.receipt == (before or after.receipt) != ""
        assert Result.objects.filter(assessment=after.uuid).count() == 1
        assert events_of(after) == 1


def events_of(assessment: Assessment) -> int:
    submits = Event.objects.filter(name="assessment.submitted")
    return submits.filter(payload__assessment=str(assessment.uuid)).count()


def somebody(site: Site, release: Release) -> Person:
    person = make_person()
    assessment = make_complete_assessment(person, release)
    return Person(site.browser(person), assessment)


def kill(site: Site, chance: random.Random, *, all_of_them: bool = False) -> None:
    workers = site.workers()
    for victim in workers if all_of_them else [chance.choice(workers)]:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


def test_a_worker_killed_at_any_moment_loses_nothing_acknowledged(
    pressed: Site, practice: Release
) -> None:
    lost = 0
    for number in range(ROUNDS):
        chance = random.Random(number)
        people = [somebody(pressed, practice) for _ in range(PEOPLE)]

        def strike(chance: random.Random = chance, number: int = number) -> None:
            time.sleep(chance.uniform(0.02, 0.6))
            kill(pressed, chance, all_of_them=number % 4 == 3)

        all_at_once([*(person.work for person in people), strike])
        pressed.wait_until_it_answers()
        for person in people:
            person.has_lost_nothing()
        all_at_once([person.submits_again for person in people[:2]])
        lost += sum(person.lost for person in people)
    assert lost, "no request was under way when a worker died: this run has shown nothing"


@pytest.mark.parametrize("table", ["scoring_result", "scoring_unitresult", "people_event"])
def test_a_worker_killed_between_two_writes_of_a_submit_leaves_nothing_of_it(
    pressed: Site, practice: Release, table: str
) -> None:
    """Held at a table that is locked, the submit has written to those before it when it dies."""
    person = somebody(pressed, practice)
    sender = threading.Thread(target=person.work)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        sender.start()
        wait_until_held(table)
        kill(pressed, random.Random(), all_of_them=True)
        sender.join(timeout=60)
    assert person.lost == 1
    assert len(person.saved) == len(CODES)
    pressed.wait_until_it_answers()
    person.has_lost_nothing()
    assert not Assessment.objects.get(pk=person.assessment.pk).is_submitted
    person.submits_again()


def wait_until_held(table: str) -> None:
    """Until the server's transaction waits for the lock that this one holds."""
    waiting = """SELECT count(*) FROM pg_locks
                 WHERE relation = %s::regclass AND NOT granted"""
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(waiting, [table])
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the submit never reached the table")

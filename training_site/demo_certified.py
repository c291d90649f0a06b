"""Who is certified in a demonstration, and who is not yet: simulated officers of its force.

They have been there for longer than the rest, and came to the check cases in a set and not before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone

from courses.public import (
    Certification,
    CertificationRefused,
    CertificationSet,
    Completion,
    CoursePage,
    Enrolment,
    LessonPage,
    complete_lesson_for_all,
    draw_set,
)
from people.public import Newcomer, Organisation, User, add_simulated_people
from scenarios.public import CaseSimulator, Release
from scoring.public import Rater
from training_site.simulation.cast import generator

FORCE = "X01"
READ_IT_TOO = "trainee2@demo.example"  # whose sign-in shows what comes after the course
SEED = 20271
MINUTES = 38
STEADY = Rater(shift=0.0, spread=0.25, recall=0.8)
SCATTERED = Rater(shift=-0.8, spread=1.2)


@dataclass(frozen=True)
class Officer:
    """One of them: when their set was decided, or how far they are in it today."""

    first_name: str
    last_name: str
    days_ago: int
    rater: Rater = STEADY
    left: int = 0  # cases of the set that wait

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}@x01.demo.example".lower()


# Certified twice, due again, run out, not passed yet, and in the middle of a set.
OFFICERS = (
    Officer("Hanna", "Fernleigh", 20),
    Officer("Osian", "Whitmere", 120),
    Officer("Priya", "Coldbrook", 340),
    Officer("Lewis", "Ashdown", 400),
    Officer("Grace", "Tolland", 9, SCATTERED),
    Officer("Emyr", "Dunsfold", 1, left=2),
)


def certify_officers(certification: Certification) -> list[User]:
    """All of them sit a set; nobody where no rule is in force or the bank is too small for one."""
    course = certification.course
    if course is None or not certification.rules.filter(is_in_force=True).exists():
        return []
    people = _officers()
    _read(course, [*people, User.objects.get(email=READ_IT_TOO)])
    simulator = cache(CaseSimulator)  # reads each case once
    for officer, person in zip(OFFICERS, people, strict=True):
        decided = _moment(officer.days_ago)
        _move_back(course, person, decided - timedelta(days=10))
        try:
            drawn = draw_set(person=person, certification=certification)
        except CertificationRefused:
            return []
        CertificationSet.objects.filter(pk=drawn.pk).update(opened_at=decided - timedelta(days=7))
        for release, at in _cases(drawn, officer, decided):
            simulator(release).attempt(
                person=person,
                rater=officer.rater,
                generator=generator(SEED, officer.email, release.case_version.scenario.ref),
                at=at,
                minutes=MINUTES,
            )
    return people


def _officers() -> list[User]:
    force = Organisation.objects.get(code=FORCE)
    today = timezone.localdate()
    return add_simulated_people(
        [
            Newcomer(
                email=one.email,
                first_name=one.first_name,
                last_name=one.last_name,
                organisation=force,
                since=today - timedelta(days=one.days_ago + 90),
            )
            for one in OFFICERS
        ]
    )


def _read(course: CoursePage, people: list[User]) -> None:
    for lesson in LessonPage.objects.live().descendant_of(course).order_by("path"):
        complete_lesson_for_all(people=people, lesson=lesson)


def _move_back(course: CoursePage, person: User, finished: datetime) -> None:
    """They had finished the course before they drew the set."""
    begun = finished - timedelta(days=14)
    Enrolment.objects.filter(course=course, person=person).update(
        enrolled_at=begun, begun_at=begun, finished_at=finished
    )
    Completion.objects.filter(person=person).update(completed_at=finished)


def _cases(
    drawn: CertificationSet, officer: Officer, decided: datetime
) -> Iterator[tuple[Release, datetime]]:
    """The cases that are sat, a day apart, the last on the day."""
    cases = list(drawn.cases.select_related("release__case_version__scenario"))
    sat = cases[: len(cases) - officer.left]
    for days, case in zip(reversed(range(len(sat))), sat, strict=True):
        yield case.release, decided - timedelta(days=days)


def _moment(days_ago: int) -> datetime:
    return (timezone.localtime() - timedelta(days=days_ago)).replace(hour=10, minute=0, second=0)

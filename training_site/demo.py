"""The simulated trainees of a demonstration: who they are, and how each of them rates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.utils import timezone
from faker import Faker

from courses.public import CheckAssignment, LessonPage, assign_check, complete_lesson
from people.public import Cohort, Organisation, Role, User, add_simulated_person, trainees_in
from scenarios.public import CaseSimulator, Release
from scoring.public import Rater

SEED = 20261
MEMBER_FOR = timedelta(days=120)
ASSIGNED_AGO = timedelta(days=44)
DUE_IN = timedelta(days=14)


@dataclass(frozen=True)
class Group:
    """The trainees of one organisation, how far they rate above or below the panel, and their lead.

    Without a name the lead is the one whose sign-in the demonstration shows.
    """

    code: str
    size: int
    shift: float
    lead: tuple[str, str] | None = None


GROUPS = (
    Group("X01", 24, -0.15),
    Group("X02", 17, 0.2, lead=("Bethan", "Marlcross")),
    Group("X03", 8, 0.0, lead=("Daniel", "Okehurst")),
    Group("Y01", 11, -0.3, lead=("Farida", "Wexcombe")),
)

# How far each trainee of a group has come, over and over: practice, then the check.
# A number is the answers given so far, None the whole case, and an absent step was not begun.
PROGRESS: tuple[tuple[int | None, ...], ...] = (
    (None, None),
    (None, None),
    (None, None),
    (None,),
    (None, None),
    (None, None),
    (None, 5),
    (None, None),
    (None, None),
    (7,),
    (None, None),
    (),
)


def make_trainees() -> dict[str, list[User]]:
    """The simulated trainees by organisation code; the same names every time."""
    names = Faker("en_GB")
    names.seed_instance(SEED)
    since = timezone.localdate() - MEMBER_FOR
    return {
        group.code: [
            add_simulated_person(
                email=f"trainee{number}@{group.code.lower()}.demo.example",
                first_name=names.first_name(),
                last_name=names.last_name(),
                organisation=Organisation.objects.get(code=group.code),
                since=since,
            )
            for number in range(1, group.size + 1)
        ]
        for group in GROUPS
    }


def form_cohorts(trainees: dict[str, list[User]]) -> None:
    """Two intakes in each organisation, told apart by when they began."""
    for code, people in trainees.items():
        organisation = Organisation.objects.get(code=code)
        for name, members in (("Spring intake", people[::2]), ("Autumn intake", people[1::2])):
            cohort = Cohort.objects.create(organisation=organisation, name=name)
            cohort.members.set(members)


def read_lessons(trainees: dict[str, list[User]]) -> None:
    """Who has begun a case has read about it before; every fifth left a lesson out."""
    lessons = list(LessonPage.objects.live().order_by("path"))
    for people in trainees.values():
        for number, person in enumerate(people):
            if not PROGRESS[number % len(PROGRESS)]:
                continue
            for lesson in lessons[1:] if number % 5 == 4 else lessons:
                complete_lesson(person=person, lesson=lesson)


def assign_to_all(check: Release) -> None:
    """Every trainee is asked to sit the check by the lead of their organisation, weeks ago."""
    for group in GROUPS:
        organisation = Organisation.objects.get(code=group.code)
        assign_check(
            people=list(trainees_in(organisation)),
            release=check,
            due_on=timezone.localdate() + DUE_IN,
            assigned_by=_lead_of(group, organisation),
        )
    CheckAssignment.objects.filter(release=check).update(assigned_at=timezone.now() - ASSIGNED_AGO)


def _lead_of(group: Group, organisation: Organisation) -> User:
    if group.lead is None:
        return User.objects.get(
            memberships__organisation=organisation, memberships__role=Role.FORCE_LEAD
        )
    first_name, last_name = group.lead
    return add_simulated_person(
        email=f"lead@{organisation.code.lower()}.demo.example",
        first_name=first_name,
        last_name=last_name,
        organisation=organisation,
        role=Role.FORCE_LEAD,
        since=timezone.localdate() - MEMBER_FOR,
    )


def simulate_attempts(practice: Release, check: Release, trainees: dict[str, list[User]]) -> int:
    """Let every trainee do what their place in ``PROGRESS`` says; return how many submitted."""
    simulators = (CaseSimulator(practice), CaseSimulator(check))
    submitted = 0
    for group in GROUPS:
        for number, person in enumerate(trainees[group.code]):
            generator = np.random.default_rng([SEED, GROUPS.index(group), number])
            rater = _rater(group, generator)
            steps = zip(
                simulators, PROGRESS[number % len(PROGRESS)], _dates(generator), strict=False
            )
            for simulator, answers, at in steps:
                attempt = simulator.attempt(
                    person=person,
                    rater=rater,
                    generator=generator,
                    at=at,
                    minutes=_minutes(generator) * (1 if answers is None else answers / 12),
                    answers=answers,
                )
                submitted += attempt.is_submitted
    return submitted


def _rater(group: Group, generator: np.random.Generator) -> Rater:
    """One person's habits: somewhat stricter or milder, steadier or wilder than the next."""
    return Rater(
        shift=float(generator.normal(group.shift, 0.25)),
        spread=float(generator.uniform(0.5, 0.9)),
        not_enough=float(generator.choice((0.0, 0.02, 0.08))),
        boldness=float(generator.normal(0.2, 0.4)),
        recall=float(generator.uniform(0.4, 0.8)),
    )


def _minutes(generator: np.random.Generator) -> float:
    return float(np.clip(generator.lognormal(np.log(38), 0.3), 15, 90))


def _dates(generator: np.random.Generator) -> Iterator[datetime]:
    """When practice began, in working hours of the past weeks, and the check some days later."""
    at = timezone.localtime() - timedelta(days=int(generator.integers(16, 42)))
    for days in (0, int(generator.integers(2, 13))):
        at = (at + timedelta(days=days)).replace(
            hour=int(generator.integers(8, 17)), minute=int(generator.integers(0, 60))
        )
        yield at

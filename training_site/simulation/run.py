"""Letting the crowd work: everything it leaves behind is written, or nothing is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from courses.public import CheckAssignment, assign_check
from people.public import (
    Membership,
    Newcomer,
    Organisation,
    Role,
    User,
    add_simulated_people,
)
from scenarios.public import Assessment, Attempt, CaseSimulator, Release, Use
from training_site.simulation.cast import (
    LONGEST,
    SHORTEST,
    Part,
    Step,
    cast,
    lead_of,
    organisations_of,
    releases_of,
)
from training_site.simulation.plan import Plan

BATCH = 100
DUE_IN = timedelta(days=14)
ASKED_BEFORE = timedelta(days=2)
FACTORS = 12

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Crowd:
    """A plan as it would be carried out on this site."""

    plan: Plan
    organisations: Sequence[Organisation]
    releases: Sequence[Release]
    parts: Sequence[Part]

    @classmethod
    def of(cls, plan: Plan) -> "Crowd":
        """BadPlan: an organisation or a case that cannot be."""
        organisations, releases = organisations_of(plan), releases_of(plan)
        return cls(plan, organisations, releases, cast(plan, organisations, releases))

    @property
    def attempts(self) -> int:
        return sum(len(part.steps) for part in self.parts)

    @property
    def sizes(self) -> list[int]:
        """People by organisation, in order of code."""
        counts = dict.fromkeys((one.pk for one in self.organisations), 0)
        for part in self.parts:
            counts[part.organisation.pk] += 1
        return list(counts.values())


@dataclass(frozen=True)
class Outcome:
    """What came of it. Counts are of what was not there before."""

    people: tuple[User, ...]
    new_people: int
    submitted: int
    left_open: int


@transaction.atomic
def simulate(crowd: Crowd, *, advance: Advance = lambda count: None) -> Outcome:
    """Make the people and let them work. Doing it again changes nothing.

    Who is here by e-mail address stays, and a case that somebody has begun is not begun again. So
    the same plan twice is the same as once; a plan with more people or cases adds what is missing.
    """
    before = User.objects.count()
    people = add_simulated_people([part.newcomer for part in crowd.parts])
    made = User.objects.count() - before
    for release in crowd.releases:
        if release.use == Use.CHECK:
            _ask_all(crowd, release, people)
    begun = set(
        Assessment.objects.filter(person__in=people).values_list(
            "person", "release__case_version__scenario"
        )
    )
    submitted = left_open = 0
    for release in crowd.releases:
        simulator = CaseSimulator(release)
        scenario = release.case_version.scenario_id
        wanted = [
            _attempt(crowd.plan, part, step, person)
            for part, person in zip(crowd.parts, people, strict=True)
            for step in part.steps
            if step.release == release and (person.pk, scenario) not in begun
        ]
        for batch in _batches(wanted):
            assessments = simulator.attempt_all(batch)
            submitted += sum(one.is_submitted for one in assessments)
            left_open += sum(one.is_open for one in assessments)
            advance(len(batch))
    return Outcome(tuple(people), made, submitted, left_open)


def _attempt(plan: Plan, part: Part, step: Step, person: User) -> Attempt:
    drawn = part.generator(step)
    median, spread = plan.minutes
    minutes = float(np.clip(drawn.lognormal(np.log(median), spread), SHORTEST, LONGEST))
    return Attempt(
        person=person,
        rater=part.rater.after(step.position, plan.learning),
        generator=drawn,
        at=step.at,
        minutes=minutes if step.answers is None else minutes * step.answers / FACTORS,
        answers=step.answers,
    )


def _batches(wanted: Sequence[Attempt]) -> Iterator[Sequence[Attempt]]:
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def _ask_all(crowd: Crowd, check: Release, people: Iterable[User]) -> None:
    """Everybody is asked to sit the check by a lead of their own, before anybody begins a case."""
    asked = set(CheckAssignment.objects.filter(release=check).values_list("person", flat=True))
    unasked: defaultdict[int, list[User]] = defaultdict(list)
    for part, person in zip(crowd.parts, people, strict=True):
        if person.pk not in asked:
            unasked[part.organisation.pk].append(person)
    if not unasked:
        return
    where = [one for one in crowd.organisations if one.pk in unasked]
    leads = leads_for(crowd.plan, where)
    for organisation, theirs in unasked.items():
        assign_check(
            people=theirs,
            release=check,
            due_on=timezone.localdate() + DUE_IN,
            assigned_by=leads[organisation],
        )
    CheckAssignment.objects.filter(
        release=check, person__in=[one for theirs in unasked.values() for one in theirs]
    ).update(assigned_at=timezone.now() - timedelta(weeks=crowd.plan.weeks) - ASKED_BEFORE)


def leads_for(plan: Plan, organisations: Sequence[Organisation]) -> dict[int, User]:
    """A force lead of each organisation, by its id: whoever leads it, or a simulated one."""
    held = Membership.objects.current().filter(role=Role.FORCE_LEAD, organisation__in=organisations)
    leads = {row.organisation_id: row.person for row in held.select_related("person")}
    newcomers: dict[int, Newcomer] = {
        one.pk: lead_of(plan, one) for one in organisations if one.pk not in leads
    }
    made = add_simulated_people(list(newcomers.values()))
    return leads | dict(zip(newcomers, made, strict=True))

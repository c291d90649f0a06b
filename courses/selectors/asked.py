"""Which courses people are asked to take, and by when: worked out from the acts of their leads.

An act holds for the trainees of today of its organisation, its cohort or its person. The latest
act by the same organisation wins; where two organisations ask, the earlier date holds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from courses.models import CourseAssignment
from people.public import (
    Cohort,
    Membership,
    Organisation,
    Placing,
    Prepared,
    Role,
    Slot,
    User,
    is_never_counted,
    organisations_above,
    paths_above,
    trainee_organisation,
)

Dates = tuple[date | None, date | None]
"""Aim for, and by."""
People = QuerySet[User] | Collection[User] | Collection[int]
NEVER_COUNTED = (Role.TRAINER, Role.PANELLIST)


@dataclass(frozen=True, slots=True)
class Act:
    """One assignment, as far as it matters whom it holds for."""

    pk: int
    course_id: int
    path: str
    target: str
    cohort_id: int | None
    person_id: int | None
    aim_on: date | None
    due_on: date | None
    assigned_at: datetime
    first_name: str | None
    last_name: str | None
    withdrawn_at: datetime | None

    @property
    def dates(self) -> Dates:
        return self.aim_on, self.due_on

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def by(self) -> str:
        return f"{self.first_name or ''} {self.last_name or ''}".strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody is asked to take a course: the dates that hold, and what they were before."""

    aim_on: date | None
    due_on: date | None
    by: str
    asked_at: datetime
    before: Dates | None = None
    """The dates that an earlier act gave, if a later one has changed them."""


class Acts:
    """Acts in the order they were done, found by whom they are about."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._of_all: list[Act] = []
        self._of_cohort: defaultdict[int | None, list[Act]] = defaultdict(list)
        self._of_person: defaultdict[int | None, list[Act]] = defaultdict(list)
        for act in acts:
            if act.target == CourseAssignment.Target.PERSON:
                self._of_person[act.person_id].append(act)
            elif act.target == CourseAssignment.Target.COHORT:
                self._of_cohort[act.cohort_id].append(act)
            else:
                self._of_all.append(act)
        self._of_many: dict[tuple[str, tuple[int, ...]], Mapping[int, Asked]] = {}
        self.cohorts = [pk for pk in self._of_cohort if pk is not None]

    def of(self, person: int, path: str, cohorts: Iterable[int]) -> Mapping[int, Asked]:
        """What a trainee of the organisation with this path is asked to take, by course."""
        own, cohorts = self._of_person.get(person), tuple(cohorts)
        if own:
            return self._holding([*self._of_all, *own], path, cohorts)
        # Of whom no act is by name, all in one place and in the same cohorts are asked the same.
        if (path, cohorts) not in self._of_many:
            self._of_many[path, cohorts] = self._holding([*self._of_all], path, cohorts)
        return self._of_many[path, cohorts]

    def _holding(
        self, found: list[Act], path: str, cohorts: tuple[int, ...]
    ) -> Mapping[int, Asked]:
        for cohort in cohorts:
            found += self._of_cohort.get(cohort, ())
        by_course: defaultdict[int, list[Act]] = defaultdict(list)
        for act in found:
            if path.startswith(act.path):
                by_course[act.course_id].append(act)
        asked = {course: _asked(acts) for course, acts in by_course.items()}
        return {course: one for course, one in asked.items() if one}


def asked_of(person: User | AnonymousUser) -> Mapping[int, Asked]:
    """The courses that one person is asked to take, by course: two queries."""
    if not isinstance(person, User):
        return {}
    organisation = trainee_organisation(person)
    if organisation is None or is_never_counted(person):
        return {}
    acts = Acts(Act(*row) for row in _acts_above.tuples(path=organisation.path))
    cohorts = Cohort.objects.filter(pk__in=acts.cohorts, members=person) if acts.cohorts else []
    return acts.of(person.pk, organisation.path, [cohort.pk for cohort in cohorts])


def asked_of_people(people: People) -> dict[int, Mapping[int, Asked]]:
    """The same for many, by person: three queries."""
    today = Membership.objects.current().filter(person__in=people)
    rows = today.filter(role__in=[Role.TRAINEE, *NEVER_COUNTED]).order_by("valid_from", "pk")
    paths: dict[int, str] = {}
    never = set()
    for person, role, path in rows.values_list("person_id", "role", "organisation__path"):
        if role == Role.TRAINEE:
            paths[person] = path
        else:
            never.add(person)
    return asked_of_trainees({pk: path for pk, path in paths.items() if pk not in never})


def asked_of_trainees(paths: Mapping[int, str]) -> dict[int, Mapping[int, Asked]]:
    """The same for people of whom it is known where they are trainees: two queries."""
    acts = _acts(paths.values())
    cohorts = _cohorts(paths, acts.cohorts)
    return {
        person: acts.of(person, path, cohorts.get(person, ())) for person, path in paths.items()
    }


def asked_of_placed(placings: Sequence[Placing]) -> list[Mapping[int, Asked]]:
    """What each of these people would be asked to take once they are there: two queries."""
    acts = _acts(one.path for one in placings)
    held = _cohorts({one.person for one in placings if one.person}, acts.cohorts)
    theirs = [({*held.get(one.person or 0, ()), *one.enters} - one.quits) for one in placings]
    return [
        acts.of(one.person or 0, one.path, sorted(cohorts.intersection(acts.cohorts)))
        for one, cohorts in zip(placings, theirs, strict=True)
    ]


def _acts(paths: Iterable[str]) -> Acts:
    return Acts(Act(*row) for row in _rows().filter(organisation__path__in=paths_above(set(paths))))


def _rows() -> QuerySet[CourseAssignment, Any]:
    # What was replaced is read too: it says which date somebody had before.
    matters = Q(withdrawn_at__isnull=True) | Q(replaced_by__isnull=False)
    acts = CourseAssignment.objects.filter(matters, course__isnull=False)
    return acts.order_by("assigned_at", "pk").values_list(
        "pk", "course_id", "organisation__path", "target", "cohort_id", "person_id", "aim_on",
        "due_on", "assigned_at", "assigned_by__first_name", "assigned_by__last_name",
        "withdrawn_at",
    )  # fmt: skip


_acts_above = Prepared(
    lambda: _rows().filter(organisation__in=organisations_above(Slot(Organisation, "path")))
)


def _cohorts(people: Collection[int], cohorts: Collection[int]) -> Mapping[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    if cohorts:
        members = Cohort.members.through.objects.filter(cohort__in=cohorts, user__in=people)
        for person, cohort in members.values_list("user_id", "cohort_id"):
            found[person].append(cohort)
    return found


def _asked(acts: list[Act]) -> Asked | None:
    """What holds of all acts about one person and course; none if nobody asks any more."""
    acts.sort(key=attrgetter("assigned_at", "pk"))
    latest = {act.path: act for act in acts if act.stands}
    if not latest:
        return None
    holding = sorted(latest.values(), key=attrgetter("assigned_at", "pk"))
    last = holding[-1]
    older = [act.dates for act in acts if act.path == last.path and act is not last]
    changed = [dates for dates in older if dates != last.dates]
    return Asked(
        aim_on=min((act.aim_on for act in holding if act.aim_on), default=None),
        due_on=min((act.due_on for act in holding if act.due_on), default=None),
        by=last.by,
        asked_at=last.assigned_at,
        before=changed[-1] if changed else None,
    )

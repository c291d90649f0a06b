"""Which groups somebody can hold a moderation session with, and whose answers it would show.

A group is seen from five people on. An organisation's people come in by fives, in the order they
submitted: half the tens of the reports, so that no report and no session differ by one person. A
cohort cuts across the fives; it is shown only where no sum or difference of what the site shows is
about fewer than five. Why: docs/decisions/moderation.md.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np
from django.db.models import Count

from people.public import Cohort, Organisation, User, organisation_subtree, organisations_held
from scenarios.models import Answer, AnswerKind, Assessment, ModerationSession, Release
from scenarios.models.moderation import HOLDERS
from scenarios.services.moderation_people import releases_to_moderate
from scoring.public import (
    Factor,
    Undefined,
    consensus_of_units,
    framework_parts,
    tells_of_fewer,
)

FEWEST = 5
"""Half a ten of the reports, and the fewest whose agreement the site speaks of anywhere."""

Case = tuple[int, str]  # a case version and the use its answers were given in
Seat = tuple[int, int, int]  # an assessment, its person and its organisation
Set = frozenset[int]


@dataclass(frozen=True)
class Group:
    """An organisation with all below it, or one cohort."""

    organisation: Organisation
    cohort: Cohort | None = None

    @property
    def value(self) -> str:
        """What an address and a form call it."""
        return f"cohort-{self.cohort.pk}" if self.cohort else self.organisation.code

    @property
    def name(self) -> str:
        return f"{self.organisation}: {self.cohort}" if self.cohort else str(self.organisation)


@dataclass(frozen=True)
class CaseDone:
    """A case that enough people of a group have submitted.

    ``assessments`` are whose answers a session would show; ``consensus`` is how far they agree on
    its factors, from 0 to 1, or nothing where nobody gave a level.
    """

    release: Release
    assessments: tuple[int, ...]
    consensus: float | None

    @property
    def people(self) -> int:
        return len(self.assessments)


def groups_of(user: User) -> list[Group]:
    """The organisations that somebody leads or trains, and their cohorts. Two queries.

    A nation is no group: nobody sits in one room with it.
    """
    held = organisations_held(user, *HOLDERS).exclude(kind=Organisation.Kind.NATIONAL)
    cohorts = Cohort.objects.filter(organisation__in=held).select_related("organisation")
    cohorts = cohorts.order_by("organisation__name", "name")
    return [
        *(Group(each) for each in held.order_by("name")),
        *(
            Group(each.organisation, each)
            for each in cohorts.order_by("organisation__name", "name")
        ),
    ]


def group_called(user: User, value: str) -> Group | None:
    """One of somebody's groups by what an address calls it; anybody else's is none."""
    return next((group for group in groups_of(user) if group.value == value), None)


def cases_done(group: Group, holder: User) -> list[CaseDone]:
    """The cases that a session of this group can be held on, the most split first.

    The holder's own answers are left out, as a lead's are of any report, before people are
    counted. A constant number of queries, however many people and cases there are.
    """
    releases = _newest_releases()
    by_case = _seats(group, holder, releases)
    if group.cohort is None:
        shown = {case: _whole_fives(seats) for case, seats in by_case.items()}
    else:
        members = set(group.cohort.members.values_list("pk", flat=True))
        before = _shown_with_cohorts(by_case)
        shown = {
            case: _of_cohort(seats, members, before.get(case, {}))
            for case, seats in by_case.items()
        }
    shown = {case: who for case, who in shown.items() if len(who) >= FEWEST}
    splits = _consensus(shown, releases)
    found = [CaseDone(releases[case], tuple(who), splits.get(case)) for case, who in shown.items()]
    return sorted(found, key=_most_split_first)


def most_split_case(organisation: Organisation, viewer: User) -> CaseDone | None:
    """The case on which an organisation's people agree least, of those a session can show."""
    return next(iter(cases_done(Group(organisation), viewer)), None)


def _most_split_first(case: CaseDone) -> tuple[float, str]:
    split = 1.0 if case.consensus is None else case.consensus
    return round(split, 6), case.release.case_version.scenario.ref


def _newest_releases() -> dict[Case, Release]:
    """The release that stands for each version and use: its key is the one to look at."""
    found = releases_to_moderate().select_related("case_version__scenario", "key")
    return {
        (release.case_version_id, release.use): release
        for release in found.order_by("released_at", "pk")
        if not release.key.is_wrong_tool
    }


def _seats(group: Group, holder: User, releases: Collection[Case]) -> dict[Case, list[Seat]]:
    """Who counts of each case in the group's organisation, in the order they submitted."""
    counted = Assessment.objects.filter(
        counts_in_figures=True,
        is_wrong_tool=False,
        submitted_at__isnull=False,
        organisation__in=organisation_subtree(group.organisation).values("pk"),
    ).exclude(person=holder)
    rows = counted.order_by("submitted_at", "pk").values_list(
        "release__case_version", "use", "pk", "person", "organisation"
    )
    by_case: defaultdict[Case, list[Seat]] = defaultdict(list)
    for version, use, *seat in rows:
        if (version, use) in releases:
            by_case[version, use].append(tuple(seat))
    return by_case


def _fives(seats: Sequence[Seat]) -> dict[int, tuple[int, int]]:
    """Assessment to its five: the organisation, and the how manieth there."""
    before: Counter[int] = Counter()
    fives = {}
    for assessment, _person, organisation in seats:
        fives[assessment] = (organisation, before[organisation] // FEWEST)
        before[organisation] += 1
    return fives


def _whole_fives(seats: Sequence[Seat]) -> list[int]:
    fives = _fives(seats)
    sizes = Counter(fives.values())
    return [assessment for assessment, five in fives.items() if sizes[five] == FEWEST]


def _shown_with_cohorts(cases: Collection[Case]) -> dict[Case, dict[int, Set]]:
    """Of each case, the assessments that sessions of cohorts showed, each with which sessions."""
    versions = {version for version, _use in cases}
    rows = ModerationSession.assessments.through.objects.filter(
        moderationsession__is_of_cohort=True, assessment__release__case_version__in=versions
    ).values_list(
        "assessment__release__case_version", "assessment__use", "assessment", "moderationsession"
    )
    found: defaultdict[Case, dict[int, Set]] = defaultdict(dict)
    for version, use, assessment, session in rows:
        shown = found[version, use]
        shown[assessment] = shown.get(assessment, frozenset()) | {session}
    return found


def _of_cohort(
    seats: Sequence[Seat], members: Collection[int], before: Mapping[int, Set]
) -> list[int]:
    """Whose answers a session of a cohort can show.

    Who stood on the wall together before stands there together again, or not at all; who never
    did, in the order they submitted, as many as can without being told apart.
    """
    own = [assessment for assessment, person, _organisation in seats if person in members]
    sizes = Counter(before.values())
    here = Counter(before[each] for each in own if each in before)
    whole = {together for together, n in here.items() if n == sizes[together]}
    again = [each for each in own if before.get(each) in whole]
    fresh = [each for each in own if each not in before]
    while len(fresh) >= FEWEST and _would_tell(seats, before, fresh):
        fresh.pop()
    return again + (fresh if len(fresh) >= FEWEST else [])


def _would_tell(seats: Sequence[Seat], before: Mapping[int, Set], fresh: Collection[int]) -> bool:
    fives = _fives(seats)
    new = dict.fromkeys(fresh, "new")
    people: list[tuple[Any, Any]] = [
        (five, new.get(assessment) or before.get(assessment)) for assessment, five in fives.items()
    ]
    # Who is still to come into the last five will be in no cohort's figures yet.
    for five, size in Counter(fives.values()).items():
        people += [(five, None)] * (FEWEST - size)
    return tells_of_fewer(people, FEWEST)


def _consensus(
    shown: Mapping[Case, Sequence[int]], releases: Mapping[Case, Release]
) -> dict[Case, float]:
    """How far people agree on each case: the mean over its factors, in one query."""
    rows = (
        Answer.objects.filter(
            assessment__in=[each for who in shown.values() for each in who], kind=AnswerKind.LEVEL
        )
        .exclude(factor__kind=Factor.Kind.OVERALL)
        .order_by()
        .values_list(
            "assessment__release__case_version", "assessment__use", "stage", "factor", "level"
        )
        .annotate(n=Count("pk"))
    )
    levels = _scale_lengths(releases[case] for case in shown)
    votes: defaultdict[Case, dict[tuple[int, int], list[int]]] = defaultdict(dict)
    for version, use, stage, factor, level, n in rows:
        of_unit = votes[version, use].setdefault((stage, factor), [0] * levels[factor])
        of_unit[level] = n
    return {
        case: fmean(agreed for each in units.values() if (agreed := consensus(each)) is not None)
        for case, units in votes.items()
    }


def _scale_lengths(releases: Iterable[Release]) -> dict[int, int]:
    frameworks = {release.case_version.framework_id for release in releases}
    factors = (factor for each in frameworks for factor in framework_parts(each).factors)
    return {factor.pk: len(factor.scale.levels.all()) for factor in factors}


def consensus(votes: Sequence[int]) -> float | None:
    """How far people agree on one unit, from 0 to 1; None where nobody gave a level."""
    found = consensus_of_units(np.array([votes])).of(0)
    return None if isinstance(found, Undefined) else found

"""Which cases somebody has never met: not tried, not read in any part, and not as a twin."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Revision

from people.public import User
from scenarios.models import (
    Assessment,
    CaseDesign,
    ModerationSession,
    Panel,
    Panellist,
    Passage,
    Release,
    Review,
    Scenario,
    Twin,
)

Met = dict[int, set[int]]
"""The scenarios that each person has met, by the ids of people and scenarios."""


def never_met(
    person: User, releases: Collection[Release], met_by_key: Collection[UUID] = ()
) -> list[Release]:
    """Those of the releases whose case the person could begin as one they have never met.

    An attempt of any kind counts as meeting it, stopped drafts too, in whatever use and version;
    so does rating, reviewing or writing it, reading its key, and any of that with its twin. A case
    of which a passage is kept back cannot be begun by anybody. ``met_by_key``: keys of which the
    person was shown a level elsewhere, such as on a drill.
    """
    rows = _met_by([person.pk])
    if met_by_key:
        shown = Release.objects.filter(key__uuid__in=met_by_key)
        rows[person.pk] |= set(shown.values_list("case_version__scenario_id", flat=True))
    met = _with_twins(rows)[person.pk]
    kept_back = _kept_back(releases)
    return [
        release
        for release in releases
        if release.case_version.scenario_id not in met and release.case_version_id not in kept_back
    ]


def unsubmitted_counts(people: QuerySet[User], releases: Collection[Release]) -> dict[int, int]:
    """How many of the cases each person has not submitted yet, twins included.

    For those who look after the bank: that somebody began a case and stopped is nobody's business.
    """
    rows = Assessment.objects.filter(person__in=people, submitted_at__isnull=False)
    met: Met = defaultdict(set)
    for person, scenario in rows.values_list("person_id", "release__case_version__scenario_id"):
        met[person].add(scenario)
    met = _with_twins(met)
    of_bank = {release.case_version.scenario_id for release in releases}
    ids = people.values_list("pk", flat=True)
    return {person: len(of_bank - met.get(person, set())) for person in ids}


def _met_by(people: Collection[int]) -> Met:
    """What these people have met, one query for each way of meeting a case."""
    met: Met = defaultdict(set)
    for rows in _ways_of_meeting(people):
        for person, scenario in rows:
            met[person].add(int(scenario))  # a revision knows its case by a text
    return met


def _ways_of_meeting(people: Collection[int]) -> Iterable[QuerySet[Any, tuple[Any, Any]]]:
    yield Assessment.objects.filter(person__in=people).values_list(
        "person_id", "release__case_version__scenario_id"
    )
    # Whoever is asked to rate has the papers, whether or not they have begun.
    seats = Panellist.objects.filter(person__in=people).filter(
        Q(begun_at__isnull=False)
        | Q(declined_at=None, panel__closed_at=None, panel__called_off_at=None)
    )
    yield seats.values_list("person_id", "panel__case_version__scenario_id")
    yield Panel.readers.through.objects.filter(user__in=people).values_list(
        "user_id", "panel__case_version__scenario_id"
    )
    yield ModerationSession.objects.filter(held_by__in=people).values_list(
        "held_by_id", "release__case_version__scenario_id"
    )
    yield Review.objects.filter(reviewer__in=people).values_list("reviewer_id", "scenario_id")
    yield CaseDesign.writers.through.objects.filter(user__in=people).values_list(
        "user_id", "casedesign__scenario_id"
    )
    written = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Scenario), user__in=people
    )
    yield written.values_list("user_id", "object_id")


def _with_twins(met: Met) -> Met:
    """The same with the twin of each case: nobody is given both."""
    other: dict[int, int] = {}
    for original, copy in Twin.objects.values_list("original_id", "copy_id"):
        other[original], other[copy] = copy, original
    return defaultdict(
        set,
        {
            person: cases | {other[case] for case in cases if case in other}
            for person, cases in met.items()
        },
    )


def _kept_back(releases: Iterable[Release]) -> set[int]:
    versions = [release.case_version_id for release in releases]
    withheld = Passage.objects.filter(case_version__in=versions).exclude(withheld="")
    return set(withheld.values_list("case_version_id", flat=True))


def twin_pairs(scenarios: Collection[int]) -> dict[int, int]:
    """The twin of each of these scenarios that is among them as well."""
    pairs = Twin.objects.filter(original__in=scenarios, copy__in=scenarios)
    found: dict[int, int] = {}
    for original, copy in pairs.values_list("original_id", "copy_id"):
        found[original], found[copy] = copy, original
    return found

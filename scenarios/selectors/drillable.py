"""Units of cases that a person may be drilled on: those whose key they have seen or may see.

A drill shows the panel's level, so the way to a unit is the same as the way to feedback, and one
step narrower: nothing of a case that is, or has a twin that is, in use as a check or an anchor;
nothing while the person has the case open or is asked to rate it. Why: docs/decisions/drills.md.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from people.public import User
from scenarios.models import Assessment, Panellist, Passage, Release, Twin, Use
from scoring.public import Factor, KeyUnit, Result, Standing

# A passage that one panellist alone cited is not the panel's.
CITED_BY_THE_PANEL = 2
MOST_CITED, MOST_OTHERS = 5, 3
RIGHT_WITHOUT_A_LEVEL = {
    Standing.KEY_NOT_ENOUGH: "not_enough",
    Standing.KEY_NOT_APPLICABLE: "not_applicable",
}


@dataclass(frozen=True)
class DrillableUnit:
    """One factor of one case at one stage, with the passages to show and the panel's answers.

    ``right`` are levels as text, or ``not_enough`` or ``not_applicable``. ``passages`` are
    references in reading order: some that the panel cited for the factor, and some that it did not.
    """

    release: Release
    key: UUID
    stage: int
    factor: Factor
    passages: tuple[str, ...]
    right: tuple[str, ...]


def drillable_units(person: User, factor_code: str) -> list[DrillableUnit]:
    """The units of a factor that this person may be drilled on, oldest release first.

    The number of queries does not grow with the cases. Contested units are never among them.
    """
    releases = {release.key_id: release for release in releases_with_an_open_key(person)}
    if not releases:
        return []
    units = (
        KeyUnit.objects.filter(key__in=list(releases), unit__factor__code=factor_code)
        .exclude(unit__factor__kind=Factor.Kind.OVERALL)
        .select_related("key", "unit__factor__scale")
        .prefetch_related("unit__factor__scale__levels")
        .order_by("key", "unit__stage")
    )
    refs = _refs_by_version(releases.values())
    found = [_unit(unit, releases[unit.key_id], refs) for unit in units]
    return [unit for unit in found if unit is not None]


def releases_with_an_open_key(person: User) -> list[Release]:
    """The releases whose key this person may see on a drill: see the head of this module."""
    judged = _judged_by(person)
    held = Release.objects.exclude(state=Release.State.RETIRED).values_list(
        "case_version__scenario", "use"
    )
    not_retired: set[int] = set()
    closed: set[int] = _busy(person)
    for scenario, use in held:
        not_retired.add(scenario)
        if use != Use.PRACTICE:
            closed.add(scenario)
    twins = _twins()
    candidates = Release.objects.exclude(state=Release.State.WITHDRAWN).select_related(
        "key", "case_version__scenario"
    )
    found = []
    for release in candidates:
        if release.key.is_wrong_tool:
            continue
        scenario = release.case_version.scenario_id
        same = {scenario, *twins[scenario]}
        is_seen = str(release.uuid) in judged
        is_retired = release.state == Release.State.RETIRED and not_retired.isdisjoint(same)
        if (is_seen or is_retired) and closed.isdisjoint(same):
            found.append(release)
    return _without_kept_back(found)


def _judged_by(person: User) -> set[str]:
    """The releases by whose key what the person submitted stands, as its feedback shows it.

    Not of a case that was withdrawn, and not where the person said that ARMS is not the tool:
    then no level of the panel was shown.
    """
    done = Assessment.objects.filter(
        person=person,
        submitted_at__isnull=False,
        stopped_at__isnull=True,
        is_wrong_tool=False,
    ).exclude(release__state=Release.State.WITHDRAWN)
    results = Result.objects.filter(
        assessment__in=list(done.values_list("uuid", flat=True)), superseded_at__isnull=True
    )
    return {snapshot["release"] for snapshot in results.values_list("snapshot", flat=True)}


def _busy(person: User) -> set[int]:
    """The scenarios that the person has open, in any use, or is asked to rate on a panel."""
    opened = Assessment.objects.filter(
        person=person, submitted_at__isnull=True, stopped_at__isnull=True
    )
    seats = Panellist.objects.filter(
        person=person,
        declined_at__isnull=True,
        panel__key__isnull=True,
        panel__called_off_at__isnull=True,
    )
    return {
        *opened.values_list("release__case_version__scenario", flat=True),
        *seats.values_list("panel__case_version__scenario", flat=True),
    }


def _twins() -> defaultdict[int, set[int]]:
    """Each scenario that has a matched twin, with it: the two count as one case."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for original, copy in Twin.objects.values_list("original", "copy"):
        found[original].add(copy)
        found[copy].add(original)
    return found


def _without_kept_back(releases: Collection[Release]) -> list[Release]:
    """Without those of which a passage was reported: a reader would not have all of it."""
    reported = set(
        Passage.objects.filter(case_version__in={each.case_version_id for each in releases})
        .exclude(withheld="")
        .values_list("case_version", flat=True)
    )
    return [each for each in releases if each.case_version_id not in reported]


def _refs_by_version(releases: Iterable[Release]) -> dict[int, list[tuple[int, str]]]:
    """The passages of each version in reading order, by stage and reference."""
    versions = {release.case_version_id for release in releases}
    rows = Passage.objects.filter(case_version__in=versions).order_by("document", "number")
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for version, stage, ref in rows.values_list("case_version", "stage", "ref"):
        found[version].append((stage, ref))
    return found


def _unit(
    unit: KeyUnit, release: Release, refs: dict[int, list[tuple[int, str]]]
) -> DrillableUnit | None:
    right = right_answers(unit)
    there = [ref for stage, ref in refs[release.case_version_id] if stage <= unit.unit.stage]
    passages = passages_to_show(unit.evidence_votes, there)
    if not right or not passages:
        return None
    return DrillableUnit(
        release=release,
        key=unit.key.uuid,
        stage=unit.unit.stage,
        factor=unit.unit.factor,
        passages=passages,
        right=right,
    )


def right_answers(unit: KeyUnit) -> tuple[str, ...]:
    """What the panel's answer is, as a drill asks for it; nothing where the panel is split."""
    if unit.standing == Standing.SCORED:
        return tuple(str(level) for level in unit.key_levels)
    answer = RIGHT_WITHOUT_A_LEVEL.get(Standing(unit.standing))
    return (answer,) if answer else ()


def passages_to_show(votes: list[dict[str, object]], refs: list[str]) -> tuple[str, ...]:
    """Which passages make the page of a unit: the most cited, and a few that nobody cited.

    >>> votes = [{"passage": "D1.2", "stance": "for", "panellists": 4},
    ...          {"passage": "D2.1", "stance": "against", "panellists": 1}]
    >>> passages_to_show(votes, ["D1.1", "D1.2", "D2.1", "D2.2"])
    ('D1.1', 'D1.2', 'D2.2')

    Nothing, where no passage was cited by two: there is then no evidence to show.

    >>> passages_to_show([], ["D1.1"])
    ()
    """
    cited: dict[str, int] = {}
    for row in votes:
        ref = str(row["passage"])
        cited[ref] = cited.get(ref, 0) + int(str(row["panellists"]))
    most = sorted(
        (ref for ref in refs if cited.get(ref, 0) >= CITED_BY_THE_PANEL),
        key=lambda ref: -cited[ref],
    )[:MOST_CITED]
    if not most:
        return ()
    others = [ref for ref in refs if ref not in cited]
    step = max(1, len(others) // MOST_OTHERS)
    shown = {*most, *others[::step][:MOST_OTHERS]}
    return tuple(ref for ref in refs if ref in shown)

"""Healthy, look again, or too early: what a list says of a case, with the reasons.

What the panel and the attempts say is kept with the key (``services.health``); what people still
disagree with is asked each time, since that may have changed a minute ago.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from scenarios.health_words import Reason, reason_words
from scenarios.models import Disagreement, KeyHealth, Panel, Release, Scenario, Verdict
from scenarios.selectors.promises import promises_on
from scoring.public import GroupUse, Key, KeyFacts, Undefined, key_facts

MOST_FLAGGED = 0.25
"""More of the factors than this with a split panel, and the case tells little."""

LOW_AC2 = 0.6
"""Below it agreement is no more than moderate by Landis and Koch's words; a convention."""

SPLIT_ON_TOOL = (0.25, 0.75)

MANY_DISAGREE = 3
"""So many on one factor are more than one person's stubbornness."""


@dataclass(frozen=True)
class CaseVerdict:
    """The word for a case, and why. ``reasons`` are sentences; healthy has none."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.verdict.label)


def health_of(scenarios: Iterable[Scenario]) -> dict[int, CaseVerdict]:
    """The verdict on each of many scenarios, by their ids, in a constant number of queries.

    It is of the keys in use: those of open releases, or else of the newest, and of a closed panel
    that waits for approval. The worst of them speaks.
    """
    return health_by_id([scenario.pk for scenario in scenarios])


def health_by_id(wanted: Collection[int]) -> dict[int, CaseVerdict]:
    """The same of scenarios that are named by their ids."""
    keys = _keys_in_use(wanted)
    reasons = _reasons_of({key for each in keys.values() for key in each})
    too_early = CaseVerdict(Verdict.TOO_EARLY, (reason_words({"code": "no_panel"}),))
    return {
        pk: verdict_of_reasons([reason for key in keys[pk] for reason in reasons[key]])
        if keys[pk]
        else too_early
        for pk in wanted
    }


def verdict_of_reasons(reasons: Iterable[Reason]) -> CaseVerdict:
    """Healthy without any; the same sentence twice is said once."""
    sentences = tuple(dict.fromkeys(reason_words(reason) for reason in reasons))
    return CaseVerdict(Verdict.LOOK_AGAIN if sentences else Verdict.HEALTHY, sentences)


def _keys_in_use(scenarios: Collection[int]) -> dict[int, list[int]]:
    releases = (
        Release.objects.filter(case_version__scenario__in=scenarios)
        .exclude(state=Release.State.WITHDRAWN)
        .order_by("-released_at", "-pk")
        .values_list("case_version__scenario", "key", "state")
    )
    in_use: defaultdict[int, list[int]] = defaultdict(list)
    newest: dict[int, int] = {}
    for scenario, key, state in releases:
        newest.setdefault(scenario, key)
        if state == Release.State.OPEN:
            in_use[scenario].append(key)
    waiting = Panel.objects.filter(
        case_version__scenario__in=scenarios,
        key__isnull=False,
        release__isnull=True,
        called_off_at__isnull=True,
        # A panel from a file is released without a row of its own that says so.
        key__releases__isnull=True,
    ).values_list("case_version__scenario", "key")
    found = {pk: in_use[pk] or ([newest[pk]] if pk in newest else []) for pk in scenarios}
    for scenario, key in waiting:
        found[scenario].append(key)
    return {pk: list(dict.fromkeys(each)) for pk, each in found.items()}


def _reasons_of(keys: Collection[int]) -> Mapping[int, list[Reason]]:
    """What is kept of each key, worked out where nothing is, with who still disagrees."""
    kept = dict(KeyHealth.objects.filter(key__in=keys).values_list("key", "reasons"))
    missing = Key.objects.filter(pk__in=[key for key in keys if key not in kept])
    facts = key_facts(list(missing)) if len(kept) < len(keys) else {}
    found: defaultdict[int, list[Reason]] = defaultdict(list)
    for key in keys:
        found[key] += kept.get(key) or (reasons_of_panel(facts[key]) if key in facts else [])
    for key, reason in _still_disagreed(keys):
        found[key].append(reason)
    return found


def _still_disagreed(keys: Collection[int]) -> list[tuple[int, Reason]]:
    rows = (
        Disagreement.objects.filter(assessment__release__key__in=keys)
        .order_by()
        .values_list("assessment__release__key", "factor__name", "factor__number")
        .annotate(n=Count("assessment__person", distinct=True))
        .order_by("factor__number")
    )
    reasons: list[tuple[int, Reason]] = [
        (key, {"code": "disagreements", "n": people, "factor": factor})
        for key, factor, _number, people in rows
        if people >= MANY_DISAGREE
    ]
    promised: defaultdict[int, set[str]] = defaultdict(set)
    for row in promises_on(keys):
        promised[row.key].add(row.factor)
    reasons += [(key, {"code": "promised", "n": len(each)}) for key, each in promised.items()]
    return reasons


def reasons_now(key: Key) -> list[Reason]:
    """Who still disagrees with one key, as reasons."""
    return [reason for _key, reason in _still_disagreed([key.pk])]


def reasons_of_panel(facts: KeyFacts) -> list[Reason]:
    """Why a key should be looked at again as soon as its panel has closed."""
    share = facts.wrong_tool_votes / facts.panel_size if facts.panel_size else 0
    reasons: list[Reason] = []
    if SPLIT_ON_TOOL[0] <= share <= SPLIT_ON_TOOL[1]:
        tool = {"code": "tool_split", "n": facts.wrong_tool_votes, "of": facts.panel_size}
        reasons.append(tool)
    if facts.is_wrong_tool or not facts.factors:
        return reasons
    if facts.flagged > MOST_FLAGGED * facts.factors:
        reasons.append({"code": "flagged", "n": facts.flagged, "of": facts.factors})
    if facts.too_few > MOST_FLAGGED * facts.factors:
        reasons.append({"code": "too_few", "n": facts.too_few, "of": facts.factors})
    if facts.ac2 is not None and facts.ac2 < LOW_AC2:
        reasons.append({"code": "agreement", "hundredths": round(100 * facts.ac2)})
    if facts.reading_pays is False:
        reasons.append({"code": "reading"})
    return reasons


def reasons_of_use(groups: Iterable[GroupUse]) -> list[Reason]:
    """Why a key should be looked at again once ten people or more have been counted on it."""
    told = [group for group in groups if group.is_told]
    gaps = {one.row.unit.factor.name: None for g in told for one in g.units if one.is_gap}
    low = {one.row.unit.factor.name: None for g in told for one in g.units if one.is_surely_suspect}
    reasons: list[Reason] = []
    if gaps:
        reasons.append({"code": "gap", "factors": list(gaps)})
    if low:
        reasons.append({"code": "discrimination", "factors": list(low)})
    if any(_is_guessing(group) for group in told):
        reasons.append({"code": "guessing"})
    return reasons


def _is_guessing(group: GroupUse) -> bool:
    if isinstance(group.exact, Undefined) or isinstance(group.by_guessing, Undefined):
        return False
    return group.exact <= group.by_guessing

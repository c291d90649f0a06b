"""What the cases of a bank are like: their characteristics by what they were meant to come to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from scenarios.models import CaseDesign, Characteristic, Scenario
from scoring.public import Factor, current_framework

NO_DESIGN = None
ENOUGH_TO_LEARN_BY = 3


@dataclass(frozen=True)
class BalanceRow:
    """One characteristic as it is in some cases: how many of each designed level, and which."""

    characteristic: str
    counts: tuple[int, ...]
    refs: tuple[str, ...]
    warning: str


@dataclass(frozen=True)
class Balance:
    """Characteristics by designed overall level. The last count is of cases without a design."""

    levels: tuple[str, ...]
    rows: tuple[BalanceRow, ...]
    without: tuple[int, ...]


def balance_of(scenarios: QuerySet[Scenario]) -> Balance:
    """The table over these cases, in four queries however many there are."""
    levels = _overall_levels()
    designed = _designed_levels(scenarios)
    refs = dict(scenarios.values_list("pk", "ref"))
    cases: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    given = Characteristic.objects.filter(scenario__in=scenarios)
    labels = dict(Characteristic.Kind.choices)
    for kind, value, scenario in given.values_list("kind", "value", "scenario"):
        cases[kind, value.strip()].add(scenario)
    rows = [
        _balance_row(f"{labels[kind]}: {value}", found, designed, refs, levels)
        for (kind, value), found in sorted(cases.items())
    ]
    with_any = set().union(*cases.values()) if cases else set()
    return Balance(
        levels=tuple(levels.values()),
        rows=tuple(rows),
        without=_counts(set(refs) - with_any, designed, levels),
    )


def _balance_row(
    name: str,
    found: set[int],
    designed: dict[int, int],
    refs: dict[int, str],
    levels: dict[int, str],
) -> BalanceRow:
    counts = _counts(found, designed, levels)
    used = [label for label, count in zip(levels.values(), counts, strict=False) if count]
    warning = ""
    if len(used) == 1 and sum(counts[:-1]) >= ENOUGH_TO_LEARN_BY:
        warning = _(
            "All %(n)d are meant as “%(level)s”: people may learn the characteristic and not the "
            "evidence."
        ) % {"n": sum(counts[:-1]), "level": used[0]}
    return BalanceRow(name, counts, tuple(sorted(refs[one] for one in found)), warning)


def _counts(
    scenarios: Iterable[int], designed: dict[int, int], levels: dict[int, str]
) -> tuple[int, ...]:
    found = Counter(designed.get(one, NO_DESIGN) for one in scenarios)
    known = [found[level] for level in levels]
    return (*known, sum(found.values()) - sum(known))


def _overall_levels() -> dict[int, str]:
    overall = Factor.objects.get(framework=current_framework(), kind=Factor.Kind.OVERALL)
    return {level.value: level.label for level in overall.scale.levels.all()}


def _designed_levels(scenarios: QuerySet[Scenario]) -> dict[int, int]:
    """What each case was meant to come to in the end, by scenario; wrong tools have no level."""
    designs = CaseDesign.objects.filter(scenario__in=scenarios)
    found = {}
    for scenario, factors in designs.values_list("scenario", "factors"):
        level = _last_level(factors.get("overall", {}))
        if level is not None:
            found[scenario] = level
    return found


def _last_level(overall: dict[str, object]) -> int | None:
    stages = sorted(
        (int(name.removeprefix("stage_")), part)
        for name, part in overall.items()
        if name.startswith("stage_") and isinstance(part, dict)
    )
    last = stages[-1][1] if stages else overall
    level = str(last.get("level", overall.get("level", "")))
    return int(level) if level.isdigit() else None

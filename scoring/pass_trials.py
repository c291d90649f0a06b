"""Trying a pass rule on the keys of the check cases before it is used on anybody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from scoring import core
from scoring.core.pass_rules import (
    CaseBank,
    Objection,
    Panellist,
    PassRule,
    PassShare,
    TriedRule,
    ordinary_trainees,
    try_pass_rule,
)
from scoring.core.pass_rules import Figure as PassFigure
from scoring.core.pass_rules.simulated import SITTINGS
from scoring.models import Factor, Key, KeyUnit
from scoring.selectors import current_yardstick, panel_unit, ruler_of, votes_of

TRAINEES = 40
"""Synthetic trainees that a rule is tried on, in turn."""

RATINGS_TO_CERTIFY = 10
"""Level ratings that a scored unit needs in a check that certifies, unless a rule says more."""


@dataclass(frozen=True, slots=True)
class PanellistAnswer:
    """What one panellist said on one unit in the end, and what they had said blind."""

    panellist: str
    case: str
    stage: int
    factor_code: str
    kind: str
    level: int | None
    blind_kind: str
    blind_level: int | None


def keys_that_certify(keys: Collection[Key], minimum: int) -> set[int]:
    """The keys of cases that a set may hold: a factor is scored with so many ratings. One query.

    A case for which ARMS is the wrong tool has nothing that a rule could be held against.
    """
    rated = {key.pk for key in keys if not key.is_wrong_tool}
    units = KeyUnit.objects.filter(key__in=rated).exclude(unit__factor__kind=Factor.Kind.OVERALL)
    return {
        unit.key_id
        for unit in units
        if core.standing(votes_of(unit), minimum) is core.Standing.SCORED
    }


def try_rule(
    *,
    rule: PassRule,
    minimum: int,
    keys: Mapping[str, Key],
    answers: Iterable[PanellistAnswer],
    seed: int,
) -> TriedRule | None:
    """Try a rule on the panellists, synthetic trainees and non-readers of these cases, by name.

    All keys are of one framework. None: there are fewer cases than a set needs. One seed, with the
    same keys and the same yardstick, gives one answer.
    """
    if len(keys) < rule.n_cases:
        return None
    generator = np.random.default_rng(seed)
    return try_pass_rule(
        rule,
        _bank(keys, minimum),
        _panellists(answers),
        ordinary_trainees(TRAINEES, generator),
        generator,
        sittings=SITTINGS,
    )


def _bank(keys: Mapping[str, Key], minimum: int) -> CaseBank:
    names = {key.pk: case for case, key in keys.items()}
    rows = KeyUnit.objects.filter(key__in=names).select_related("unit__factor")
    cases: dict[str, list[core.PanelUnit]] = {case: [] for case in sorted(keys)}
    kinds: dict[str, core.FactorKind] = {}
    for row in rows.order_by("unit__stage", "unit__factor__number"):
        case = names[row.key_id]
        cases[case].append(replace(panel_unit(row), case=case))
        kinds[row.unit.factor.code] = core.FactorKind(row.unit.factor.kind)
    framework = next(iter(keys.values())).framework_id
    ruler = ruler_of(current_yardstick(framework))
    return CaseBank(cases=cases, kinds=kinds, yardstick=ruler, minimum=minimum)


def _panellists(answers: Iterable[PanellistAnswer]) -> list[Panellist]:
    """Everybody with what they said by case, in a settled order, for the draws."""
    said: dict[str, dict[str, dict[tuple[int, str], core.Given]]] = {}
    blind: dict[str, dict[str, dict[tuple[int, str], core.Given]]] = {}
    for one in answers:
        at = (one.stage, one.factor_code)
        mine = said.setdefault(one.panellist, {}).setdefault(one.case, {})
        mine[at] = core.Given(core.AnswerKind(one.kind), one.level)
        first = blind.setdefault(one.panellist, {}).setdefault(one.case, {})
        first[at] = core.Given(core.AnswerKind(one.blind_kind), one.blind_level)
    return [Panellist(said[name], blind[name]) for name in sorted(said)]


__all__ = [
    "RATINGS_TO_CERTIFY",
    "Objection",
    "PanellistAnswer",
    "PassFigure",
    "PassRule",
    "PassShare",
    "TriedRule",
    "keys_that_certify",
    "try_rule",
]

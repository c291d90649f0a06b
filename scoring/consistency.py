"""How far the people of a group agree with one another, whatever the panel said.

Consistency is among trainees; accuracy is against the panel (``scoring/figures.py``). The same
people enter both by factor, so that neither tells of one person. Rows only: pages dress them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, QuerySet
from numpy.typing import NDArray

from people.public import Organisation
from scoring.core.agreement import (
    Metric,
    Weighting,
    alpha_over_scenarios,
    gwet_ac,
    percent_exact,
    percent_within_one,
    weights,
)
from scoring.core.estimate import Estimate
from scoring.core.undefined import Reason, Undefined
from scoring.core.unit import AnswerKind
from scoring.counted import counted_results
from scoring.figures import named_cases
from scoring.level_counts import LevelCounts, level_counts
from scoring.models import Factor, UnitResult

CASES_FOR_AN_INTERVAL = 4
"""Resampling fewer scenarios covers far less than it says: about 72% at three, 80% at four."""

FEWEST_RATERS = 5
"""Of ten people most may have given no level; agreement of the few who did is theirs to know."""

Figure = Estimate | Undefined
Ruler = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Consistency:
    """Agreement among people over some units. ``exact`` and ``within_one`` are percentages of pairs
    of people; ``alpha`` is Krippendorff's, ordinal, and ``ac2`` Gwet's, with ordinal weights."""

    people: int
    cases: int
    ratings: int
    exact: Figure
    within_one: Figure
    alpha: Figure
    ac2: Figure


@dataclass(frozen=True, slots=True)
class FactorConsistency:
    """Agreement on one factor, over all cases."""

    code: str
    name: str
    kind: str
    consistency: Consistency


@dataclass(frozen=True, slots=True)
class CaseConsistency:
    """Agreement on the factors of one case, the overall level left out."""

    ref: str
    title: str
    is_specimen: bool
    consistency: Consistency


@dataclass(frozen=True, slots=True)
class GroupConsistency:
    """A group's agreement in one use, by factor and by case."""

    by_factor: tuple[FactorConsistency, ...] = ()
    by_case: tuple[CaseConsistency, ...] = ()


def group_consistency(
    organisations: QuerySet[Organisation],
    *,
    whole: Collection[str],
    in_tens: Collection[str],
    retired: Collection[UUID],
    viewer: UUID,
    rulers: Mapping[str, Mapping[str, Ruler]],
    seed: int = 0,
) -> dict[str, GroupConsistency]:
    """Agreement among everybody but the viewer who submitted in these organisations, by use.

    Four queries a use, however many people there are, and three for the factors and cases.
    ``rulers`` has the nation's ordinal ruler by use and factor code, so that two groups are read on
    one; without it a group is read on its own.
    """
    counted = counted_results(
        organisations, whole=whole, in_tens=in_tens, retired=retired, viewer=viewer
    )
    units = UnitResult.objects.filter(counted.by_factor, result__in=counted.everybody.values("pk"))
    factors = rated_factors(units)
    named = named_cases(counted.everybody)
    return {
        use: _of_use(
            units.filter(result__use=use),
            factors,
            {subject: facts for at, subject, *facts in named if at == use},
            rulers.get(use, {}),
            seed,
        )
        for use in (*whole, *in_tens)
    }


def rated_factors(units: QuerySet[UnitResult]) -> list[Factor]:
    """The factors of these rows in their order, with their scales."""
    factors = Factor.objects.filter(pk__in=units.order_by().values("factor")).order_by("number")
    return list(factors.select_related("scale").prefetch_related("scale__levels"))


def _of_use(
    units: QuerySet[UnitResult],
    factors: list[Factor],
    named: Mapping[UUID, list[Any]],
    rulers: Mapping[str, Ruler],
    seed: int,
) -> GroupConsistency:
    counts = level_counts(units, factors)
    people = _people_by(units, "factor"), _people_by(units, "result__subject")
    raters = _people_by(units.filter(answer_kind=AnswerKind.LEVEL), "factor")
    return GroupConsistency(
        by_factor=tuple(
            FactorConsistency(
                factor.code,
                factor.name,
                factor.kind,
                consistency(
                    counts.of_factor(factor.pk, len(factor.scale.levels.all())),
                    people[0][factor.pk],
                    ruler=rulers.get(factor.code),
                    seed=seed,
                )
                if raters.get(factor.pk, 0) >= FEWEST_RATERS
                else _of_too_few(counts.of_factor(factor.pk, 1), people[0][factor.pk]),
            )
            for factor in factors
            if factor.pk in people[0]
        ),
        by_case=tuple(
            CaseConsistency(*facts, _of_case(counts, subject, factors, people[1][subject]))
            for subject, facts in named.items()
            if subject in people[1]
        ),
    )


def _people_by(units: QuerySet[UnitResult], *by: str) -> dict[Any, int]:
    rows = units.order_by().values_list(*by).annotate(n=Count("result__person", distinct=True))
    return dict(rows)


def _of_case(
    counts: LevelCounts, subject: UUID, factors: Iterable[Factor], people: int
) -> Consistency:
    """Factors on a scale of the commonest length: others cannot be taken together with them."""
    lengths = {
        factor.pk: len(factor.scale.levels.all())
        for factor in factors
        if factor.kind != Factor.Kind.OVERALL
    }
    length = max(lengths.values(), key=list(lengths.values()).count, default=1)
    alike = {factor for factor, levels in lengths.items() if levels == length}
    return consistency(counts.of_case(subject, alike, length), people)


def consistency(
    counts: LevelCounts, people: int, *, ruler: Ruler | None = None, seed: int = 0
) -> Consistency:
    """The figures of some units. An interval says what other cases would give, so few have none."""
    cases = np.unique(counts.cases).size
    is_sure = cases >= CASES_FOR_AN_INTERVAL
    scale = counts.scale
    alphas = alpha_over_scenarios(
        counts.counts,
        scale,
        np.random.default_rng(seed),
        scenarios=counts.cases,
        metrics=[Metric.ORDINAL],
        ruler=ruler,
    )
    ac2 = (
        gwet_ac(counts.counts, weights(Weighting.ORDINAL, scale))
        if scale.size > 1
        else Undefined.because(Reason.ONE_LEVEL)
    )
    figures = (
        percent_exact(counts.counts),
        percent_within_one(counts.counts, scale),
        # Within one unit nothing can vary from unit to unit, and alpha is nought by its making.
        alphas[Metric.ORDINAL]
        if len(counts.units) > 1
        else Undefined.because(Reason.TOO_FEW_CASES),
        ac2,
    )
    shown = (each if is_sure else without_interval(each) for each in figures)
    return Consistency(people, cases, counts.ratings, *shown)


def _of_too_few(counts: LevelCounts, people: int) -> Consistency:
    why = Undefined.because(Reason.TOO_FEW_RATERS)
    return Consistency(people, np.unique(counts.cases).size, 0, why, why, why, why)


def without_interval(figure: Figure) -> Figure:
    """The value alone."""
    return figure if isinstance(figure, Undefined) else Estimate(figure.value)

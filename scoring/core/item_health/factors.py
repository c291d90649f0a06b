"""Factors on which cases hardly differ, told apart from factors on which raters do."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from scoring.core.item_health.figures import checked_counts
from scoring.core.item_health.units import Counts, agreeing_pairs, squared_differences
from scoring.core.undefined import Reason, Undefined

LOW_ALPHA = 0.667
"""Krippendorff's least for tentative conclusions; a convention."""

HIGH_AGREEMENT = 0.7
"""Share of agreeing pairs from which raters are said to agree well; a convention of ours."""


class Verdict(StrEnum):
    """What a factor's low alpha comes from, if it is low."""

    SOUND = "sound"
    LITTLE_VARIATION = "little_variation"
    DISAGREEMENT = "disagreement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FactorHealth:
    """One factor over its units, with all it is judged by.

    ``alpha`` is Krippendorff's with interval distances, ``agreeing`` the mean share of agreeing
    pairs, ``variation`` the standard deviation of the units' mean levels. ``n_units`` counts units
    of two ratings or more; no other enters.
    """

    verdict: Verdict
    alpha: float | Undefined
    agreeing: float | Undefined
    variation: float | Undefined
    n_units: int


def factor_health(
    counts: NDArray[np.integer],
    factors: NDArray[np.integer],
    low_alpha: float = LOW_ALPHA,
    high_agreement: float = HIGH_AGREEMENT,
) -> list[FactorHealth]:
    """Say of each factor whether low alpha is the cases' fault or the raters'.

    ``counts`` are level counts of shape (units, K), ``factors`` of shape (units,) numbers each
    unit's factor from 0. Alpha sets disagreement within units against the variation there is
    (Krippendorff 2019, Content Analysis, ch. 12), so where every case is alike on a factor it is
    low although people agree: **little variation**, which authors mend with other cases. Where
    pairs agree seldom as well it is **disagreement**. Where all ratings are the same alpha has no
    value and the verdict is little variation. The two marks are conventions; both figures are
    given so that an author can see.

    Undefined: alpha where all ratings are alike; everything where no unit was rated twice (then
    the verdict is unknown); variation with one unit.
    ValueError: not counts, or not one factor for each unit.

    >>> alike = [[0, 9, 1, 0], [0, 10, 0, 0], [1, 9, 0, 0]]
    >>> [found] = factor_health(np.array(alike), np.zeros(3, dtype=int))
    >>> found.verdict.value, round(found.alpha, 3), round(found.agreeing, 2)
    ('little_variation', 0.033, 0.87)
    """
    counts = checked_counts(counts)
    if factors.shape != counts.shape[:1] or (factors.size and factors.min() < 0):
        raise ValueError("Every unit has one factor, numbered from 0.")
    n_factors = int(factors.max()) + 1 if factors.size else 0
    return [
        _judged(counts[factors == factor], low_alpha, high_agreement) for factor in range(n_factors)
    ]


def _judged(counts: Counts, low_alpha: float, high_agreement: float) -> FactorHealth:
    counts = counts[counts.sum(axis=1) > 1]
    if not counts.size:
        none = Undefined.because(Reason.NO_OVERLAP)
        return FactorHealth(Verdict.UNKNOWN, none, none, none, 0)
    alpha, agreeing = _interval_alpha(counts), float(agreeing_pairs(counts).values.mean())
    return FactorHealth(
        verdict=_verdict(alpha, agreeing, low_alpha, high_agreement),
        alpha=alpha,
        agreeing=agreeing,
        variation=_variation(counts),
        n_units=counts.shape[0],
    )


def _verdict(
    alpha: float | Undefined, agreeing: float, low_alpha: float, high_agreement: float
) -> Verdict:
    if not isinstance(alpha, Undefined) and alpha >= low_alpha:
        return Verdict.SOUND
    return Verdict.LITTLE_VARIATION if agreeing >= high_agreement else Verdict.DISAGREEMENT


def _interval_alpha(counts: Counts) -> float | Undefined:
    pooled = counts.sum(axis=0, keepdims=True)
    expected = float(squared_differences(pooled)[0])
    if not expected:
        return Undefined.because(Reason.ALL_ALIKE)
    observed = float((squared_differences(counts) / (counts.sum(axis=1) - 1)).sum())
    return 1 - (int(pooled.sum()) - 1) * observed / expected


def _variation(counts: Counts) -> float | Undefined:
    if counts.shape[0] < 2:
        return Undefined.because(Reason.TOO_FEW_UNITS)
    means = counts @ np.arange(counts.shape[1]) / counts.sum(axis=1)
    return sqrt(float(means.var(ddof=1)))

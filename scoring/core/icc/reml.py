"""ICC of ratings with gaps by restricted maximum likelihood."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from scoring.core.estimate import Estimate
from scoring.core.icc.components import (
    VarianceComponents,
    absolute_agreement,
    centred_values,
    henderson_components,
)
from scoring.core.icc.restricted import CrossedTable, Likelihood
from scoring.core.icc.table import linked_ratings
from scoring.core.ratings import Floats, Ratings
from scoring.core.undefined import Reason, Undefined

LARGEST = 500_000_000
"""Largest size that is worked out: the smaller of the numbers of units and of raters, squared,
times the larger. 200 raters may have rated 12,500 units."""

LEAST_RATIO, NO_RATIO, SMALL_RATIO, GREATEST_RATIO = 1e-8, 1e-6, 1e-3, 1e6
"""Where the search for a variance over the residual's ends; up to ``NO_RATIO`` it is none, and at
the greatest there is no residual."""

NEARLY_STILL = 1e-8
FURTHEST_STEP = 3.0
MOST_STEPS = 200
SHORT_WAY = 1e-4
FLAT = 1e-6


@dataclass(frozen=True, slots=True)
class RestrictedFit:
    """Components by REML, with the variance of the logit of ICC(A,1) where there is one.

    There is none where a component is nought, or the residual: the likelihood then has its top at
    an edge, and how flat it is there says nothing.
    """

    components: VarianceComponents
    logit_variance: float | None


def reml_components(ratings: Ratings) -> RestrictedFit | Undefined:
    """Variance components of ratings with gaps, by restricted maximum likelihood (REML).

    The components that make the ratings' contrasts likeliest, units, raters and residual being
    independent and normal: Patterson and Thompson (1971), Recovery of inter-block information when
    block sizes are unequal, Biometrika 58, 545-554. It supposes that who rates what has nothing to
    do with how severe they are. None is below 0. On a complete table it gives the components of the
    analysis of variance, where none of those is below 0. Units rated once are left out. Where
    every unit was rated alike by all its raters, the units' own variance is all there is.

    Found by Newton's method on the logarithms of two variance ratios, from Henderson's components.

    Undefined: no answers, one rater, one unit, no overlap, all ratings alike, or too large: the
    smaller of the numbers of units and raters, squared, times the larger is above ``LARGEST``.

    >>> fit = reml_components(Ratings.of_table([[0, 1, 1], [2, 2, None], [4, 3, 5], [4, 3, 4]]))
    >>> found = fit.components
    >>> round(found.unit, 3), round(found.rater, 3), round(found.residual, 3)
    (2.24, 0.118, 0.368)
    """
    linked = linked_ratings(ratings)
    if isinstance(linked, Undefined):
        return linked
    values = centred_values(linked)
    if isinstance(values, Undefined):
        return values
    smaller, larger = sorted((linked.n_units, linked.n_raters))
    if smaller**2 * larger > LARGEST:
        return Undefined.because(Reason.TOO_LARGE)
    if (of_units := _agreed(linked, values)) is not None:
        return RestrictedFit(VarianceComponents(float(np.var(of_units, ddof=1)), 0.0, 0.0), None)
    return _fit(linked, values)


def icc_by_reml(ratings: Ratings, raters: int = 1) -> Estimate | Undefined:
    """ICC(A,1), or ICC(A,m) of a mean of m raters, of ratings with gaps, by REML.

    The interval is of 95%: normal on the logit, by the delta method from the curvature of the
    restricted likelihood (Searle, Casella and McCulloch 1992, Variance Components, ch. 6).
    In simulation it held the truth in 94% to 96% of tables of 8 to 60 raters. Where the top of
    the likelihood is at an edge there is neither standard error nor interval.

    Undefined: as ``reml_components`` and ``absolute_agreement``. ValueError: a mean of no rater.

    >>> table = [[0, 1, 1], [2, 2, None], [4, 3, 5], [4, 3, 4]]
    >>> found = icc_by_reml(Ratings.of_table(table))
    >>> round(found.value, 3)
    0.822
    """
    fit = reml_components(ratings)
    if isinstance(fit, Undefined):
        return fit
    value = absolute_agreement(fit.components, raters)
    if isinstance(value, Undefined) or fit.logit_variance is None:
        return value if isinstance(value, Undefined) else Estimate(value)
    of_logit = sqrt(fit.logit_variance)
    middle, reach = log(value / (1 - value)), NormalDist().inv_cdf(0.975) * of_logit
    # The logistic function, written so that a very wide interval is from 0 to 1.
    low, high = ((1 + tanh(end / 2)) / 2 for end in (middle - reach, middle + reach))
    return Estimate(value, value * (1 - value) * of_logit, low, high)


def _agreed(linked: Ratings, values: Floats) -> Floats | None:
    """The value of each unit where all its raters gave the same, else None."""
    of_units = np.empty(linked.n_units)
    of_units[linked.units] = values
    return of_units if (of_units[linked.units] == values).all() else None


def _fit(linked: Ratings, values: Floats) -> RestrictedFit:
    table = CrossedTable(linked, values)
    order = [0, 1] if table.keeps_units else [1, 0]
    # Where each rater rated one unit, their variance cannot be told from the residual.
    nested = linked.n_raters == linked.size
    fixed = np.array([False, nested])[order]
    logs, top = _minimised(table.at, _start(linked, nested)[order], fixed)
    if (np.exp(logs[~fixed]) <= NO_RATIO).any():
        # An edge may be one of two tops, so the other is looked for as well.
        again = _minimised(table.at, np.where(fixed, logs, 0.0), fixed)
        logs, top = min((logs, top), again, key=lambda found: found[1].deviance)
    ratios = np.exp(logs)
    ratios[ratios <= NO_RATIO] = 0.0
    if _at(logs, GREATEST_RATIO).any():
        # No residual: the effects predicted are the ratings' own parts.
        variances = [float(np.var(effects, ddof=1)) for effects in top.effects]
        unit, rater = (variances[place] for place in order)
        return RestrictedFit(VarianceComponents(unit, rater, 0.0), None)
    unit, rater = (float(ratios[place]) for place in order)
    components = VarianceComponents(unit * top.residual, rater * top.residual, top.residual)
    if unit == 0 or (rater == 0 and not nested):
        return RestrictedFit(components, None)
    free = np.flatnonzero(~fixed)
    of_logit = np.array([1.0, -rater / (1 + rater)])[order][free]
    return RestrictedFit(components, _variance(_curvature(table.at, logs, free) / 2, of_logit))


def _variance(information: Floats, direction: Floats) -> float | None:
    """Variance along a direction; None where the likelihood is too flat for one."""
    if np.linalg.eigvalsh(information).min() <= FLAT:
        return None
    return float(direction @ np.linalg.solve(information, direction))


def _start(linked: Ratings, nested: bool) -> Floats:
    """Logarithms of the units' and the raters' variance over the residual's, to begin from."""
    found = henderson_components(linked)
    if isinstance(found, Undefined) or found.residual <= 0:
        ratios = np.array([1.0, 0.1])
    else:
        ratios = np.clip(np.array([found.unit, found.rater]) / found.residual, 0.01, 100.0)
    if nested:
        ratios[1] = LEAST_RATIO
    logs: Floats = np.log(ratios)
    return logs


_At = Callable[[Floats], Likelihood]


def _minimised(at: _At, logs: Floats, fixed: NDArray[np.bool_]) -> tuple[Floats, Likelihood]:
    """Where the deviance is least: the logarithms of the ratios, and the likelihood there."""
    here = at(np.exp(logs))
    for _ in range(MOST_STEPS):
        outward = _at(logs, LEAST_RATIO) & (here.slope > 0)
        outward |= _at(logs, GREATEST_RATIO) & (here.slope < 0)
        free = np.flatnonzero(~(fixed | outward))
        step = np.zeros(2)
        step[free] = _newton_step(_curvature(at, logs, free), here.slope[free])
        # A ratio on its way to nought gets there at once: Newton would take a step for each e-fold.
        to_nought = (step < 0) & (logs < log(SMALL_RATIO))
        step[to_nought] = log(LEAST_RATIO) - logs[to_nought]
        moved = _shortened(at, logs, step, here)
        if moved is None:
            break
        logs, here = moved
    return logs, here


def _newton_step(curvature: Floats, slope: Floats) -> Floats:
    """Newton's step; where the surface bends down, as far to the other side (never uphill)."""
    if not slope.size:
        return slope
    bends, directions = np.linalg.eigh(curvature)
    along = directions.T @ slope / np.maximum(np.abs(bends), 1e-12)
    step: Floats = np.clip(-directions @ along, -FURTHEST_STEP, FURTHEST_STEP)
    return step


def _shortened(
    at: _At, logs: Floats, step: Floats, here: Likelihood
) -> tuple[Floats, Likelihood] | None:
    """The step, halved until it lowers the deviance; None where it is too short to matter."""
    while np.abs(step).max() > NEARLY_STILL:
        moved = np.clip(logs + step, log(LEAST_RATIO), log(GREATEST_RATIO))
        there = at(np.exp(moved))
        if there.deviance < here.deviance:
            return moved, there
        step = step / 2
    return None


def _curvature(at: _At, logs: Floats, free: NDArray[np.intp]) -> Floats:
    """Second derivatives of the deviance by the free logarithms, from its slopes nearby."""
    rows = []
    for place in free:
        aside = np.zeros(2)
        aside[place] = SHORT_WAY
        ahead, behind = at(np.exp(logs + aside)).slope, at(np.exp(logs - aside)).slope
        rows.append((ahead - behind)[free] / (2 * SHORT_WAY))
    rows_by_columns = np.array(rows).reshape(free.size, free.size)
    symmetric: Floats = (rows_by_columns + rows_by_columns.T) / 2
    return symmetric


def _at(logs: Floats, ratio: float) -> NDArray[np.bool_]:
    return np.isclose(logs, log(ratio), rtol=0, atol=1e-9)

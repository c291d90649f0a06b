"""How far a panel agrees on one case: the figure that stands beside its key."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scoring.consistency import without_interval
from scoring.core.agreement import (
    Metric,
    Weighting,
    alpha_over_raters,
    gwet_ac,
    jackknife_over_raters,
    percent_exact,
    percent_within_one,
    weights,
)
from scoring.core.estimate import Estimate
from scoring.core.ratings import Ratings
from scoring.core.undefined import Reason, Undefined

SEED = 0


@dataclass(frozen=True, slots=True)
class PanelAgreement:
    """Agreement among panellists over the factors of a case, the overall level left out.

    ``exact`` and ``within_one`` are percentages of pairs of panellists. The intervals of ``alpha``
    and ``ac2`` say what other panellists would likely give; the case and its factors are what they
    are.
    """

    panellists: int
    factors: int
    exact: Estimate | Undefined
    within_one: Estimate | Undefined
    alpha: Estimate | Undefined
    ac2: Estimate | Undefined


def panel_agreement(rows: Iterable[tuple[int, int, int]], n_levels: int) -> PanelAgreement:
    """From rows of panellist, unit and level, each by any number of its own; order is nothing."""
    ratings = _ratings(rows, n_levels)
    counts, scale = ratings.counts(), ratings.scale
    alphas = alpha_over_raters(ratings, np.random.default_rng(SEED), metrics=[Metric.ORDINAL])
    weight = weights(Weighting.ORDINAL, scale) if n_levels > 1 else None
    ac2 = (
        Undefined.because(Reason.ONE_LEVEL)
        if weight is None
        else jackknife_over_raters(ratings, lambda counts: gwet_ac(counts, weight))
    )
    return PanelAgreement(
        panellists=ratings.n_raters,
        factors=ratings.n_units,
        exact=without_interval(percent_exact(counts)),
        within_one=without_interval(percent_within_one(counts, scale)),
        alpha=alphas[Metric.ORDINAL],
        ac2=ac2,
    )


def pairs_within_one(rows: Iterable[tuple[int, int, int]], n_levels: int) -> Estimate | Undefined:
    """Only that figure of the same rows, at once: the others resample the panellists."""
    ratings = _ratings(rows, n_levels)
    return without_interval(percent_within_one(ratings.counts(), ratings.scale))


def _ratings(rows: Iterable[tuple[int, int, int]], n_levels: int) -> Ratings:
    columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 3).T
    panellists, raters = np.unique(columns[0], return_inverse=True)
    units, numbers = np.unique(columns[1], return_inverse=True)
    return Ratings(
        raters=raters,
        units=numbers,
        levels=columns[2],
        scale=np.arange(n_levels, dtype=float),
        n_raters=panellists.size,
        n_units=units.size,
    )

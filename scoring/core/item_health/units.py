"""How well each unit's raters agree, for authors: advice, never a score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.item_health.figures import Figures, Flags, checked_counts, middle_levels
from scoring.core.panel import LEAST_CONSENSUS
from scoring.core.ratings import Floats
from scoring.core.undefined import Reason

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class UnitHealth:
    """How the raters of each unit spread, a place in every array for each unit.

    ``key_low`` and ``key_high`` are the ends of the middle (-1: nobody rated), ``span`` the
    distance in levels from the lowest rating to the highest. ``agreeing`` is the share of pairs of
    raters who gave one level, ``apart`` the mean distance of two raters in levels; ``consensus``
    runs from 0 to 1 and ``r_wg`` to 1. ``is_contested`` units are not scored; ``is_flagged`` ones
    (polarised, or consensus below .6) an author should look at.
    """

    n_ratings: Counts
    key_low: Counts
    key_high: Counts
    span: Counts
    agreeing: Figures
    apart: Figures
    consensus: Figures
    r_wg: Figures
    is_polarised: Flags
    is_contested: Flags
    is_flagged: Flags

    def least_agreed(self) -> Counts:
        """The units in order of consensus, the lowest first; those nobody rated are left out."""
        rated = np.flatnonzero(self.consensus.is_defined)
        return rated[np.argsort(self.consensus.values[rated], kind="stable")]


def unit_health(counts: NDArray[np.integer]) -> UnitHealth:
    """Every unit's spread and flags from its level counts, of shape (units, K).

    The flags are those of ``scoring.core.panel`` on the same votes: polarised where two levels
    that are not neighbours each have 30% or more; contested where polarised, or where consensus is
    below .6 even after leaving out the rater who lowers it most. Consensus is Tastle and Wierman's
    (2007). ``r_wg`` is 1 less the variance (n - 1) over that of even guessing, ``(K^2 - 1) / 12``:
    James, Demaree and Wolf (1984), Estimating within-group interrater reliability with and without
    response bias, Journal of Applied Psychology 69, 85-98; below 0 where raters are further apart
    than guessing. A flag is a rule, not a test: with ten raters the share of agreeing pairs has a
    standard error of about .11.

    Undefined, each on its own: consensus without a rating; the rest with fewer than two.
    ValueError: not counts of two levels or more.

    >>> health = unit_health(np.array([[0, 2, 7, 3], [5, 1, 1, 5]]))
    >>> round(health.consensus.of(0), 2), health.is_flagged.tolist()
    (0.74, [False, True])
    """
    counts = checked_counts(counts)
    n_levels = counts.shape[1]
    ratings = counts.sum(axis=1)
    low, high = middle_levels(counts)
    agreement, is_polarised = consensus_of_units(counts), _polarised(counts, ratings)
    is_low = agreement.is_defined & (agreement.values < LEAST_CONSENSUS)
    return UnitHealth(
        n_ratings=ratings,
        key_low=low,
        key_high=high,
        span=_span(counts, ratings),
        agreeing=agreeing_pairs(counts),
        apart=_mean_distance(counts, ratings),
        consensus=agreement,
        r_wg=_within_group_agreement(counts, ratings, (n_levels**2 - 1) / 12),
        is_polarised=is_polarised,
        is_contested=is_polarised | (is_low & _low_without_any(counts, ratings)),
        is_flagged=is_polarised | is_low,
    )


def consensus_of_units(counts: NDArray[np.integer]) -> Figures:
    """Consensus of each unit, of counts of shape (units, K): ``panel.consensus`` for many at once.

    Undefined: nobody rated. ValueError: as ``unit_health``.

    >>> consensus_of_units(np.array([[0, 12, 0, 0], [6, 0, 0, 6]])).values.tolist()
    [1.0, 0.0]
    """
    counts = checked_counts(counts)
    ratings = counts.sum(axis=1)
    is_rated = ratings > 0
    of_level = np.arange(counts.shape[1])
    n = np.maximum(ratings, 1)
    mean = counts @ of_level / n
    total = np.zeros(ratings.shape)
    # Level by level, in the order of panel.consensus, so that no flag hangs on rounding.
    for level in of_level:
        closeness = 1 - np.abs(level - mean) / (of_level.size - 1)
        given = counts[:, level] > 0
        total[given] += counts[given, level] / n[given] * np.log2(closeness[given])
    return Figures(np.where(is_rated, 1 + total, 0.0), is_rated, Reason.NO_RATINGS)


def agreeing_pairs(counts: Counts) -> Figures:
    """Share of pairs of raters who gave a unit one level. Undefined: fewer than two ratings.

    >>> agreeing_pairs(np.array([[2, 1], [0, 1]])).of(0)
    0.3333333333333333
    """
    ratings = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1)
    pairs = ratings * (ratings - 1)
    return Figures.of_ratio(agreeing.astype(float), pairs.astype(float), Reason.TOO_FEW_RATINGS)


def _polarised(counts: Counts, ratings: Counts) -> Flags:
    crowded = (counts > 0) & (10 * counts >= 3 * ratings[:, None])
    polarised = np.zeros(ratings.shape, dtype=bool)
    below = np.zeros(ratings.shape, dtype=bool)
    for level in range(2, counts.shape[1]):
        below |= crowded[:, level - 2]
        polarised |= below & crowded[:, level]
    return polarised


def _low_without_any(counts: Counts, ratings: Counts) -> Flags:
    """Whether consensus stays low whichever one rater is left out; never with a single one."""
    low = ratings >= 2
    for level in range(counts.shape[1]):
        given = np.flatnonzero(low & (counts[:, level] > 0))
        without = counts[given].copy()
        without[:, level] -= 1
        low[given] = consensus_of_units(without).values < LEAST_CONSENSUS
    return low


def _span(counts: Counts, ratings: Counts) -> Counts:
    given = counts > 0
    lowest = given.argmax(axis=1)
    highest = counts.shape[1] - 1 - given[:, ::-1].argmax(axis=1)
    span: Counts = np.where(ratings > 0, highest - lowest, 0)
    return span


def _mean_distance(counts: Counts, ratings: Counts) -> Figures:
    below = counts.cumsum(axis=1)[:, :-1]
    # Two raters are as many levels apart as there are borders between them.
    apart = 2 * (below * (ratings[:, None] - below)).sum(axis=1)
    pairs = ratings * (ratings - 1)
    return Figures.of_ratio(apart.astype(float), pairs.astype(float), Reason.TOO_FEW_RATINGS)


def _within_group_agreement(counts: Counts, ratings: Counts, of_guessing: float) -> Figures:
    squares, pairs = squared_differences(counts), ratings * (ratings - 1)
    variance = Figures.of_ratio(squares, 2 * pairs.astype(float), Reason.TOO_FEW_RATINGS)
    values = np.where(variance.is_defined, 1 - variance.values / of_guessing, 0.0)
    return Figures(values, variance.is_defined, Reason.TOO_FEW_RATINGS)


def squared_differences(counts: Counts) -> Floats:
    """Squared differences, in levels, over all ordered pairs of raters of each unit, added up.

    >>> squared_differences(np.array([[1, 0, 2]])).tolist()
    [16.0]
    """
    of_level = np.arange(counts.shape[1])
    sums, squares = counts @ of_level, counts @ of_level**2
    differences: Floats = 2.0 * (counts.sum(axis=1) * squares - sums**2)
    return differences

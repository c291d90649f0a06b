"""Conger's kappa: Cohen's, for any number of raters, each with margins of their own."""

import numpy as np
from numpy.typing import NDArray

from scoring.core.agreement.gwet import beyond_chance
from scoring.core.estimate import Estimate
from scoring.core.ratings import Ratings
from scoring.core.undefined import Reason, Undefined

Floats = NDArray[np.float64]


def conger_kappa(ratings: Ratings, weights: Floats) -> Estimate | Undefined:
    """Agreement beyond that of raters who each keep to their own shares of the levels.

    Chance is the mean over all pairs of raters of ``p_g W p_h``, p_g the shares of the levels that
    rater g gave: ``sum of W (m m' - S / R)``, with m and S the mean and covariance of the R raters'
    shares (Conger 1980, Psychological Bulletin 88, 322-328; Gwet 2014, Handbook of Inter-Rater
    Reliability, 4th ed., ch. 2). With two raters and no gaps it is Cohen's kappa. ``weights`` is of
    shape (K, K). The standard error is over units, with each rater's shares as ratios of sums over
    units. Undefined: no unit rated by two; one level; all ratings alike.

    >>> ratings = Ratings.of_table([[0, 0], [0, 1], [1, 1], [1, 1]])
    >>> round(conger_kappa(ratings, np.eye(2)).value, 3)
    0.5
    """
    if ratings.n_levels < 2:
        return Undefined.because(Reason.ONE_LEVEL)
    counts = ratings.counts()
    rated = counts.any(axis=1)
    given = _given(ratings)
    sizes = given.sum(axis=1)
    # A rater without a rating has no shares, and is not one of the R.
    shares = given / np.maximum(sizes, 1)[:, None]
    n_raters = np.count_nonzero(sizes)
    if n_raters < 2:
        return Undefined.because(Reason.NO_OVERLAP)
    n_pairs = n_raters * (n_raters - 1)
    others = (shares.sum(axis=0) - shares) @ weights / n_pairs
    chance_of_each = (shares * others).sum(axis=1)
    chance = float(chance_of_each.sum())
    # What one rating moves chance by, over that rater's number of ratings.
    moves = (others - chance_of_each[:, None]) / np.maximum(sizes, 1)[:, None]
    parts: Floats = np.bincount(
        ratings.units,
        weights=moves[ratings.raters, ratings.levels],
        minlength=ratings.n_units,
    ).astype(float)
    chance_parts: Floats = chance + int(np.count_nonzero(rated)) * parts[rated]
    return beyond_chance(counts[rated], weights, chance, chance_parts)


def _given(ratings: Ratings) -> NDArray[np.int64]:
    """How often each rater gave each level, of shape (n_raters, K)."""
    cells = ratings.raters.astype(np.int64) * ratings.n_levels + ratings.levels
    counted = np.bincount(cells, minlength=ratings.n_raters * ratings.n_levels)
    return counted.reshape(ratings.n_raters, ratings.n_levels)

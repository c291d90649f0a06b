"""How sure a coefficient is where other raters could have been asked, by leaving each out once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scoring.core.estimate import Estimate
from scoring.core.ratings import Ratings
from scoring.core.undefined import Undefined

FEWEST_RATERS = 3

Coefficient = Callable[[NDArray[np.int64]], Estimate | Undefined]


def jackknife_over_raters(
    ratings: Ratings, coefficient: Coefficient, *, highest: float = 1.0
) -> Estimate | Undefined:
    """A coefficient of level counts, with an interval for "would other raters give this?".

    ``coefficient`` takes counts of shape (n_units, K). With v the values with each of the n raters
    left out, ``se^2 = (n - 1) / n * sum of (v - mean of v)^2`` (the jackknife: Efron and Tibshirani
    1993, An Introduction to the Bootstrap, ch. 11); the interval is Student's with n - 1 degrees of
    freedom, cut at ``highest``. Raters without a rating are none. No interval: under three raters,
    or a coefficient that is undefined without one of them. Undefined: where that of all is.

    >>> from scoring.core.agreement import percent_exact
    >>> table = Ratings.of_table([[0, 0, 1], [1, 1, 1], [0, 0, 0], [2, 2, 2]])
    >>> found = jackknife_over_raters(table, percent_exact, highest=100)
    >>> round(found.value, 1), round(found.se, 1)
    (83.3, 16.7)
    """
    whole = coefficient(ratings.counts())
    if isinstance(whole, Undefined):
        return whole
    raters = np.unique(ratings.raters)
    without = [coefficient(_counts_without(ratings, rater)) for rater in raters]
    values = [each.value for each in without if isinstance(each, Estimate)]
    n = raters.size
    if n < FEWEST_RATERS or len(values) < n:
        return Estimate(whole.value)
    from scipy.special import stdtrit

    se = float(np.sqrt((n - 1) / n * np.square(np.array(values) - np.mean(values)).sum()))
    reach = se * float(stdtrit(n - 1, 0.975))
    return Estimate(whole.value, se, whole.value - reach, min(whole.value + reach, highest))


def _counts_without(ratings: Ratings, rater: int) -> NDArray[np.int64]:
    kept = ratings.raters != rater
    cells = ratings.units[kept].astype(np.int64) * ratings.n_levels + ratings.levels[kept]
    counted = np.bincount(cells, minlength=ratings.n_units * ratings.n_levels)
    return counted.reshape(ratings.n_units, ratings.n_levels)

"""Percent agreement: of two people who rated the same unit, how often they said the same."""

import numpy as np
from numpy.typing import NDArray

from scoring.core.agreement.sampling import mean_over_units
from scoring.core.estimate import Estimate
from scoring.core.undefined import Reason, Undefined

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def agreeing_pairs(counts: Counts, weights: Floats) -> Floats:
    """The share of the pairs of raters of each unit that agree, of shape (n_units,).

    ``counts`` is of shape (n_units, K), ``weights`` of shape (K, K) with 1 on the diagonal. A near
    miss counts as its weight. A unit with fewer than two ratings has no pair, and 0 here; whoever
    averages leaves it out. Gwet 2014, Handbook of Inter-Rater Reliability, ch. 2.

    >>> agreeing_pairs(np.array([[2, 1], [1, 0]]), np.eye(2)).round(3).tolist()
    [0.333, 0.0]
    """
    sizes = counts.sum(axis=1)
    pairs = sizes * (sizes - 1.0)
    agreeing = (counts * (counts @ weights)).sum(axis=1) - sizes
    shares = np.zeros(sizes.shape)
    np.divide(agreeing, pairs, out=shares, where=sizes > 1)
    return shares


def percent_exact(counts: Counts) -> Estimate | Undefined:
    """Mean over units of the percentage of pairs of raters who gave the same level.

    ``counts`` is of shape (n_units, K). Units with fewer than two ratings have no pair and are left
    out. The interval takes the units for a sample. Undefined: no unit was rated by two.

    >>> percent_exact(np.array([[2, 1], [0, 2], [1, 0]])).value
    66.66666666666666
    """
    return _percent(counts, np.eye(counts.shape[1]))


def percent_within_one(counts: Counts, scale: Floats) -> Estimate | Undefined:
    """The same for levels that are one step apart at most.

    A step is the smallest distance of two levels on ``scale``, of shape (K,): so what is one level
    apart stays so where a level between was not used and is not known of.

    >>> percent_within_one(np.array([[1, 1, 0], [1, 0, 1]]), np.array([0.0, 1.0, 2.0])).value
    50.0
    """
    step = np.diff(scale).min(initial=np.inf)
    near = np.abs(scale[:, None] - scale) <= step * (1 + 1e-9)
    return _percent(counts, near.astype(float))


def _percent(counts: Counts, weights: Floats) -> Estimate | Undefined:
    shares = agreeing_pairs(counts, weights)[counts.sum(axis=1) > 1]
    if not shares.size:
        return Undefined.because(Reason.NO_OVERLAP)
    return mean_over_units(100 * shares, lowest=0.0, highest=100.0)

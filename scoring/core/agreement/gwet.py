"""Agreement beyond chance for any number of raters: Gwet's AC, Fleiss, Brennan and Prediger.

They share the observed agreement and differ in what they take for chance. All are as in Gwet 2014,
Handbook of Inter-Rater Reliability, 4th ed., chs. 2, 3 and 5, which also has their standard errors:
units are the sample, raters are not. A unit rated once counts in the shares of the levels, which
make chance, and in nothing else.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scoring.core.agreement.pairs import Counts, agreeing_pairs
from scoring.core.agreement.sampling import mean_over_units
from scoring.core.estimate import Estimate
from scoring.core.undefined import Reason, Undefined

Floats = NDArray[np.float64]
# Chance that is 1 but for rounding leaves no room for agreement above it.
CERTAIN = 1 - 1e-12
# Chance for shares of the levels, of shape (..., K), seen from the shares over all units, (K,).
_Chance = Callable[[Floats, Floats], Floats]


def gwet_ac(counts: Counts, weights: Floats) -> Estimate | Undefined:
    """Gwet's AC2; AC1 with identity weights.

    Chance is ``T / (K (K - 1)) * sum of p_k (1 - p_k)``, with T the sum of all weights and p_k the
    mean over units of the share of level k (Gwet 2008, British Journal of Mathematical and
    Statistical Psychology 61, 29-48). ``counts`` is of shape (n_units, K) with every level there
    is, used or not: a level more changes chance. Where all are alike it is 1.
    Undefined: no unit rated by two; a scale of one level.

    >>> round(gwet_ac(np.array([[2, 0], [2, 0], [1, 1]]), np.eye(2)).value, 4)
    0.5385
    """
    n_levels = counts.shape[1]

    def chance(levels: Floats, shares: Floats) -> Floats:
        scaled: Floats = weights.sum() / (n_levels * (n_levels - 1)) * (levels @ (1 - shares))
        return scaled

    return _beyond_chance(counts, weights, chance)


def fleiss_kappa(counts: Counts, weights: Floats) -> Estimate | Undefined:
    """Fleiss' kappa (1971, Psychological Bulletin 76, 378-382), weighted where weights say so.

    Chance is ``p W p``, with p the mean over units of the shares of the levels. Shapes as for
    ``gwet_ac``. Undefined: no unit rated by two; one level; all ratings alike.

    >>> round(fleiss_kappa(np.array([[2, 0], [2, 0], [1, 1]]), np.eye(2)).value, 4)
    -0.2
    """

    def chance(levels: Floats, shares: Floats) -> Floats:
        both: Floats = levels @ (weights @ shares)
        return both

    return _beyond_chance(counts, weights, chance)


def brennan_prediger(counts: Counts, weights: Floats) -> Estimate | Undefined:
    """Brennan and Prediger's kappa (1981, Educational and Psychological Measurement 41, 687-699).

    Chance is that of raters who give every level alike, ``T / K²``. Shapes as for ``gwet_ac``.
    Where all are alike it is 1. Undefined: no unit rated by two; a scale of one level.

    >>> round(brennan_prediger(np.array([[2, 0], [2, 0], [1, 1]]), np.eye(2)).value, 4)
    0.3333
    """

    def chance(levels: Floats, shares: Floats) -> Floats:
        return np.full(levels.shape[:-1], weights.mean())

    return _beyond_chance(counts, weights, chance)


def beyond_chance(
    counts: Counts, weights: Floats, chance: float, chance_parts: Floats
) -> Estimate | Undefined:
    """``(observed - chance) / (1 - chance)`` with Gwet's standard error over units.

    ``counts`` holds units with a rating only. ``chance_parts``, of shape (n_units,), is what each
    unit adds to chance, with ``chance`` as its mean. Undefined: no unit rated by two; nothing above
    chance, since all levels used agree with one another.
    """
    n_units = counts.shape[0]
    in_pairs = counts.sum(axis=1) > 1
    n_paired = int(in_pairs.sum())
    if not n_paired:
        return Undefined.because(Reason.NO_OVERLAP)
    if chance > CERTAIN:
        return Undefined.because(Reason.ALL_ALIKE)
    observed = agreeing_pairs(counts, weights)
    parts = n_units / n_paired * (observed - chance * in_pairs) / (1 - chance)
    value = float(parts.mean())
    parts -= 2 * (1 - value) * (chance_parts - chance) / (1 - chance)
    spread = mean_over_units(parts)
    if spread.se is None or spread.low is None or spread.high is None:
        return Estimate(value)
    # Rounding moves the mean of the parts off the value in the last digits.
    ends = value + (spread.low - spread.value), value + (spread.high - spread.value)
    return Estimate(value, spread.se, ends[0], min(ends[1], 1.0))


def _beyond_chance(counts: Counts, weights: Floats, chance_of: _Chance) -> Estimate | Undefined:
    if counts.shape[1] < 2:
        return Undefined.because(Reason.ONE_LEVEL)
    sizes = counts.sum(axis=1)
    rated, sizes = counts[sizes > 0], sizes[sizes > 0]
    if not sizes.size:
        return Undefined.because(Reason.NO_OVERLAP)
    levels = rated / sizes[:, None]
    shares = levels.mean(axis=0)
    return beyond_chance(
        rated, weights, float(chance_of(shares, shares)), chance_of(levels, shares)
    )

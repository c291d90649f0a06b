"""How far two ways of measuring the same things lie apart."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from scoring.core.estimate import Estimate
from scoring.core.undefined import Reason, Undefined

FEWEST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class LimitsOfAgreement:
    """Mean difference, and the limits that 95% of differences lie between, with 95% intervals.

    All in the unit of what was measured. ``sd`` is the standard deviation of the differences.
    """

    bias: Estimate
    sd: float
    lower: Estimate
    upper: Estimate
    n_pairs: int


def limits_of_agreement(first: ArrayLike, second: ArrayLike) -> LimitsOfAgreement | Undefined:
    """Bland and Altman's limits for the differences ``first - second`` of paired measurements.

    For scores: of one set of people on two occasions, or of cases in two forces. Not for a level
    of four. ``bias +- 1.96 sd``; the standard error of the bias is ``sd / sqrt(n)``, that of a
    limit ``sqrt(3 / n) sd``, and both intervals are from t with n - 1 degrees of freedom. Bland
    and Altman (1986), Statistical methods for assessing agreement between two methods of clinical
    measurement, Lancet 327, 307-310. It supposes that differences are normal and do not grow with
    what is measured.

    ``first`` and ``second`` are of shape (n,), a place in both for each pair.
    Undefined: fewer than three pairs (too few units). Differences all alike are an answer: limits
    of no width. ValueError: arrays of unlike shape, or a number that is not finite.

    >>> found = limits_of_agreement([10, 12, 14, 13], [9, 12, 12, 12])
    >>> found.bias.value, round(found.sd, 3), round(found.lower.value, 2)
    (1.0, 0.816, -0.6)
    """
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if one.ndim != 1 or one.shape != other.shape:
        raise ValueError("Measurements come in pairs, one array each.")
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        raise ValueError("A measurement is a finite number.")
    n = one.size
    if n < FEWEST_PAIRS:
        return Undefined.because(Reason.TOO_FEW_UNITS)
    differences = one - other
    bias, sd = float(differences.mean()), float(differences.std(ddof=1))
    quantile = _t_quantile(n - 1)

    def estimate(value: float, se: float) -> Estimate:
        return Estimate(value, se, value - quantile * se, value + quantile * se)

    reach, se_of_limit = NormalDist().inv_cdf(0.975) * sd, sqrt(3 / n) * sd
    return LimitsOfAgreement(
        bias=estimate(bias, sd / sqrt(n)),
        sd=sd,
        lower=estimate(bias - reach, se_of_limit),
        upper=estimate(bias + reach, se_of_limit),
        n_pairs=n,
    )


def _t_quantile(freedom: int) -> float:
    from scipy.special import stdtrit  # slow to import

    return float(stdtrit(freedom, 0.975))

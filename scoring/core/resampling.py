"""Intervals by resampling cases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval, of 90% unless said: its two ends, in the units of the figure it belongs to."""

    low: float
    high: float


def resampled_mean_interval(
    values: Sequence[float], generator: np.random.Generator, level: float = 0.9
) -> Interval:
    """An interval, of 90% unless said, for the mean of one value per case: would other cases do?

    The percentile bootstrap (Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 13)
    over whole cases; the factors of one case are not independent trials. Too narrow with few
    cases. The same values in any order and the same seed give the same interval.
    ValueError: no values.

    >>> resampled_mean_interval([40.0, 40.0], np.random.default_rng(1))
    Interval(low=40.0, high=40.0)
    """
    if not values:
        raise ValueError("There is no case to resample.")
    ordered = np.sort(np.asarray(values, dtype=float))
    drawn = generator.integers(0, ordered.size, size=(RESAMPLES, ordered.size))
    tails = (1 - level) / 2, (1 + level) / 2
    low, high = np.quantile(ordered[drawn].mean(axis=1), tails)
    return Interval(float(low), float(high))

"""Intervals by resampling cases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A 90% interval: its two ends, in the units of the figure it belongs to."""

    low: float
    high: float


def resampled_mean_interval(values: Sequence[float], generator: np.random.Generator) -> Interval:
    """A 90% interval for the mean of one value per case: would other cases give this?

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
    low, high = np.quantile(ordered[drawn].mean(axis=1), (0.05, 0.95))
    return Interval(float(low), float(high))

"""A figure that comes from a sample, with how sure it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its standard error and the two ends of its 95% interval, where there are any.

    >>> Estimate(0.5).se is None
    True
    """

    value: float
    se: float | None = None
    low: float | None = None
    high: float | None = None

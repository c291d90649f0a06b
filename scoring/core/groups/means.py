"""Two separate groups of people compared on one unit: the difference of their mean levels."""

from dataclasses import dataclass
from math import sqrt

from scoring.core.estimate import Estimate
from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class Sample:
    """``n`` levels by their sum and the sum of their squares, as a database adds them up.

    ValueError: sums that no levels have.

    >>> Sample.of([1, 2, 3]).mean
    2.0
    """

    n: int
    total: float
    squares: float

    def __post_init__(self) -> None:
        if self.n < 0 or (self.n and self.squares * self.n < self.total**2 - 1e-9):
            raise ValueError("No levels have these sums.")

    @classmethod
    def of(cls, levels: list[int]) -> "Sample":
        return cls(len(levels), float(sum(levels)), float(sum(level**2 for level in levels)))

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def variance(self) -> float:
        """The unbiased variance, of two levels or more."""
        return max(self.squares - self.total**2 / self.n, 0.0) / (self.n - 1)


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """The second mean less the first, with its 95% interval, and p for no difference at all."""

    estimate: Estimate
    p: float


def mean_difference(first: Sample, second: Sample) -> MeanDifference | Undefined:
    """How much higher, in levels, the second group rated than the first.

    Welch's interval for two groups of unlike spread (Welch 1947, Biometrika 34, 28-35), with the
    Satterthwaite degrees of freedom and two-sided p. Nobody may be in both groups.

    Undefined: fewer than two people in either group; or each group gave one level only, so that
    chance cannot be told from a difference.

    >>> found = mean_difference(Sample.of([1, 2, 2, 3]), Sample.of([2, 3, 3, 4]))
    >>> found.estimate.value, round(found.p, 3)
    (1.0, 0.134)
    """
    if min(first.n, second.n) < 2:
        return Undefined.because(Reason.TOO_FEW_RATERS)
    parts = [sample.variance / sample.n for sample in (first, second)]
    error = sqrt(sum(parts))
    if error < 1e-12:
        return Undefined.because(Reason.ALL_ALIKE)
    from scipy.special import stdtr, stdtrit  # slow to import

    shares = [part**2 / (sample.n - 1) for part, sample in zip(parts, (first, second), strict=True)]
    freedom = sum(parts) ** 2 / sum(shares)
    value = second.mean - first.mean
    reach = float(stdtrit(freedom, 0.975)) * error
    p = float(2 * stdtr(freedom, -abs(value) / error))
    return MeanDifference(Estimate(value, error, value - reach, value + reach), p)

"""A table of groups in which small ones are not first and last by chance."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

FEWEST_RATERS = 10
"""A group of fewer people is not shown, and enters nothing that is."""


@dataclass(frozen=True, slots=True)
class GroupMean:
    """One group's mean as it is, drawn towards all groups' mean, and that one's 95% interval.

    ``weight`` is how much of the group's own mean is left: 1 is all of it.
    """

    n_raters: int
    mean: float
    shrunken: float
    low: float
    high: float
    weight: float


@dataclass(frozen=True, slots=True)
class GroupTable:
    """A mean for each group, or why there is none, in the order of the groups' numbers.

    ``grand`` is the mean of all groups, ``between`` the variance of groups' true means and
    ``within`` that of raters in one group; all in levels, the variances in squared levels.
    """

    groups: tuple[GroupMean | Undefined, ...]
    grand: float
    between: float
    within: float


def group_table(
    of_raters: Floats, groups: NDArray[np.integer], n_groups: int, fewest: int = FEWEST_RATERS
) -> GroupTable | Undefined:
    """Every group's mean of one figure for each rater, by empirical Bayes.

    ``of_raters`` and ``groups`` are of shape (raters,): a rater's own mean, for instance of signed
    differences, and the number of their group. With v the variance between groups and w that
    within them over the group's raters, the mean is drawn towards the grand mean by the weight
    ``v / (v + w)``: Morris (1983), Parametric empirical Bayes inference, Journal of the American
    Statistical Association 78, 47-55. v is that of one-way analysis of variance, and 0 at least.
    The interval allows for the grand mean, not for how sure v is: with few groups it is a little
    too narrow. This is no league table: intervals overlap. Groups under ``fewest`` raters are not
    shown, and enter no figure of the others.

    Undefined: a group with too few raters; everything with fewer than two groups that are shown.
    ValueError: arrays of unlike length, a group out of range, a figure that is not finite.

    >>> means = np.concatenate([np.linspace(-1, 1, 20), np.linspace(-0.5, 1.5, 20), [9.0]])
    >>> found = group_table(means, np.repeat([0, 1, 2], [20, 20, 1]), 3)
    >>> first = found.groups[0]
    >>> round(first.mean, 3), round(first.shrunken, 3), found.groups[2].reason.value
    (0.0, 0.039, 'too_few_raters')
    """
    check_groups(of_raters, groups, n_groups)
    n = np.bincount(groups, minlength=n_groups)
    is_shown = n >= max(fewest, 2)
    if is_shown.sum() < 2:
        return Undefined.because(Reason.TOO_FEW_GROUPS)
    kept = is_shown[groups]
    sums = np.bincount(groups[kept], weights=of_raters[kept], minlength=n_groups)
    means = sums / np.maximum(n, 1)
    within = _within(of_raters[kept] - means[groups[kept]], n[is_shown])
    between = _between(means[is_shown], n[is_shown], within)
    own = within / n[is_shown]
    grand, variance_of_grand = _grand_mean(means[is_shown], between + own)
    shown = iter(
        _shrunken(int(size), float(mean), between, float(noise), grand, variance_of_grand)
        for size, mean, noise in zip(n[is_shown], means[is_shown], own, strict=True)
    )
    too_few = Undefined.because(Reason.TOO_FEW_RATERS)
    return GroupTable(
        groups=tuple(next(shown) if one else too_few for one in is_shown),
        grand=grand,
        between=between,
        within=within,
    )


def check_groups(of_raters: Floats, groups: NDArray[np.integer], n_groups: int) -> None:
    """ValueError unless every rater has a finite figure and a group that is in range."""
    if not of_raters.shape == groups.shape == (of_raters.size,):
        raise ValueError("Every rater has one figure and one group.")
    if not np.isfinite(of_raters).all():
        raise ValueError("A rater's figure is finite.")
    if groups.size and not 0 <= groups.min() <= groups.max() < n_groups:
        raise ValueError("A group is out of range.")


def _within(residuals: Floats, sizes: NDArray[np.integer]) -> float:
    return float(residuals @ residuals) / float(sizes.sum() - sizes.size)


def _between(means: Floats, sizes: NDArray[np.integer], within: float) -> float:
    total = float(sizes.sum())
    apart = float(sizes @ (means - sizes @ means / total) ** 2)
    typical_size = total - float(sizes @ sizes) / total
    return max(0.0, (apart - (sizes.size - 1) * within) / typical_size)


def _grand_mean(means: Floats, variances: Floats) -> tuple[float, float]:
    if not variances.all():  # nobody differs from anybody
        return float(means.mean()), 0.0
    precision = 1 / variances
    return float(precision @ means / precision.sum()), float(1 / precision.sum())


def _shrunken(
    n: int, mean: float, between: float, noise: float, grand: float, variance_of_grand: float
) -> GroupMean:
    weight = between / (between + noise) if between else 0.0
    shrunken = weight * mean + (1 - weight) * grand
    spread = sqrt(weight * noise + (1 - weight) ** 2 * variance_of_grand)
    reach = NormalDist().inv_cdf(0.975) * spread
    return GroupMean(n, mean, shrunken, shrunken - reach, shrunken + reach, weight)

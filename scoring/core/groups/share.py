"""How much of what people differ by is their group's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.groups.shrinkage import check_groups
from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

PERMUTATIONS = 999


@dataclass(frozen=True, slots=True)
class NestedComponents:
    """Variance between groups, between raters of one group, and the rest, in squared levels.

    A component is kept below 0 where it comes so; ``share`` takes it as 0.
    """

    group: float
    rater: float
    residual: float

    @property
    def share(self) -> float:
        """The groups' share of all variance, 0 to 1.

        >>> NestedComponents(0.1, 0.3, 0.6).share
        0.1
        """
        group, rater, residual = (
            max(part, 0.0) for part in (self.group, self.rater, self.residual)
        )
        return group / (group + rater + residual) if group else 0.0


def nested_components(
    values: Floats,
    raters: NDArray[np.integer],
    units: NDArray[np.integer],
    groups: NDArray[np.integer],
) -> NestedComponents | Undefined:
    """Variance components of groups, raters in groups, and the rest, of values with gaps.

    ``values`` (signed differences, say), ``raters`` and ``units`` are of shape (n,), a place for
    each rating; ``groups`` of shape (raters,) is the group of each rater. The mean of each unit is
    taken out first, so that a group which met other cases is not thought different. Then sums of
    squares are set equal to what they are expected to be (Searle, Casella and McCulloch 1992,
    Variance Components, ch. 5 and appendix F). Taking out unit means that many raters made
    loses little; with few raters a unit the components come out a little low.

    Undefined: no answers; fewer than two groups with ratings; no group with two raters (too few
    raters); no rater with two ratings (too few units); all values alike.
    ValueError: arrays of unlike length, a rater without a group, a value that is not finite.

    >>> raters, units = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)
    >>> values = np.array([0.0, 1, 0, 0, 0, 1, 2, 2, 1, 2, 1, 2])
    >>> found = nested_components(values, raters, units, np.array([0, 0, 1, 1]))
    >>> round(found.group, 3), round(found.share, 2)
    (0.889, 0.73)
    """
    if not values.shape == raters.shape == units.shape == (values.size,):
        raise ValueError("Values, raters and units are one array each, of one length.")
    if not values.size:
        return Undefined.because(Reason.NO_ANSWERS)
    if raters.min() < 0 or raters.max() >= groups.size:
        raise ValueError("Every rater has one group.")
    of_groups = groups[raters]
    check_groups(values, of_groups, int(groups.max()) + 1)
    if reason := _too_small(raters, groups):
        return Undefined.because(reason)
    means = np.bincount(units, weights=values) / np.maximum(np.bincount(units), 1)
    values = values - means[units]
    if np.abs(values).max() < 1e-12:
        return Undefined.because(Reason.ALL_ALIKE)
    return _components(values, raters, groups)


def _too_small(raters: NDArray[np.integer], groups: NDArray[np.integer]) -> Reason | None:
    seen = np.unique(raters)
    of_seen = np.unique(groups[seen]).size
    if of_seen < 2:
        return Reason.TOO_FEW_GROUPS
    if seen.size == of_seen:
        return Reason.TOO_FEW_RATERS
    return Reason.TOO_FEW_UNITS if seen.size == raters.size else None


def _components(
    values: Floats, raters: NDArray[np.integer], groups: NDArray[np.integer]
) -> NestedComponents:
    n = values.size
    of_rater = np.bincount(raters, minlength=groups.size)
    of_group = np.bincount(groups, weights=of_rater)
    rater_sums = np.bincount(raters, weights=values, minlength=groups.size)
    group_sums = np.bincount(groups, weights=rater_sums)
    n_raters, n_groups = int((of_rater > 0).sum()), int((of_group > 0).sum())
    between_raters = float((rater_sums**2 / np.maximum(of_rater, 1)).sum())
    between_groups = float((group_sums**2 / np.maximum(of_group, 1)).sum())
    squares = np.bincount(groups, weights=of_rater.astype(float) ** 2)
    per_rater_in_group = float((squares / np.maximum(of_group, 1)).sum())
    residual = (float(values @ values) - between_raters) / (n - n_raters)
    rater = (between_raters - between_groups - (n_raters - n_groups) * residual) / (
        n - per_rater_in_group
    )
    of_mean = float(values.sum()) ** 2 / n
    noise = (n_groups - 1) * residual + (per_rater_in_group - float(squares.sum()) / n) * rater
    group = (between_groups - of_mean - noise) / (n - float(of_group @ of_group) / n)
    return NestedComponents(group, rater, residual)


def group_permutation_p(
    of_raters: Floats,
    groups: NDArray[np.integer],
    n_groups: int,
    generator: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> float | Undefined:
    """Chance that groups without any difference lie as far apart as these do.

    ``of_raters`` and ``groups`` are of shape (raters,). The groups' names are dealt out to raters
    anew; the measure is the sum of squares between groups. ``(1 + as far or further) / (1 +
    permutations)``: Phipson and Smyth (2010), Permutation p-values should never be zero,
    Statistical Applications in Genetics and Molecular Biology 9, 39.

    Undefined: fewer than two groups; all raters alike; no group with two raters (too few raters).
    ValueError: as ``group_table``; no permutation.

    >>> found = group_permutation_p(
    ...     np.arange(20.0), np.repeat([0, 1], 10), 2, np.random.default_rng(1)
    ... )
    >>> found
    0.001
    """
    check_groups(of_raters, groups, n_groups)
    if permutations < 1:
        raise ValueError("There is no permutation to make.")
    n = np.bincount(groups, minlength=n_groups)
    if (n > 0).sum() < 2:
        return Undefined.because(Reason.TOO_FEW_GROUPS)
    if n.max() < 2:
        return Undefined.because(Reason.TOO_FEW_RATERS)
    centred = of_raters - of_raters.mean()
    if np.abs(centred).max() < 1e-12:
        return Undefined.because(Reason.ALL_ALIKE)

    def apart(values: Floats) -> float:
        sums = np.bincount(groups, weights=values, minlength=n_groups)
        return float((sums**2 / np.maximum(n, 1)).sum())

    # A deal like the one there was may come out a rounding lower.
    bar = apart(centred) * (1 - 1e-9)
    as_far = sum(apart(generator.permutation(centred)) >= bar for _ in range(permutations))
    return (1 + as_far) / (1 + permutations)

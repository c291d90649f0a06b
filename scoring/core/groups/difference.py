"""Two kinds of groups compared, police and probation say, by people nested in groups."""

import numpy as np
from numpy.typing import NDArray

from scoring.core.estimate import Estimate
from scoring.core.groups.shrinkage import check_groups
from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

RESAMPLES = 1_000


def nested_difference(
    of_raters: Floats,
    groups: NDArray[np.integer],
    is_first: NDArray[np.bool_],
    generator: np.random.Generator,
    resamples: int = RESAMPLES,
) -> Estimate | Undefined:
    """Mean of raters in groups of the first kind less that of the others, with a 95% interval.

    ``of_raters`` and ``groups`` are of shape (raters,), ``is_first`` of shape (groups,). The
    interval draws groups anew within each kind, then raters within each group drawn (Davison and
    Hinkley 1997, Bootstrap Methods and their Application, section 3.8; percentiles): the number of
    groups counts, not the thousands of raters in them. A group without raters is left out.

    Undefined: fewer than two groups of either kind. ValueError: as ``group_table``; no resample.

    >>> values, groups = np.tile([0.0, 1.0], 20), np.repeat(np.arange(4), 10)
    >>> found = nested_difference(
    ...     values + (groups < 2), groups, np.arange(4) < 2, np.random.default_rng(1)
    ... )
    >>> found.value, found.low < 1 < found.high
    (1.0, True)
    """
    check_groups(of_raters, groups, is_first.size)
    if resamples < 1:
        raise ValueError("There is no resample to make.")
    n = np.bincount(groups, minlength=is_first.size)
    sides = [np.flatnonzero((n > 0) & (is_first == side)) for side in (True, False)]
    if min(side.size for side in sides) < 2:
        return Undefined.because(Reason.TOO_FEW_GROUPS)
    members = [of_raters[groups == group] for group in range(is_first.size)]
    values = [float(of_raters[is_first[groups] == side].mean()) for side in (True, False)]
    drawn = [_resampled_means(side, members, generator, resamples) for side in sides]
    differences = drawn[0] - drawn[1]
    low, high = np.quantile(differences, (0.025, 0.975))
    return Estimate(
        values[0] - values[1],
        float(differences.std(ddof=min(1, resamples - 1))),
        *map(float, (low, high)),
    )


def _resampled_means(
    side: NDArray[np.intp],
    members: list[Floats],
    generator: np.random.Generator,
    resamples: int,
) -> Floats:
    """The mean over raters of each resample of groups and of raters within them."""
    picked = side[generator.integers(0, side.size, size=(resamples, side.size))]
    sums, sizes = np.zeros(picked.shape), np.zeros(picked.shape)
    for group in side:
        at, own = picked == group, members[group]
        draws = generator.integers(0, own.size, size=(int(at.sum()), own.size))
        sums[at] = own[draws].sum(axis=1)
        sizes[at] = own.size
    means: Floats = sums.sum(axis=1) / sizes.sum(axis=1)
    return means

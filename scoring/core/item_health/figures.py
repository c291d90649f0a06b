"""One figure for each of many units, some of which have none."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """A figure for each unit (or person): ``values`` where ``is_defined``, else a reason.

    Both arrays are of one shape, (n,). Where a figure is not defined its value is 0 and means
    nothing. Ask ``of`` for one figure or its reason.

    >>> figures = Figures(np.array([0.5, 0.0]), np.array([True, False]), Reason.TOO_FEW_RATINGS)
    >>> figures.of(0), figures.of(1).reason.value
    (0.5, 'too_few_ratings')
    """

    values: Floats
    is_defined: Flags
    reason: Reason

    def of(self, place: int) -> float | Undefined:
        """The figure of one unit, or why it has none."""
        if not self.is_defined[place]:
            return Undefined.because(self.reason)
        return float(self.values[place])

    @classmethod
    def of_ratio(cls, above: Floats, below: Floats, reason: Reason) -> "Figures":
        """``above / below``, not defined where ``below`` is not more than 0.

        >>> Figures.of_ratio(np.ones(2), np.array([2.0, 0.0]), Reason.ALL_ALIKE).values.tolist()
        [0.5, 0.0]
        """
        is_defined = below > 0
        values = np.zeros(below.shape)
        np.divide(above, below, out=values, where=is_defined)
        return cls(values, is_defined, reason)


def checked_counts(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Level counts of shape (units, K), as integers that do not overflow.

    ValueError: another shape, fewer than two levels, a negative count.

    >>> checked_counts(np.array([[1, 2]], dtype=np.int8)).dtype.name
    'int64'
    """
    if counts.ndim != 2 or counts.shape[1] < 2:
        raise ValueError("Counts have a row for each unit and a column for each of two levels up.")
    if counts.size and counts.min() < 0:
        raise ValueError("A number of ratings cannot be negative.")
    return counts.astype(np.int64)


def middle_levels(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lowest and highest level of each unit's middle: ``key_levels`` for many units at once.

    From counts of shape (units, K) both are of shape (units,); -1 where nobody rated.

    >>> low, high = middle_levels(np.array([[0, 2, 7, 3], [0, 6, 6, 0], [0, 0, 0, 0]]))
    >>> low.tolist(), high.tolist()
    ([2, 1, -1], [2, 2, -1])
    """
    twice_below = 2 * counts.cumsum(axis=1)
    ratings = counts.sum(axis=1)
    low = (twice_below >= ratings[:, None]).argmax(axis=1)
    high = (twice_below > ratings[:, None]).argmax(axis=1)
    return np.where(ratings > 0, low, -1), np.where(ratings > 0, high, -1)


def signed_distances(
    levels: NDArray[np.int64], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Signed distance of each level to the nearest of a run of levels, in levels.

    >>> signed_distances(np.arange(4), np.ones(4, dtype=int), np.full(4, 2)).tolist()
    [-1, 0, 0, 1]
    """
    above, below = np.maximum(levels - high, 0), np.maximum(low - levels, 0)
    signed: NDArray[np.int64] = above - below
    return signed

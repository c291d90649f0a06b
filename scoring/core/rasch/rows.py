"""Ratings in the order of one facet, so that its totals are sums of neighbours."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scoring.core.rasch.curves import STEPS_PER_LOGIT, Curves
from scoring.core.ratings import Floats, Integers

BLOCK = 1 << 15
"""Rows worked on at a time: what they need stays in the processor's cache."""

SHORT_CODES = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Sums over each element's ratings under the model, (n,) each, in places on the scale.

    ``at_place`` and ``beside_place``, (G,) each, count ratings by the nearest place of the curves
    and sum how far, in logits, they lie beside it.
    """

    expected: Floats
    variance: Floats
    at_place: Floats
    beside_place: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Ratings sorted by ``own``, the code in one facet; ``other`` is the code in the other facet.

    Every code from 0 to n - 1 has a rating. ``starts`` (n,) says where each begins.
    """

    own: NDArray[np.int32]
    other: NDArray[np.int32]
    starts: NDArray[np.int64]
    blocks: list[tuple[int, int, int, int]] = field(repr=False)

    @classmethod
    def sorted_by(cls, own: Integers, other: Integers, n: int) -> "Rows":
        """Sort ``own`` and ``other``, (rows,) each, by the n codes of ``own``."""
        # Sixteen bits are sorted by counting, several times faster.
        order = np.argsort(own.astype(np.uint16) if n <= SHORT_CODES else own, kind="stable")
        sorted_own = own[order].astype(np.int32)
        starts = np.searchsorted(sorted_own, np.arange(n, dtype=np.int32))
        blocks = _blocks(np.append(starts, own.size))
        return cls(sorted_own, other[order].astype(np.int32), starts, blocks)

    def totals(
        self, curves: Curves, own_places: Floats, other_places: Floats, *, by_place: bool = False
    ) -> Totals:
        """Totals where each rating's place is ``own_places[own] + other_places[other]``, in logits.

        ``by_place`` also fills in what the thresholds need; it costs a third more.
        """
        n, n_places = self.starts.size, curves.expected.size if by_place else 0
        expected, variance = np.empty(n), np.empty(n)
        at_place, beside_place = np.zeros(n_places), np.zeros(n_places)
        mine = (own_places - curves.lowest) * STEPS_PER_LOGIT + 0.5
        theirs = other_places * STEPS_PER_LOGIT
        for first, last, begin, end in self.blocks:
            beside = theirs.take(self.other[begin:end])
            beside += mine.take(self.own[begin:end])
            nearest = beside.astype(np.intp)
            beside -= nearest
            beside -= 0.5
            variances = curves.variance.take(nearest)
            if by_place:
                at_place += np.bincount(nearest, minlength=n_places)
                beside_place += np.bincount(nearest, weights=beside, minlength=n_places)
            beside /= STEPS_PER_LOGIT
            beside *= variances  # the slope of the expected level is its variance
            beside += curves.expected.take(nearest)
            starts = self.starts[first:last] - begin
            expected[first:last] = np.add.reduceat(beside, starts)
            variance[first:last] = np.add.reduceat(variances, starts)
        return Totals(expected, variance, at_place, beside_place / STEPS_PER_LOGIT)


def _blocks(bounds: NDArray[np.int64]) -> list[tuple[int, int, int, int]]:
    """First and past-last element, first and past-last row of each block: elements stay whole."""
    blocks, first, n = [], 0, bounds.size - 1
    while first < n:
        last = int(np.searchsorted(bounds, bounds[first] + BLOCK, side="right")) - 1
        last = min(max(last, first + 1), n)
        blocks.append((first, last, int(bounds[first]), int(bounds[last])))
        first = last
    return blocks

"""One figure at two points: what it changed by in some people, apart from what forms differ by."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.selectors.measure_values import Figure, Sitting
from scoring.public import SMALLEST_GROUP, Estimate, Reason, Undefined, change_over_forms


@dataclass(frozen=True)
class FigureChange:
    """One figure of ``n`` people at two points, apart from what the forms differ by.

    ``before`` and ``after`` are None where the change cannot be said. ``forms`` is how much higher
    the second form reads than the first, where ten people or more had either order.
    """

    figure: Figure
    n: int
    before: float | None
    after: float | None
    change: Estimate | Undefined
    forms: Estimate | None


@dataclass(frozen=True)
class Step:
    """Two measures of one person, and which way they went between the forms."""

    before: Sitting
    after: Sitting
    moved: int


def change_of(figure: Figure, steps: Iterable[Step]) -> FigureChange:
    """One figure's change in people of whom it can be said at both points."""
    known = [(step.before.values[figure], step.after.values[figure], step.moved) for step in steps]
    if len(known) < SMALLEST_GROUP:
        why = Undefined.because(Reason.TOO_FEW_PEOPLE)
        return FigureChange(figure, len(known), None, None, why, None)
    before, after, moved = (np.array(column, dtype=float) for column in zip(*known, strict=True))
    found = change_over_forms(after - before, moved)
    # Halfway between the two, apart from the forms in the same way.
    middle = change_over_forms((before + after) / 2, moved)
    if isinstance(found, Undefined) or isinstance(middle, Undefined):
        why = found if isinstance(found, Undefined) else Undefined.because(Reason.ONE_ORDER)
        return FigureChange(figure, len(known), None, None, why, None)
    half = found.gain.value / 2
    return FigureChange(
        figure=figure,
        n=len(known),
        before=middle.gain.value - half,
        after=middle.gain.value + half,
        change=found.gain,
        forms=found.forms if _told_by_order(moved) else None,
    )


def _told_by_order(moved: NDArray[np.float64]) -> bool:
    """By the order of the forms a figure is of fewer people, of whom there are ten each."""
    return min(int((moved == way).sum()) for way in (-1, 1)) >= SMALLEST_GROUP

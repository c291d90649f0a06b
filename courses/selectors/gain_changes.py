"""One figure at two points: what it changed by in some people, apart from what forms differ by."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.selectors.measure_values import Figure, Sitting
from scoring.public import SMALLEST_GROUP, Estimate, Reason, Undefined, change_over_forms


@dataclass(frozen=True)
class FigureChange:
    """One figure of ``n`` people at two points, apart from what the forms differ by.

    ``before`` and ``after`` are None where the change cannot be said. ``forms`` is how much higher
    the second form reads than the first, in whole tens of people of either order.
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


def change_of(
    figure: Figure, steps: Collection[Step], by_order: Collection[Step] = ()
) -> FigureChange:
    """One figure's change in people of whom it can be said at both points.

    ``by_order`` are those of them whose figures may be told by the order of their forms.
    """
    if len(steps) < SMALLEST_GROUP:
        why = Undefined.because(Reason.TOO_FEW_PEOPLE)
        return FigureChange(figure, len(steps), None, None, why, None)
    before, after, moved = _columns(figure, steps)
    found = change_over_forms(after - before, moved)
    # Halfway between the two, apart from the forms in the same way.
    middle = change_over_forms((before + after) / 2, moved)
    if isinstance(found, Undefined) or isinstance(middle, Undefined):
        why = found if isinstance(found, Undefined) else Undefined.because(Reason.ONE_ORDER)
        return FigureChange(figure, len(steps), None, None, why, None)
    half = found.gain.value / 2
    return FigureChange(
        figure=figure,
        n=len(steps),
        before=middle.gain.value - half,
        after=middle.gain.value + half,
        change=found.gain,
        forms=_forms_of(figure, by_order),
    )


def _forms_of(figure: Figure, by_order: Collection[Step]) -> Estimate | None:
    """What the forms differ by; nothing where not ten people or more had either order."""
    changed = [step for step in by_order if step.moved]
    if len({step.moved for step in changed}) < 2:
        return None
    before, after, moved = _columns(figure, changed)
    found = change_over_forms(after - before, moved)
    return None if isinstance(found, Undefined) else found.forms


def _columns(figure: Figure, steps: Collection[Step]) -> tuple[NDArray[np.float64], ...]:
    rows = [(step.before.values[figure], step.after.values[figure], step.moved) for step in steps]
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))

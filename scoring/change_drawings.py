"""Geometry for changes: how far something moved from nought, and what is left of it months later.

As in ``scoring.drawings``: whole numbers for SVG attributes, hidden from screen readers, and always
beside a table that says the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from scoring.line_drawings import (
    AXIS_ROW,
    EDGE,
    ROW,
    WIDTH,
    IntervalRow,
    Tick,
    interval_rows,
    plain_number,
)

HEIGHT = 150
TOP, BOTTOM = 16, 24
LEFT = 44
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Changes under one another on one scale, with a line at no change."""

    width: int
    height: int
    axis_y: int
    text_y: int
    zero_x: int
    ticks: tuple[Tick, ...]
    rows: tuple[IntervalRow, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class SideTick:
    """A number on the upright axis, and where."""

    y: int
    text: str


@dataclass(frozen=True, slots=True)
class KeptMark:
    """One point in time: its dot, and the ends of what is likely, if they are known."""

    x: int
    y: int
    from_y: int | None
    to_y: int | None
    label: str


@dataclass(frozen=True, slots=True)
class KeptLine:
    """Changes since a first point, from left to right, with a line at no change."""

    width: int
    height: int
    left: int
    zero_y: int
    text_y: int
    ticks: tuple[SideTick, ...]
    marks: tuple[KeptMark, ...]
    path: str

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def change_line(
    rows: Sequence[tuple[str, float, float | None, float | None]],
) -> ChangeLine:
    """Draw changes with their intervals on a scale that has nought and every end in it.

    Each is a label, the value and the two ends, which may be missing.

    >>> drawing = change_line([("Case", 10.0, 2.0, 18.0)])
    >>> [tick.text for tick in drawing.ticks], drawing.zero_x
    (['0', '5', '10', '15', '20'], 24)
    >>> drawing.rows[0].x, drawing.rows[0].from_x, drawing.rows[0].to_x
    (240, 67, 413)
    """
    numbers = _scale(value for _label, *values in rows for value in values if value is not None)
    low, high = numbers[0], numbers[-1]

    def at(value: float) -> int:
        return EDGE + round((WIDTH - 2 * EDGE) * (value - low) / (high - low))

    return ChangeLine(
        width=WIDTH,
        height=len(rows) * ROW + AXIS_ROW,
        axis_y=len(rows) * ROW + 4,
        text_y=len(rows) * ROW + 22,
        zero_x=at(0),
        ticks=tuple(Tick(at(number), plain_number(number)) for number in numbers),
        rows=interval_rows(rows, at),
    )


def kept_line(
    points: Sequence[tuple[str, int, float, float | None, float | None]],
) -> KeptLine:
    """Draw what has changed since a first point, each of the others so many months after it.

    Each is a label, the months, the value and the two ends, which may be missing.

    >>> drawing = kept_line([("Final", 0, 0.0, None, None), ("1", 1, -4.0, -9.0, 1.0)])
    >>> [tick.text for tick in drawing.ticks]
    ['−10', '−5', '0', '5']
    >>> drawing.path, drawing.marks[1].to_y
    ('84,53 416,82', 45)
    """
    numbers = _scale(value for _label, _at, *values in points for value in values if value)
    low, high = numbers[0], numbers[-1]
    last = max((months for _label, months, *_values in points), default=0) or 1
    edge = LEFT + 40

    def across(months: int) -> int:
        return edge + round((WIDTH - edge - 64) * months / last)

    def up(value: float) -> int:
        return TOP + round((HEIGHT - TOP - BOTTOM) * (high - value) / (high - low))

    marks = tuple(
        KeptMark(
            x=across(months),
            y=up(value),
            from_y=None if from_ is None else up(from_),
            to_y=None if to is None else up(to),
            label=label,
        )
        for label, months, value, from_, to in points
    )
    return KeptLine(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        zero_y=up(0),
        text_y=HEIGHT - 6,
        ticks=tuple(SideTick(up(number), plain_number(number)) for number in numbers),
        marks=marks,
        path=" ".join(f"{mark.x},{mark.y}" for mark in marks),
    )


def _scale(values: Iterable[float]) -> list[float]:
    """Round numbers in equal steps from below the least to above the most, nought among them."""
    ends = [0.0, *values]
    low, high = min(ends), max(ends)
    reach = (high - low) or 1.0
    rough = reach / (MOST_TICKS - 1)
    power = 10.0 ** floor(log10(rough))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    if first == last:
        last += 1
    return [number * step for number in range(first, last + 1)]

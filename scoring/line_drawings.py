"""Geometry for lines with marks on them: the line of the score, and intervals of coefficients.

As in ``scoring.drawings``: whole numbers for SVG attributes, hidden from screen readers, and always
beside a table that says the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH = 480
EDGE = 24
ROW = 36
AXIS_ROW = 26
LABEL_ROW = 18
LABEL_WIDTH = 18


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the axis, and where."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class LineMark:
    """Somebody's place on the line. ``label`` is a letter that the table explains."""

    x: int
    label: str
    label_y: int
    is_main: bool


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One line from the worst mark to 100 with everybody's place."""

    width: int
    height: int
    axis_y: int
    text_y: int
    ticks: tuple[Tick, ...]
    marks: tuple[LineMark, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One coefficient: its dot, and the ends of what is likely, if they are known."""

    y: int
    x: int
    from_x: int | None
    to_x: int | None
    label: str
    label_y: int


@dataclass(frozen=True, slots=True)
class IntervalLine:
    """Coefficients under one another on one scale."""

    width: int
    height: int
    axis_y: int
    text_y: int
    ticks: tuple[Tick, ...]
    rows: tuple[IntervalRow, ...]

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def points_line(
    places: Sequence[tuple[str, float, bool]], *, has_numbers: bool = True
) -> PointsLine:
    """Draw places on the score's line, from 0, or the lowest of them, to 100.

    Each is a letter, its points, and whether it is the one that the drawing is about. Two that
    fall together stand in rows above one another. Without numbers it is a drawing alone, as on a
    yardstick that is provisional.

    >>> drawing = points_line([("P", 66.0, True), ("N", 0.0, False)])
    >>> [(mark.label, mark.x) for mark in drawing.marks], [tick.text for tick in drawing.ticks]
    ([('P', 309), ('N', 24)], ['0', '50', '100'])
    """
    lowest = min([0.0, *(points for _label, points, _main in places)])
    low = -50 * -(int(lowest) // 50) if lowest < 0 else 0

    def at(points: float) -> int:
        return EDGE + round((WIDTH - 2 * EDGE) * (min(points, 100) - low) / (100 - low))

    rows: list[list[int]] = []
    placed = [(label, at(points), main) for label, points, main in places]
    row_of = {label: _free_row(rows, x) for label, x, _main in sorted(placed, key=_by_x)}
    top = len(rows) * LABEL_ROW
    return PointsLine(
        width=WIDTH,
        height=top + 52,
        axis_y=top + 14,
        text_y=top + 44,
        ticks=tuple(
            Tick(at(each), plain_number(each)) for each in range(low, 101, 50) if has_numbers
        ),
        marks=tuple(
            LineMark(x, label, top - row_of[label] * LABEL_ROW, main) for label, x, main in placed
        ),
    )


def _by_x(placed: tuple[str, int, bool]) -> int:
    return placed[1]


def _free_row(rows: list[list[int]], x: int) -> int:
    """The lowest row of labels in which there is room at a place, which it then takes."""
    for number, taken in enumerate(rows):
        if all(abs(x - other) >= LABEL_WIDTH for other in taken):
            taken.append(x)
            return number
    rows.append([x])
    return len(rows) - 1


def interval_line(
    rows: Sequence[tuple[str, float, float | None, float | None]],
) -> IntervalLine:
    """Draw coefficients from 0 (or the lowest end, by halves) to 1, each with its interval.

    Each is a label, the value and the two ends, which may be missing.

    >>> drawing = interval_line([("alpha", 0.5, 0.25, 0.75)])
    >>> drawing.rows[0].x, drawing.rows[0].from_x, drawing.rows[0].to_x
    (240, 132, 348)
    """
    ends = [value for _label, *values in rows for value in values if value is not None]
    low = -1 if min([0.0, *ends]) < -0.5 else -0.5 if min([0.0, *ends]) < 0 else 0

    def at(value: float) -> int:
        inside = min(max(value, low), 1)
        return EDGE + round((WIDTH - 2 * EDGE) * (inside - low) / (1 - low))

    count = len(rows)
    steps = range(round(2 * low), 3)
    return IntervalLine(
        width=WIDTH,
        height=count * ROW + AXIS_ROW,
        axis_y=count * ROW + 4,
        text_y=count * ROW + 22,
        ticks=tuple(Tick(at(step / 2), plain_number(step / 2)) for step in steps),
        rows=interval_rows(rows, at),
    )


def interval_rows(
    rows: Sequence[tuple[str, float, float | None, float | None]], at: Callable[[float], int]
) -> tuple[IntervalRow, ...]:
    """The rows under one another; ``at`` says where a value stands on their scale.

    >>> interval_rows([("alpha", 0.5, None, 0.75)], lambda value: round(100 * value))[0].to_x
    75
    """
    return tuple(
        IntervalRow(
            y=n * ROW + 22,
            x=at(value),
            from_x=None if from_ is None else at(from_),
            to_x=None if to is None else at(to),
            label=label,
            label_y=n * ROW + 12,
        )
        for n, (label, value, from_, to) in enumerate(rows)
    )


def plain_number(value: float) -> str:
    """A tick's number with a true minus sign, and no nought behind a whole one.

    >>> plain_number(-0.5), plain_number(20.0), plain_number(3 * 0.1)
    ('−0.5', '20', '0.3')
    """
    text = f"{abs(round(value, 6)):g}"
    return f"−{text}" if value < 0 else text

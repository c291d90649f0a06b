"""Geometry for the charts, without Django: counts in, whole numbers for SVG attributes out.

Style attributes are forbidden by our content security policy, so every length a drawing needs is
worked out here and written as an SVG attribute; colour comes from CSS classes. All numbers are
whole, so that no locale can write a decimal comma into an attribute. A drawing is hidden from
screen readers and always stands beside a table or a sentence that says the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

Direction = Literal["below", "above", "equal", "unscored"]

COLUMN = 52
BAR = 36
GAP = 16
COUNT_ROW = 18
PLOT = 72
CODE_ROW = 20
MARK_ROW = 20
MARK_HALF = 8
MARK_RADIUS = 6

SHARE_WIDTH = 200
SHARE_HEIGHT = 12

HEAT_STEPS = (0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """The panellists who gave one level; ``level`` is None for those who gave none."""

    level: int | None
    count: int
    is_key: bool
    x: int
    y: int
    width: int
    height: int
    middle: int
    count_y: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one person's level stands: a triangle when it differs from the key, else a dot."""

    direction: Direction
    x: int
    y: int
    radius: int
    points: str
    reach_from: int
    reach_to: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A column per level, as tall as its share of the panel, and one person's mark under them."""

    width: int
    height: int
    axis_y: int
    code_y: int
    bars: tuple[Bar, ...]
    mark: Mark | None

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A signed error in levels as a class for the colour, a shape and the words in the cell."""

    css_class: str
    shape: str
    text: str


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A part of a whole: the track's size and how much of it is filled."""

    width: int
    height: int
    filled: int

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def spread(
    votes: Sequence[int],
    *,
    key_levels: Collection[int] = (),
    own_level: int | None = None,
    off_scale: int = 0,
) -> Spread:
    """Draw the panel's votes on a scale of ``len(votes)`` levels with one person's mark.

    Bars are scaled to the whole panel (``off_scale`` included: panellists who answered "not enough
    information" or "not applicable"), so drawings down a page share one scale. ``key_levels`` are
    empty for a unit that is shown and not scored; its mark is then neither below nor above.

    >>> drawing = spread([0, 1, 3, 8], key_levels={3}, own_level=1)
    >>> [bar.height for bar in drawing.bars], drawing.mark.direction
    ([0, 6, 18, 48], 'below')
    """
    levels = range(len(votes))
    for level in (*key_levels, *(() if own_level is None else (own_level,))):
        if level not in levels:
            raise ValueError(f"Level {level} is not on a scale of {len(votes)}.")
    panel = sum(votes) + off_scale
    bars = [
        _bar(level, votes[level], panel, left=level * COLUMN, is_key=level in key_levels)
        for level in levels
    ]
    width = len(votes) * COLUMN
    if off_scale:
        bars.append(_bar(None, off_scale, panel, left=width + GAP, is_key=False))
        width += GAP + COLUMN
    axis_y = COUNT_ROW + PLOT
    return Spread(
        width=width,
        height=axis_y + CODE_ROW + MARK_ROW,
        axis_y=axis_y,
        code_y=axis_y + CODE_ROW - 5,
        bars=tuple(bars),
        mark=None if own_level is None else _mark(own_level, key_levels),
    )


def heat_cell(signed_error: float | None) -> HeatCell:
    """Dress a mean signed error for a table: violet below, amber above, the figure always shown.

    The steps are 0.2, 0.5 and 1 level either way, taken after rounding to one decimal so that the
    same figure never has two colours; under 0.2 a cell stays plain. The shape joins in from half a
    level, so that the larger errors are told apart without colour.

    >>> heat_cell(-0.84)
    HeatCell(css_class='heat-m2', shape='▼', text='−0.8')
    """
    if signed_error is None:
        return HeatCell(css_class="heat-none", shape="", text="")
    shown = round(signed_error, 1)
    size = sum(abs(shown) >= step for step in HEAT_STEPS)
    text = _signed(shown)
    if not size:
        return HeatCell(css_class="heat-0", shape="", text=text)
    side, shape = ("m", "▼") if shown < 0 else ("p", "▲")
    return HeatCell(css_class=f"heat-{side}{size}", shape=shape if size > 1 else "", text=text)


def share_bar(part: int, whole: int) -> ShareBar:
    """Draw ``part`` of ``whole``; an empty whole draws an empty track.

    Any part shows at least a sliver, and only the whole fills the track.

    >>> share_bar(31, 38).filled
    163
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}.")
    if part in (0, whole):
        filled = SHARE_WIDTH if part else 0
    else:
        filled = min(max(round(SHARE_WIDTH * part / whole), 2), SHARE_WIDTH - 2)
    return ShareBar(width=SHARE_WIDTH, height=SHARE_HEIGHT, filled=filled)


def _bar(level: int | None, count: int, panel: int, *, left: int, is_key: bool) -> Bar:
    height = max(round(PLOT * count / panel), 1) if count else 0
    top = COUNT_ROW + PLOT - height
    return Bar(
        level=level,
        count=count,
        is_key=is_key,
        x=left + (COLUMN - BAR) // 2,
        y=top,
        width=BAR,
        height=height,
        middle=left + COLUMN // 2,
        count_y=top - 5,
    )


def _mark(own_level: int, key_levels: Collection[int]) -> Mark:
    x = _middle(own_level)
    y = COUNT_ROW + PLOT + CODE_ROW + MARK_ROW // 2
    if not key_levels:
        return Mark("unscored", x, y, MARK_RADIUS, "", x, x)
    nearest = min(key_levels, key=lambda level: abs(level - own_level))
    if own_level == nearest:
        return Mark("equal", x, y, MARK_RADIUS, "", x, x)
    base, tip = (y - 7, y + 7) if own_level < nearest else (y + 7, y - 7)
    points = f"{x - MARK_HALF},{base} {x + MARK_HALF},{base} {x},{tip}"
    direction: Direction = "below" if own_level < nearest else "above"
    return Mark(direction, x, y, MARK_RADIUS, points, _middle(nearest), x)


def _middle(level: int) -> int:
    return level * COLUMN + COLUMN // 2


def _signed(value: float) -> str:
    """One decimal with a true sign; nothing at all carries none."""
    if value == 0:
        return "0.0"
    return f"{'−' if value < 0 else '+'}{abs(value):.1f}"

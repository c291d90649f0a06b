"""What a table of raters and units is before its variance is taken apart."""

from dataclasses import replace

import numpy as np

from scoring.core.ratings import Floats, Ratings
from scoring.core.undefined import Reason, Undefined


def complete_table(ratings: Ratings) -> Floats | Undefined:
    """Values of a complete table: a row for each unit, a column for each rater.

    Raters and units without any rating are left out, so that adding one changes nothing. Shape
    (units, raters), in units of the scale.
    Undefined: no answers; one rater; one unit; somebody did not rate some unit (incomplete).

    >>> complete_table(Ratings.of_table([[0, 1], [2, 1]], scale=[0, 1, 5])).tolist()
    [[0.0, 1.0], [5.0, 1.0]]
    >>> complete_table(Ratings.of_table([[0, 1], [2, None]])).reason.value
    'incomplete'
    """
    if undefined := _too_small(ratings):
        return undefined
    rows, n_rows = _numbered(ratings.units, ratings.n_units)
    columns, n_columns = _numbered(ratings.raters, ratings.n_raters)
    if ratings.size < n_rows * n_columns:
        return Undefined.because(Reason.INCOMPLETE)
    table = np.empty((n_rows, n_columns))
    table[rows, columns] = ratings.values()
    return table


def linked_ratings(ratings: Ratings) -> Ratings | Undefined:
    """The ratings of units that two raters or more rated, renumbered without gaps.

    A unit rated once says nothing of how raters differ. The scale is kept.
    Undefined: no answers; one rater; one unit; no unit rated twice (no overlap); one unit left.

    >>> linked = linked_ratings(Ratings.of_table([[0, 1], [2, None], [1, 1]]))
    >>> linked.n_units, linked.units.tolist()
    (2, [0, 0, 1, 1])
    """
    if undefined := _too_small(ratings):
        return undefined
    kept = np.bincount(ratings.units, minlength=ratings.n_units)[ratings.units] > 1
    if not kept.any():
        return Undefined.because(Reason.NO_OVERLAP)
    units, n_units = _numbered(ratings.units[kept], ratings.n_units)
    raters, n_raters = _numbered(ratings.raters[kept], ratings.n_raters)
    if n_units < 2:
        return Undefined.because(Reason.TOO_FEW_UNITS)
    return replace(
        ratings,
        raters=raters,
        units=units,
        levels=ratings.levels[kept],
        n_raters=n_raters,
        n_units=n_units,
    )


def _too_small(ratings: Ratings) -> Undefined | None:
    if not ratings.size:
        return Undefined.because(Reason.NO_ANSWERS)
    if (ratings.raters == ratings.raters[0]).all():
        return Undefined.because(Reason.TOO_FEW_RATERS)
    if (ratings.units == ratings.units[0]).all():
        return Undefined.because(Reason.TOO_FEW_UNITS)
    return None


def _numbered(codes: np.ndarray, most: int) -> tuple[np.ndarray, int]:
    """The codes that occur, counted from 0 in their order, and how many there are."""
    occurs = np.zeros(most, dtype=bool)
    occurs[codes] = True
    numbers = np.cumsum(occurs) - 1
    return numbers[codes], int(occurs.sum())

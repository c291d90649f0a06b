"""Ratings that can be estimated from: what is left without raters and units at an end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.rasch.links import Marks
from scoring.core.ratings import Ratings


@dataclass(frozen=True, slots=True, eq=False)
class Estimable:
    """The ratings, as indices (m,), whose raters and units are not extreme, and the levels in use.

    ``levels`` are the places on the scale that these ratings use, ascending. ``rows`` is empty
    where every rater and unit is extreme.
    """

    rows: NDArray[np.int64]
    levels: NDArray[np.int64]


def without_extremes(ratings: Ratings, among: Marks | None = None) -> Estimable:
    """Leave out who gave, and what drew, only the lowest or only the highest level in use.

    No severity is low or high enough for such ratings to be likeliest. Leaving some out can make
    others extreme, or a level unused, so it is repeated until none is left (Wright and
    Panchapakesan 1969, Educational and Psychological Measurement 29, 23-48). ``among`` (n,) marks
    the ratings to begin with; all of them if not given.

    >>> kept = without_extremes(Ratings.of_table([[0, 1, 1], [1, 0, 1], [0, 0, 0]]))
    >>> kept.rows.tolist()
    [0, 1, 3, 4]
    """
    rows = np.arange(ratings.size) if among is None else np.flatnonzero(among)
    raters, units, levels = ratings.raters[rows], ratings.units[rows], ratings.levels[rows]
    while True:
        used = np.flatnonzero(np.bincount(levels, minlength=ratings.n_levels))
        if used.size == 0:
            return Estimable(rows, used)
        at_end = np.zeros(rows.size, bool)
        for codes, n in ((raters, ratings.n_raters), (units, ratings.n_units)):
            of_each = np.bincount(codes, minlength=n)
            for end in (used[0], used[-1]):
                at_this_end = np.bincount(codes[levels == end], minlength=n)
                at_end |= (at_this_end == of_each)[codes]
        if not at_end.any():
            return Estimable(rows, used)
        rows, raters = rows[~at_end], raters[~at_end]
        units, levels = units[~at_end], levels[~at_end]

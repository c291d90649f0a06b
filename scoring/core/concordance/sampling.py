"""How much scores would move with other panellists: the bootstrap over the panel."""

import numpy as np
from numpy.typing import NDArray

from scoring.core.bulk.answers import WITHOUT_LEVEL, Answers
from scoring.core.bulk.column import Column
from scoring.core.concordance.credit import FULL, credits, is_rated
from scoring.core.ratings import Floats
from scoring.core.undefined import Reason

PANELS = 200
"""Panels drawn; the standard error of a standard error from 200 is 5% of it."""

VALUES_AT_ONCE = 2_000_000


def standard_errors_over_panellists(
    answers: Answers, panel: Answers, generator: np.random.Generator, resamples: int = PANELS
) -> Column:
    """Standard error of everybody's script-concordance score, in points, had others sat as panel.

    Panellists are drawn afresh with replacement, each with all their ratings; the key is built and
    the answers scored anew (Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 6).
    A unit that a drawn panel did not rate is left out of that draw. It says nothing of other
    cases, which matter more.

    Undefined: fewer than two panellists (too few raters); no answer on a unit that the panel
    rated. ValueError: answers and panel on different units or levels, fewer than two resamples.

    >>> panel = Answers(np.arange(3), np.array([0, 0, 0]), np.array([1, 1, 2]), 3, 1, 3)
    >>> mine = Answers(np.array([0]), np.array([0]), np.array([1]), 1, 1, 3)
    >>> se = standard_errors_over_panellists(mine, panel, np.random.default_rng(1))
    >>> 25 < se[0] < 45
    True
    """
    if (answers.n_units, answers.n_levels) != (panel.n_units, panel.n_levels):
        raise ValueError("Answers and panel are not on the same units and levels.")
    if resamples < 2:
        raise ValueError("A standard error takes two resamples or more.")
    n_panellists = int(np.unique(panel.people).size)
    table = _credit_of_drawn_panels(panel, generator, resamples)
    order = np.argsort(answers.people, kind="stable")
    people = answers.people[order]
    cells = answers.cells()[order]
    ends = np.searchsorted(people, np.arange(answers.n_people + 1)).astype(np.int64)
    se, known = np.zeros(answers.n_people), np.zeros(answers.n_people, dtype=bool)
    for first, last in _spans(ends, VALUES_AT_ONCE // resamples):
        some = slice(ends[first], ends[last])
        worth, own = table[cells[some]], ends[first:last] - ends[first]
        answered = np.flatnonzero(np.diff(ends[first : last + 1]))
        if not answered.size:
            continue
        # A credit is negative where the drawn panel did not rate the unit.
        rated = np.add.reduceat(worth >= 0, own[answered], axis=0, dtype=np.float64)
        earned = np.add.reduceat(np.maximum(worth, 0), own[answered], axis=0, dtype=np.float64)
        se[first + answered], known[first + answered] = _spread(earned, rated)
    too_few = np.full(answers.n_people, n_panellists < 2)
    return Column.of(se, {Reason.TOO_FEW_RATERS: too_few, Reason.NO_OVERLAP: ~known})


def _credit_of_drawn_panels(
    panel: Answers, generator: np.random.Generator, resamples: int
) -> NDArray[np.float32]:
    """Of shape (units * (K + 2), resamples): see ``Answers.cells``; -1 where nobody drawn rated."""
    shape = panel.n_units, panel.n_levels
    given = panel.levels >= 0
    people = panel.people[given]
    cells = panel.units[given] * np.int64(panel.n_levels) + panel.levels[given]
    table = np.zeros((*shape[:1], shape[1] + WITHOUT_LEVEL, resamples), dtype=np.float32)
    sitting = np.unique(panel.people)
    for draw in range(resamples):
        drawn = sitting[generator.integers(0, max(sitting.size, 1), sitting.size)]
        times = np.bincount(drawn, minlength=panel.n_people).astype(float)
        counts = np.bincount(cells, times[people], minlength=shape[0] * shape[1]).reshape(shape)
        table[:, WITHOUT_LEVEL:, draw] = credits(counts)
        table[~is_rated(counts), :, draw] = -1
    return table.reshape(-1, resamples)


def _spans(ends: NDArray[np.int64], most: int) -> list[tuple[int, int]]:
    """Runs of people who have about ``most`` answers together, as first and past the last."""
    spans, first, n_people = [], 0, ends.size - 1
    while first < n_people:
        last = int(np.searchsorted(ends, ends[first] + most, side="right")) - 1
        last = min(max(last, first + 1), n_people)
        spans.append((first, last))
        first = last
    return spans


def _spread(earned: Floats, rated: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Standard deviation over the draws in which a person has a score; they need two of those."""
    has_score = rated > 0
    draws = has_score.sum(axis=1)
    scores = FULL * earned / np.maximum(rated, 1)
    mean = scores.sum(axis=1) / np.maximum(draws, 1)
    squares = np.where(has_score, (scores - mean[:, None]) ** 2, 0.0).sum(axis=1)
    return np.sqrt(squares / np.maximum(draws - 1, 1)), draws > 1

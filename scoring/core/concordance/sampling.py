"""How much scores would move with other panellists: the bootstrap over the panel."""

import numpy as np
from numpy.typing import NDArray

from scoring.core.bulk.answers import WITHOUT_LEVEL, Answers
from scoring.core.bulk.column import Column
from scoring.core.concordance.credit import FULL, credits, is_rated
from scoring.core.undefined import Reason

Singles = NDArray[np.float32]

PANELS = 200
"""Panels drawn; the standard error of a standard error from 200 is 5% of it."""

CREDITS_AT_ONCE = 25_000_000
"""100 MB."""

VALUES_AT_ONCE = 250_000
"""So that what is added up is still in the processor's cache."""


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
    order = np.argsort(answers.people, kind="stable")
    people = answers.people[order]
    cells, units = answers.cells()[order], answers.units[order]
    ends = np.searchsorted(people, np.arange(answers.n_people + 1)).astype(np.int64)
    sums, squares, draws = (np.zeros(answers.n_people) for _ in range(3))
    for size in _blocks(resamples, panel):
        credit, rated = _drawn_panels(panel, generator, size)
        everywhere = bool(rated.all())
        for first, last in _spans(ends, VALUES_AT_ONCE // size):
            some = slice(ends[first], ends[last])
            answered = first + np.flatnonzero(np.diff(ends[first : last + 1]))
            starts = ends[answered] - ends[first]
            earned = np.add.reduceat(credit[cells[some]], starts, axis=0)
            if everywhere:
                n = np.diff(np.append(starts, ends[last] - ends[first]))[:, None].astype(float)
            else:
                n = np.add.reduceat(rated[units[some]], starts, axis=0).astype(float)
            scores = FULL * earned / np.maximum(n, 1)
            sums[answered] += scores.sum(axis=1)
            squares[answered] += (scores**2).sum(axis=1)
            draws[answered] += np.broadcast_to(n > 0, scores.shape).sum(axis=1)
    spread = np.maximum(squares - sums**2 / np.maximum(draws, 1), 0.0)
    too_few = np.full(answers.n_people, np.unique(panel.people).size < 2)
    return Column.of(
        np.sqrt(spread / np.maximum(draws - 1, 1)),
        {Reason.TOO_FEW_RATERS: too_few, Reason.NO_OVERLAP: draws < 2},
    )


def _blocks(resamples: int, panel: Answers) -> list[int]:
    """How many panels are drawn at a time, so that their tables fit into memory together."""
    cells = panel.n_units * (panel.n_levels + WITHOUT_LEVEL)
    most = min(max(CREDITS_AT_ONCE // max(cells, 1), 1), resamples)
    return [min(most, resamples - done) for done in range(0, resamples, most)]


def _drawn_panels(
    panel: Answers, generator: np.random.Generator, resamples: int
) -> tuple[Singles, Singles]:
    """The credit of each answer by each drawn panel, and whether that panel rated the unit.

    Of shapes (units * (K + 2), resamples), see ``Answers.cells``, and (units, resamples).
    """
    n_units, n_levels = panel.n_units, panel.n_levels
    given = panel.levels >= 0
    people = panel.people[given]
    cells = panel.units[given] * np.int64(n_levels) + panel.levels[given]
    credit = np.zeros((n_units, n_levels + WITHOUT_LEVEL, resamples), dtype=np.float32)
    rated = np.zeros((n_units, resamples), dtype=np.float32)
    sitting = np.unique(panel.people)
    for draw in range(resamples):
        drawn = sitting[generator.integers(0, max(sitting.size, 1), sitting.size)]
        times = np.bincount(drawn, minlength=panel.n_people)
        votes = np.bincount(cells, times[people], minlength=n_units * n_levels)
        counts = votes.astype(np.int64).reshape(n_units, n_levels)
        credit[:, WITHOUT_LEVEL:, draw] = credits(counts)
        rated[:, draw] = is_rated(counts)
    return credit.reshape(-1, resamples), rated


def _spans(ends: NDArray[np.int64], most: int) -> list[tuple[int, int]]:
    """Runs of people who have about ``most`` answers together, as first and past the last."""
    spans, first, n_people = [], 0, ends.size - 1
    while first < n_people:
        last = int(np.searchsorted(ends, ends[first] + most, side="right")) - 1
        last = min(max(last, first + 1), n_people)
        spans.append((first, last))
        first = last
    return spans

"""Quadratic kappa of everybody against the key."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scoring.core.bulk.answers import WITHOUT_LEVEL, Answers
from scoring.core.bulk.column import Column
from scoring.core.bulk.panel_votes import PanelVotes
from scoring.core.undefined import Reason

Numbers = NDArray[np.int64]

COUNTS_AT_ONCE = 10_000_000
"""80 MB; on a scale of four levels that is everybody."""


def quadratic_kappas(answers: Answers, panel: PanelVotes) -> Column:
    """Everybody's quadratic kappa against the key's lower level, on scored units; 1 at best.

    ``1 - sum(w O) / sum(w E)``, ``w = (x - key)^2`` and E the product of the margins over n: Cohen
    (1968), Weighted kappa, Psychological Bulletin 70, 213-220. Chance is taken from the person's
    own margins: a severe person with the right order keeps a fair kappa, so it stands beside the
    signed difference, never alone. Answers without a level are left out.
    Undefined: no level on a scored unit (no answers); the person and the key had one and the same
    level throughout (all alike).

    >>> from scoring.core import PanelUnit, Votes
    >>> votes = Votes((0, 0, 9, 0)), Votes((9, 0, 0, 0))
    >>> panel = PanelVotes.of_units(PanelUnit(str(n), 1, "social", v) for n, v in enumerate(votes))
    >>> people, units, levels = np.array([[0, 0, 1, 1], [0, 1, 0, 1], [2, 0, 0, 2]])
    >>> quadratic_kappas(Answers(people, units, levels, 2, 2, 4), panel).values.tolist()
    [1.0, -1.0]
    """
    width = panel.n_levels
    thrown = width * width  # where an answer without a level goes, or on a unit not scored
    at = np.full((panel.n_units, width + WITHOUT_LEVEL), thrown, dtype=np.int64)
    at[panel.scored, WITHOUT_LEVEL:] = (
        np.arange(width) * width + panel.lower_key[panel.scored, None]
    )
    places = at.ravel().take(answers.cells())
    apart = np.subtract.outer(np.arange(width), np.arange(width)) ** 2
    n, squared, expected = (np.zeros(answers.n_people, dtype=np.int64) for _ in range(3))
    for some, table in _tables(answers, places, thrown):
        pairs = table[:, :thrown].reshape(-1, width, width)
        mine, theirs = pairs.sum(axis=2), pairs.sum(axis=1)
        n[some] = mine.sum(axis=1)
        squared[some] = pairs.reshape(-1, thrown) @ apart.ravel()
        expected[some] = ((mine @ apart) * theirs).sum(axis=1)
    values = 1 - squared * n / np.maximum(expected, 1)
    return Column.of(values, {Reason.NO_ANSWERS: n == 0, Reason.ALL_ALIKE: expected == 0})


def _tables(answers: Answers, places: Numbers, last: int) -> Iterator[tuple[slice, Numbers]]:
    """How often each person's answers have which place, for as many people as fit into memory."""
    width = last + 1
    step = max(COUNTS_AT_ONCE // width, 1)
    for first in range(0, answers.n_people, step):
        some = slice(first, min(first + step, answers.n_people))
        size = some.stop - first
        people, theirs = answers.people, places
        if size < answers.n_people:
            kept = (people >= first) & (people < some.stop)
            people, theirs = people[kept] - first, places[kept]
        counted = np.bincount(people * np.int64(width) + theirs, minlength=size * width)
        yield some, counted.reshape(size, width)

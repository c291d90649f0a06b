"""Quadratic kappa of everybody against the key."""

from collections.abc import Iterator

import numpy as np

from scoring.core.agreement import quadratic_kappas
from scoring.core.bulk.answers import Answers
from scoring.core.bulk.panel_votes import PanelVotes
from scoring.core.estimate import Estimate
from scoring.core.ratings import Ratings
from scoring.core.undefined import Reason, Undefined

COUNTS_AT_ONCE = 10_000_000
"""80 MB; on a scale of four levels that is everybody."""


def kappas_against_key(answers: Answers, panel: PanelVotes) -> list[Estimate | Undefined]:
    """Everybody's quadratic kappa against the key's lower level, on scored units; 1 at best.

    ``quadratic_kappas`` says what it is; a severe person with the right order keeps a fair kappa,
    so it stands beside the signed difference, never alone. Answers without a level are left out.
    Undefined: no level on a scored unit (no answers); the person and the key had one and the same
    level throughout (all alike).

    >>> from scoring.core import PanelUnit, Votes
    >>> votes = Votes((0, 0, 9, 0)), Votes((9, 0, 0, 0))
    >>> panel = PanelVotes.of_units(PanelUnit(str(n), 1, "social", v) for n, v in enumerate(votes))
    >>> people, units, levels = np.array([[0, 0, 1, 1], [0, 1, 0, 1], [2, 0, 0, 2]])
    >>> [one.value for one in kappas_against_key(Answers(people, units, levels, 2, 2, 4), panel)]
    [1.0, -1.0]
    """
    key = np.where(panel.scored, panel.lower_key, -1)
    figures: list[Estimate | Undefined] = []
    for ratings in _in_parts(answers):
        kappas = quadratic_kappas(ratings, key)
        figures += [
            kappas.of(person) if n else Undefined.because(Reason.NO_ANSWERS)
            for person, n in enumerate(kappas.n_units.tolist())
        ]
    return figures


def _in_parts(answers: Answers) -> Iterator[Ratings]:
    """The levels given, of as many people at a time as have their tables fit into memory."""
    has_level = answers.levels >= 0
    step = max(COUNTS_AT_ONCE // (answers.n_levels * (answers.n_levels + 1)), 1)
    for first in range(0, answers.n_people, step):
        last = min(first + step, answers.n_people)
        kept = has_level
        if last - first < answers.n_people:
            kept = kept & (answers.people >= first) & (answers.people < last)
        yield Ratings(
            raters=answers.people[kept] - first,
            units=answers.units[kept],
            levels=answers.levels[kept],
            scale=np.arange(answers.n_levels, dtype=float),
            n_raters=last - first,
            n_units=answers.n_units,
        )

"""Synthetic trainees: a seeded rater model whose answers go through the same scorer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import copysign
from typing import TypeVar

import numpy as np

from scoring.core.panel import Votes
from scoring.core.unit import AnswerKind, Given
from scoring.core.yardstick import PanelUnit

STATED_CONFIDENCES = (25, 50, 70, 90)
"""Guess, unsure, fairly sure, very sure: percent."""

CONFIDENCE_NOISE = 0.7

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Rater:
    """How a synthetic rater answers.

    ``shift``: levels added to every answer (below 0 rates lower than the panel). ``spread``:
    standard deviation, in levels, of what they see around the panel's mean. ``not_enough``: chance
    of "not enough information" on any unit. ``boldness``: steps added to the stated confidence.
    ``recall``: chance of choosing what the whole panel chose. ``stray``: chance of choosing a thing
    that no panellist did. ``notice``: chance of seeing that ARMS is not the tool for a case that
    the panel found it is not for. ValueError: a spread below 0, or a chance outside 0 to 1.
    """

    shift: float = 0.0
    spread: float = 0.8
    not_enough: float = 0.0
    boldness: float = 0.0
    recall: float = 0.6
    stray: float = 0.03
    notice: float = 0.6

    def __post_init__(self) -> None:
        if self.spread < 0:
            raise ValueError("A spread is not negative.")
        chances = (self.not_enough, self.recall, self.stray, self.notice)
        if any(not 0 <= chance <= 1 for chance in chances):
            raise ValueError("A chance lies between 0 and 1.")

    def after(self, cases: int, learning: float) -> "Rater":
        """The same person some cases later: nearer to the panel, and steadier.

        Shift and spread each lose ``learning`` levels a case, and stop at 0.
        ValueError: a number below 0.

        >>> later = Rater(shift=-0.5, spread=0.8).after(2, learning=0.1)
        >>> round(later.shift, 2), round(later.spread, 2)
        (-0.3, 0.6)
        """
        if cases < 0 or learning < 0:
            raise ValueError("Nobody unlearns.")
        lost = cases * learning
        return replace(
            self,
            shift=copysign(max(abs(self.shift) - lost, 0.0), self.shift),
            spread=max(self.spread - lost, 0.0),
        )


def simulate_given(
    votes: Votes, rater: Rater, generator: np.random.Generator, centre: float | None = None
) -> Given:
    """One answer with its confidence.

    What the rater sees is normal around ``centre`` (a designed level; the panel's mean level when
    None; the middle of the scale when it gave none), moved by ``shift`` and rounded on to the
    scale. They give an answer without a level about as often as the panel did, and "not enough
    information" besides with chance ``not_enough``. They are surer the further what they saw is
    from a border between levels, whether or not it is right.

    >>> simulate_given(Votes((0, 0, 12, 0)), Rater(spread=0), np.random.default_rng(1)).level
    2
    """
    kind = _kind(votes, rater, generator)
    middle = _mean_level(votes) if centre is None else centre
    seen = middle + rater.shift + rater.spread * float(generator.standard_normal())
    level = round(min(max(seen, 0.0), votes.n_levels - 1.0))
    confidence = _confidence(0.5 - abs(seen - round(seen)), rater, generator)
    return Given(kind, level if kind is AnswerKind.LEVEL else None, confidence)


def simulate_givens(
    units: Iterable[PanelUnit],
    rater: Rater,
    generator: np.random.Generator,
    centres: Mapping[tuple[int, str], float] | None = None,
) -> dict[tuple[int, str], Given]:
    """One person's answers on the units of a case, by stage and factor, as ``judge_case`` takes.

    ``centres`` holds designed levels by stage and factor; the panel's votes serve elsewhere.
    """
    designed = centres or {}
    return {
        unit.at: simulate_given(unit.votes, rater, generator, designed.get(unit.at))
        for unit in units
    }


def simulate_choices(
    votes: Mapping[Choice, int],
    panel_size: int,
    others: Iterable[Choice],
    rater: Rater,
    generator: np.random.Generator,
) -> frozenset[Choice]:
    """Passages cited on a unit, or actions chosen for a case.

    Each thing the panel chose is taken with chance ``recall`` times the share of the panel that
    chose it, each of ``others`` with chance ``stray``. Order matters to the draws: pass both in a
    settled one. ValueError: no panel.

    >>> keen = Rater(recall=1, stray=0)
    >>> simulate_choices({"D2.2": 12}, 12, ["D1.3"], keen, np.random.default_rng(1))
    frozenset({'D2.2'})
    """
    if panel_size < 1:
        raise ValueError("A panel has a panellist or more.")
    chances = {choice: rater.recall * n / panel_size for choice, n in votes.items()}
    for choice in others:
        chances.setdefault(choice, rater.stray)
    drawn = generator.random(len(chances)).tolist()
    return frozenset(
        choice for (choice, chance), one in zip(chances.items(), drawn, strict=True) if one < chance
    )


def _mean_level(votes: Votes) -> float:
    if not votes.ratings:
        return (votes.n_levels - 1) / 2
    return sum(k * n for k, n in enumerate(votes.levels)) / votes.ratings


def _kind(votes: Votes, rater: Rater, generator: np.random.Generator) -> AnswerKind:
    drawn, prone = generator.random(2)
    panellists = max(votes.panellists, 1)
    if prone < rater.not_enough or drawn < votes.not_enough / panellists:
        return AnswerKind.NOT_ENOUGH
    if drawn < (votes.not_enough + votes.not_applicable) / panellists:
        return AnswerKind.NOT_APPLICABLE
    return AnswerKind.LEVEL


def _confidence(clearness: float, rater: Rater, generator: np.random.Generator) -> int:
    """``clearness`` is the distance to the nearest border between levels, 0 to 0.5."""
    steps = 1 + 2 * clearness + rater.boldness + CONFIDENCE_NOISE * generator.standard_normal()
    return STATED_CONFIDENCES[round(min(max(steps, 0.0), len(STATED_CONFIDENCES) - 1.0))]

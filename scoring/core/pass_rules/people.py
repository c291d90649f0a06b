"""Who a pass rule is tried on: panellists, trainees, and people who never read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scoring.core.panel import MINIMUM_RATINGS, Standing, Votes, standing, total_distances
from scoring.core.score import CaseJudgement, judge_case
from scoring.core.simulate import Rater, simulate_givens
from scoring.core.unit import AnswerKind, FactorKind, Given
from scoring.core.yardstick import PanelUnit, Yardstick

Answers = Mapping[tuple[int, str], Given]
"""One person's answers on a case, by stage and factor."""

Sitter = Callable[[str], CaseJudgement]
"""How one person does on the case of that name."""


@dataclass(frozen=True, slots=True)
class CaseBank:
    """The cases that sittings are drawn from, and what they are judged by.

    ``cases`` holds the units of each case by its name. ``minimum`` is the level ratings a scored
    unit needs: 10 for a check that certifies.
    """

    cases: Mapping[str, Sequence[PanelUnit]]
    kinds: Mapping[str, FactorKind]
    yardstick: Yardstick | None
    minimum: int = MINIMUM_RATINGS

    def judge(self, units: Sequence[PanelUnit], answers: Answers) -> CaseJudgement:
        """Compare answers on one case's units with the panel's."""
        return judge_case(units, answers, self.kinds, self.yardstick, self.minimum)


@dataclass(frozen=True, slots=True)
class Panellist:
    """One panellist's answers, by case: those that went into the votes, and those given blind.

    A unit they left out (outside their field) is absent. Without ``blind`` answers the others
    stand in, which flatters them: after a revision round experts agree more than anybody could.
    """

    answers: Mapping[str, Answers]
    blind: Mapping[str, Answers] | None = None


def left_out(panellist: Panellist, bank: CaseBank) -> tuple[Sitter, list[str]]:
    """How a panellist does by the others' votes alone, and the cases they can be judged on.

    Their own vote is taken out of every unit, and their blind answer held against the rest; the
    yardstick stays. Units they did not rate are left out, and cases where none is left.
    ValueError, on judging: an answer that is not among the votes.
    """
    blind = panellist.answers if panellist.blind is None else panellist.blind
    rated: dict[str, list[PanelUnit]] = {}
    for case, answers in panellist.answers.items():
        both = answers.keys() & blind.get(case, {}).keys()
        if units := [unit for unit in bank.cases[case] if unit.at in both]:
            rated[case] = units

    def judged(case: str) -> CaseJudgement:
        answers = panellist.answers[case]
        units = [
            replace(unit, votes=votes_without(unit.votes, answers[unit.at]), blind=None)
            for unit in rated[case]
        ]
        return bank.judge(units, {unit.at: blind[case][unit.at] for unit in units})

    return cache(judged), sorted(rated)


def votes_without(votes: Votes, given: Given) -> Votes:
    """The votes less one panellist's. ValueError: nobody gave that answer.

    >>> votes_without(Votes((0, 2, 1)), Given.of_level(1)).levels
    (0, 1, 1)
    """
    if given.kind is AnswerKind.NOT_ENOUGH:
        return replace(votes, not_enough=votes.not_enough - 1)
    if given.kind is AnswerKind.NOT_APPLICABLE:
        return replace(votes, not_applicable=votes.not_applicable - 1)
    levels = list(votes.levels)
    levels[given.level or 0] -= 1
    return replace(votes, levels=tuple(levels))


def ordinary_trainees(n: int, generator: np.random.Generator) -> list[Rater]:
    """Synthetic trainees as unlike each other as people are: some lower, some less steady.

    >>> len(ordinary_trainees(3, np.random.default_rng(1)))
    3
    """
    shifts, spreads = generator.normal(0, 0.3, n), generator.uniform(0.6, 0.9, n)
    return [
        Rater(shift=float(shift), spread=float(spread))
        for shift, spread in zip(shifts, spreads, strict=True)
    ]


def simulated_sitter(rater: Rater, bank: CaseBank, generator: np.random.Generator) -> Sitter:
    """Somebody who answers every case as the rater model has it."""

    def judged(case: str) -> CaseJudgement:
        units = bank.cases[case]
        return bank.judge(units, simulate_givens(units, rater, generator))

    return judged


class NoReader(StrEnum):
    """How somebody answers who never opens a file."""

    BEST_CONSTANTS = "best_constants"
    LOWEST = "lowest"
    MIDDLE = "middle"
    HIGHEST = "highest"
    GUESSING = "guessing"
    NOT_ENOUGH = "not_enough"


def no_reader(kind: NoReader, bank: CaseBank, generator: np.random.Generator) -> Sitter:
    """Somebody who answers without reading, in one of six ways.

    The best constants are those the yardstick measures by: for each factor, and for the overall
    level, the one level that costs least over the *other* cases of the bank (ties to the lower).
    The middle level of an even scale is the lower of the two.
    """
    constants = _constants_from_others(bank) if kind is NoReader.BEST_CONSTANTS else {}

    def answer(unit: PanelUnit) -> Given:
        top = unit.votes.n_levels - 1
        match kind:
            case NoReader.BEST_CONSTANTS:
                return Given.of_level(constants[unit.case][unit.factor])
            case NoReader.LOWEST:
                return Given.of_level(0)
            case NoReader.MIDDLE:
                return Given.of_level(top // 2)
            case NoReader.HIGHEST:
                return Given.of_level(top)
            case NoReader.GUESSING:
                return Given.of_level(int(generator.integers(top + 1)))
            case NoReader.NOT_ENOUGH:
                return Given(AnswerKind.NOT_ENOUGH)

    def judged(case: str) -> CaseJudgement:
        units = bank.cases[case]
        return bank.judge(units, {unit.at: answer(unit) for unit in units})

    # All but those who guess answer a case in one way, however often it is drawn.
    return judged if kind is NoReader.GUESSING else cache(judged)


def _constants_from_others(bank: CaseBank) -> dict[str, dict[str, int]]:
    """For each case and factor the level that costs least over the other cases of the bank."""
    costs: dict[str, dict[str, NDArray[np.float64]]] = {}
    for case, units in bank.cases.items():
        for factor in {unit.factor for unit in units}:
            of_factor = [unit.votes for unit in units if unit.factor == factor]
            costs.setdefault(factor, {})[case] = _mean_cost(of_factor, bank.minimum)
    totals = {factor: sum(of_cases.values()) for factor, of_cases in costs.items()}
    # Rounded, so that of levels that cost the same the lower is taken.
    return {
        case: {
            unit.factor: int(np.argmin(np.round(totals[unit.factor] - costs[unit.factor][case], 9)))
            for unit in units
        }
        for case, units in bank.cases.items()
    }


def _mean_cost(units: Sequence[Votes], minimum: int) -> NDArray[np.float64]:
    """Mean distance of each level over the scored stages of one factor of a case; else nothing."""
    scored = [votes for votes in units if standing(votes, minimum) is Standing.SCORED]
    if not scored:
        return np.zeros(units[0].n_levels)
    # What the best level would cost as well is the same for all of them, and left in.
    distances = [np.array(total_distances(votes)) / votes.ratings for votes in scored]
    mean: NDArray[np.float64] = np.mean(distances, axis=0)
    return mean

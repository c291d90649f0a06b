"""On a simulated bank the score puts people, and those who game it, in the right order.

40 cases of 11 factors, 12 panellists, 100 ordinary trainees of 20 cases each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np
import pytest

from scoring.core import (
    AnswerKind,
    FactorKind,
    Given,
    PanelUnit,
    Rater,
    Votes,
    Yardstick,
    build_yardstick,
    judge_case,
    key_levels,
    panellists_place,
    simulate_given,
    simulate_givens,
    standing,
)

RISK = [
    "opportunity",
    "preoccupation",
    "interests",
    "congruence",
    "hostility",
    "self_management",
    "social",
]
PROTECTIVE = ["desist", "intimate", "routine", "investment"]
KINDS = dict.fromkeys(RISK, FactorKind.RISK) | dict.fromkeys(PROTECTIVE, FactorKind.PROTECTIVE)
NOT_ENOUGH = Given(AnswerKind.NOT_ENOUGH)
EMPTY = Votes((0, 0, 0, 0))

Answers = dict[tuple[int, str], Given]


@dataclass(frozen=True)
class Bank:
    cases: Mapping[str, list[PanelUnit]]
    yardstick: Yardstick

    def score(self, answers_to: Callable[[list[PanelUnit]], Answers]) -> float:
        """Mean score over the bank of somebody who answers by a rule."""
        return fmean(
            judge_case(units, answers_to(units), KINDS, self.yardstick).score
            for units in self.cases.values()
        )


def simulated_panel(generator: np.random.Generator) -> dict[str, list[PanelUnit]]:
    usual = {factor: generator.uniform(0.7, 2.3) for factor in KINDS}
    panel = [Rater(shift=generator.normal(0, 0.2), spread=0.55) for _ in range(12)]
    cases = {}
    for number in range(40):
        case = f"TR-{number:04}"
        cases[case] = []
        for factor in KINDS:
            centre = float(np.clip(generator.normal(usual[factor], 1.3), 0, 3))
            given = [simulate_given(EMPTY, rater, generator, centre).level for rater in panel]
            votes = Votes(tuple(given.count(level) for level in range(4)))
            cases[case].append(PanelUnit(case, 1, factor, votes, blind=votes))
    return cases


@pytest.fixture(scope="module")
def bank() -> Bank:
    generator = np.random.default_rng(20)
    cases = simulated_panel(generator)
    yardstick = build_yardstick([unit for units in cases.values() for unit in units], generator)
    assert isinstance(yardstick, Yardstick)
    return Bank(cases, yardstick)


@pytest.fixture(scope="module")
def answered(bank) -> list[dict[str, Answers]]:
    """What each ordinary trainee answered, by case."""
    generator = np.random.default_rng(21)
    people = []
    for _ in range(100):
        rater = Rater(shift=generator.normal(0, 0.3), spread=generator.uniform(0.6, 0.9))
        seen = sorted(generator.choice(sorted(bank.cases), size=20, replace=False))
        people.append({case: simulate_givens(bank.cases[case], rater, generator) for case in seen})
    return people


def scores(bank, people, change=lambda level: level) -> list[float]:
    """Each person's mean score, after their levels were changed."""
    return [
        fmean(
            judge_case(
                bank.cases[case],
                {at: Given.of_level(change(answer.level)) for at, answer in answers.items()},
                KINDS,
                bank.yardstick,
            ).score
            for case, answers in person.items()
        )
        for person in people
    ]


@pytest.fixture(scope="module")
def ordinary(bank, answered) -> list[float]:
    return scores(bank, answered)


def place(bank: Bank) -> float:
    return fmean(panellists_place(units, bank.yardstick) for units in bank.cases.values())


def test_the_bank_is_like_a_real_one(bank):
    units = [unit for units in bank.cases.values() for unit in units]
    assert fmean(standing(unit.votes).value == "scored" for unit in units) > 0.9
    assert bank.yardstick.provisional is None
    assert 0.4 < bank.yardstick.mean_loss < 0.7


def test_the_panels_middle_is_a_hundred(bank):
    assert bank.score(
        lambda units: {unit.at: Given.of_level(key_levels(unit.votes)[0]) for unit in units}
    ) == pytest.approx(100)


@pytest.mark.parametrize("level", range(4))
def test_no_constant_level_does_better_than_not_reading(bank, level):
    assert bank.score(lambda units: {unit.at: Given.of_level(level) for unit in units}) < 0


def test_the_best_constant_for_each_factor_is_about_nought(bank):
    best = bank.yardstick.no_reading
    by_factor = bank.score(
        lambda units: {unit.at: Given.of_level(best[unit.factor]) for unit in units}
    )
    assert -1e-9 <= by_factor < 10


def test_guessing_is_far_below_nought(bank):
    generator = np.random.default_rng(22)
    guessed = bank.score(
        lambda units: {unit.at: Given.of_level(int(generator.integers(4))) for unit in units}
    )
    assert guessed < -40


def test_always_not_enough_information_is_about_nought(bank):
    never = bank.score(lambda units: {unit.at: NOT_ENOUGH for unit in units})
    assert never == pytest.approx(0, abs=3)


def test_ordinary_trainees_stand_between_not_reading_and_a_panellist(bank, ordinary):
    assert 25 < median(ordinary) < 60
    assert median(ordinary) < place(bank) < 100


def test_squeezing_answers_to_the_middle_loses(bank, answered, ordinary):
    squeezed = scores(bank, answered[:40], lambda level: min(max(level, 1), 2))
    assert median(squeezed) < median(ordinary[:40]) - 5


def test_a_level_down_throughout_loses_most_of_it(bank, answered, ordinary):
    lowered = scores(bank, answered[:40], lambda level: max(level - 1, 0))
    assert median(lowered) < median(ordinary[:40]) - 25

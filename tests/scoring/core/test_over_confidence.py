"""Over-confidence with an interval that resamples cases."""

import numpy as np
import pytest

from scoring.core import ConfidenceJudgement, Estimate, Reason, Undefined, judge_confidence
from scoring.core.over_confidence import over_confidence


def found_of(answers, seed=1) -> Estimate:
    found = over_confidence(answers, np.random.default_rng(seed))
    assert isinstance(found, Estimate)
    return found


def person(n_cases, generator, bias=0.1, between=0.15):
    """Ten answers a case; how often they are right differs from case to case."""
    answers = []
    for case in range(n_cases):
        chance = float(np.clip(0.6 + generator.normal(0, between), 0, 1))
        answers += [
            (case, round(100 * (0.6 + bias)), bool(right))
            for right in generator.random(10) < chance
        ]
    return answers


def test_the_value_is_that_of_judge_confidence():
    answers = person(5, np.random.default_rng(2))
    whole = judge_confidence([(percent, right) for _, percent, right in answers])
    assert isinstance(whole, ConfidenceJudgement)
    assert found_of(answers).value == pytest.approx(whole.over_confidence)


def test_the_order_of_answers_and_cases_and_their_names_change_nothing():
    answers = person(6, np.random.default_rng(3))
    turned = [(f"case {9 - case}", percent, right) for case, percent, right in answers[::-1]]
    first, again = found_of(answers), found_of([*turned, ("case 0", None, True)])
    assert (first.value, first.low) == pytest.approx((again.value, again.low))


def test_with_one_case_there_is_a_value_and_no_interval():
    assert found_of([("A", 90, True), ("A", 50, False)]) == Estimate(pytest.approx(0.2))


def test_the_interval_is_wider_than_if_answers_were_independent():
    answers = person(12, np.random.default_rng(4), between=0.3)
    as_cases = found_of(answers)
    alone = found_of([(n, percent, right) for n, (_, percent, right) in enumerate(answers)])
    assert as_cases.se > 1.3 * alone.se


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    generator = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        found = found_of(person(20, generator, bias=0.1))
        covered += found.low <= 0.1 <= found.high
    assert 0.87 <= covered / 200 <= 0.99


def test_every_case_is_drawn():
    found = found_of([("A", 100, True), ("B", 100, False)])
    assert (found.low, found.value, found.high) == (0, 0.5, 1)


def test_certain_of_being_wrong_or_right_is_a_confidence_too():
    assert found_of([("A", 0, False), ("B", 100, True)]).value == 0


@pytest.mark.parametrize("answers", [[], [("A", None, True)]])
def test_without_a_stated_confidence_it_is_undefined(answers):
    found = over_confidence(answers, np.random.default_rng(1))
    assert found == Undefined.because(Reason.NO_ANSWERS)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_confidence_that_is_no_percentage_is_refused(percent):
    with pytest.raises(ValueError, match="percentage"):
        over_confidence([("A", percent, True)], np.random.default_rng(1))

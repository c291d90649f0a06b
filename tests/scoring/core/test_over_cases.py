"""A score over several cases, and how sure it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import (
    Interval,
    IntervalFrom,
    Reason,
    ScoreOverCases,
    Undefined,
    pooled_between_case_variance,
    resampled_mean_interval,
    score_over_cases,
)

PROVISIONAL = Undefined.because(Reason.PROVISIONAL_YARDSTICK)


def over(scores, variance=None, seed=1):
    return score_over_cases(scores, variance, np.random.default_rng(seed))


def reason(value: object) -> Reason:
    assert isinstance(value, Undefined)
    return value.reason


@pytest.mark.parametrize("scores", [[], [50.0], [50.0, 40.0, 30.0]])
def test_below_four_cases_there_is_no_number(scores):
    assert reason(over(scores, 784.0)) is Reason.TOO_FEW_CASES


def test_from_four_cases_the_interval_comes_from_the_pooled_variance():
    scored = over([30.0, 50.0, 60.0, 20.0], 784.0)
    assert isinstance(scored, ScoreOverCases)
    # 1.645 * 28 / sqrt(4)
    assert scored.interval.low == pytest.approx(40 - 23.03, abs=0.01)
    assert scored.interval.high == pytest.approx(40 + 23.03, abs=0.01)
    assert (scored.mean, scored.n_cases) == (40, 4)
    assert scored.interval_from is IntervalFrom.POOLED_VARIANCE


def test_without_a_pooled_variance_four_to_seven_cases_wait():
    unknown = pooled_between_case_variance([])
    for scores in ([50.0] * 4, [50.0] * 7):
        assert reason(over(scores)) is Reason.NO_POOLED_VARIANCE
        assert reason(over(scores, unknown)) is Reason.NO_POOLED_VARIANCE


def test_from_eight_cases_the_cases_are_resampled():
    scored = over([20.0, 60.0] * 4)
    assert isinstance(scored, ScoreOverCases)
    assert scored.mean == 40
    assert scored.interval_from is IntervalFrom.RESAMPLED_CASES
    # The standard error of such a mean is 20 / sqrt(8) = 7.07, so about 40 -+ 11.6, in steps of 5.
    assert scored.interval == Interval(30, 50)


def test_cases_without_a_score_are_left_out():
    assert over([PROVISIONAL, 30.0, 50.0, 60.0, 20.0], 784.0).n_cases == 4
    assert reason(over([PROVISIONAL, 50.0, 40.0, 30.0], 784.0)) is Reason.TOO_FEW_CASES


def test_when_no_case_has_a_score_the_reason_is_handed_on():
    assert over([PROVISIONAL] * 5, 784.0) == PROVISIONAL


def test_a_negative_variance_is_refused():
    with pytest.raises(ValueError, match="not negative"):
        over([50.0] * 4, -1.0)


def test_the_pooled_variance_is_within_people():
    # (40, 60): squares 200, one degree; (10, 20, 30): squares 200, two degrees.
    people = [[40.0, 60.0], [10.0, 20.0, 30.0], [99.0], []]
    assert pooled_between_case_variance(people) == pytest.approx(400 / 3)


def test_people_with_one_case_each_have_no_pooled_variance():
    assert reason(pooled_between_case_variance([[40.0], [60.0]])) is Reason.TOO_FEW_CASES


def test_nothing_cannot_be_resampled():
    with pytest.raises(ValueError, match="no case"):
        resampled_mean_interval([], np.random.default_rng(1))


@given(st.lists(st.floats(-200, 100), min_size=8, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_the_cases_changes_nothing(scores, random):
    shuffled = scores.copy()
    random.shuffle(shuffled)
    first, second = over(scores), over(shuffled)
    assert first == second
    assert first.interval.low <= first.interval.high


def test_an_interval_that_is_to_be_surer_is_wider():
    scores = [10.0, 30.0, 35.0, 60.0, 80.0]
    usual, surer = (
        resampled_mean_interval(scores, np.random.default_rng(1), level) for level in (0.9, 0.95)
    )
    assert usual == resampled_mean_interval(scores, np.random.default_rng(1))
    assert surer.low < usual.low < usual.high < surer.high

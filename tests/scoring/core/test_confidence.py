"""Confidence against accuracy."""

import pytest

from scoring.core import Reason, Undefined, judge_confidence


def test_over_confidence_and_brier_by_hand():
    judged = judge_confidence([(90, True), (90, False), (50, True), (25, False)])
    assert judged.n == 4
    assert judged.mean_confidence == pytest.approx(0.6375)
    assert judged.share_exact == 0.5
    assert judged.over_confidence == pytest.approx(0.1375)
    assert judged.brier == pytest.approx((0.01 + 0.81 + 0.25 + 0.0625) / 4)


def test_certain_and_right_is_nought_and_certain_and_wrong_is_one():
    assert judge_confidence([(100, True), (0, False)]).brier == 0
    assert judge_confidence([(100, False), (0, True)]).brier == 1


def test_answers_without_a_confidence_are_left_out():
    assert judge_confidence([(70, True), (None, False)]) == judge_confidence([(70, True)])


@pytest.mark.parametrize("stated", [[], [(None, True)]])
def test_without_a_stated_confidence_it_is_undefined(stated):
    judged = judge_confidence(stated)
    assert isinstance(judged, Undefined)
    assert judged.reason is Reason.NO_ANSWERS


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_confidence_that_is_no_percentage_is_refused(percent):
    with pytest.raises(ValueError, match="percentage"):
        judge_confidence([(percent, True)])

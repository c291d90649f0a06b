"""A Brier score taken apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import ConfidenceJudgement, Reason, Undefined, judge_confidence
from scoring.core.murphy import BrierParts, CurvePoint, brier_parts, calibration_curve

stated = st.lists(st.tuples(st.sampled_from([25, 50, 70, 90]), st.booleans()), min_size=1)


def parts_of(answers) -> BrierParts:
    parts = brier_parts(answers)
    assert isinstance(parts, BrierParts)
    return parts


def test_the_parts_by_hand():
    # 8 right of 10 at 90%, 1 of 5 at 50%: 9 right of 15.
    answers = [(90, n < 8) for n in range(10)] + [(50, n < 1) for n in range(5)]
    parts = parts_of(answers)
    assert (parts.n, parts.n_values) == (15, 2)
    assert parts.reliability == pytest.approx((10 * 0.1**2 + 5 * 0.3**2) / 15)
    assert parts.resolution == pytest.approx((10 * 0.2**2 + 5 * 0.4**2) / 15)
    assert parts.uncertainty == pytest.approx(0.6 * 0.4)
    assert parts.brier == pytest.approx((8 * 0.01 + 2 * 0.81 + 5 * 0.25) / 15)
    assert parts.bias == pytest.approx(0.24 / 15)


@given(stated)
def test_the_parts_make_up_the_brier_score(answers):
    parts = parts_of(answers)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(parts.brier)
    whole = judge_confidence(answers)
    assert isinstance(whole, ConfidenceJudgement)
    assert parts.brier == pytest.approx(whole.brier)
    assert min(parts.reliability, parts.resolution, parts.bias) >= 0
    assert parts.resolution <= parts.uncertainty + 1e-12


@given(stated, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(answers, random):
    turned = answers.copy()
    random.shuffle(turned)
    assert parts_of(turned) == parts_of([*answers, (None, True)])


def test_by_chance_alone_both_parts_are_too_high_by_about_the_bias():
    """Four stated values that mean nothing: resolution is all bias, and so is reliability here."""
    generator = np.random.default_rng(1)
    resolutions, biases = [], []
    for _ in range(2_000):
        answers = zip(
            generator.choice([25, 50, 70, 90], 60), generator.random(60) < 0.5, strict=True
        )
        parts = parts_of([(int(percent), bool(right)) for percent, right in answers])
        resolutions.append(parts.resolution)
        biases.append(parts.bias)
    assert np.mean(resolutions) == pytest.approx(np.mean(biases), rel=0.05)


def test_certain_and_right_throughout_leaves_nothing_to_explain():
    parts = parts_of([(0, False), (100, True)])
    assert (parts.brier, parts.reliability) == (0, 0)
    assert parts.resolution == parts.uncertainty == 0.25


@pytest.mark.parametrize("answers", [[], [(None, True)]])
def test_without_a_stated_confidence_both_are_undefined(answers):
    none = Undefined.because(Reason.NO_ANSWERS)
    assert brier_parts(answers) == calibration_curve(answers) == none


def test_a_curve_has_a_point_where_two_hundred_stated_the_same():
    answers = [(70, n < 150) for n in range(200)] + [(90, True)] * 199
    assert calibration_curve(answers) == [CurvePoint(0.7, 0.75, 200)]
    assert calibration_curve(answers[1:]) == Undefined.because(Reason.TOO_FEW_ANSWERS)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_confidence_that_is_no_percentage_is_refused(percent):
    with pytest.raises(ValueError, match="percentage"):
        brier_parts([(percent, True)])

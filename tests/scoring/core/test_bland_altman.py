"""Limits of agreement between two ways of measuring."""

import pytest

from scoring.core.bland_altman import limits_of_agreement

# Bland and Altman (1986), table 1: peak flow of 17 people in litres a minute, first readings by
# the large and the mini Wright meter.
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_the_peak_flow_meters_of_bland_and_altman():
    # In the paper: -2.1 and 38.8; limits -79.7 and 75.5 (with 2 sd); standard error 9.4.
    found = limits_of_agreement(LARGE, MINI)
    assert found.n_pairs == 17
    assert found.bias.value == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert found.bias.se == pytest.approx(9.4, abs=0.05)
    assert (found.bias.low, found.bias.high) == pytest.approx((-22.0, 17.8), abs=0.15)
    assert found.bias.value - 2 * found.sd == pytest.approx(-79.7, abs=0.1)
    assert found.lower.value == pytest.approx(-2.1 - 1.96 * 38.8, abs=0.1)
    assert found.upper.value == pytest.approx(-2.1 + 1.96 * 38.8, abs=0.1)
    # The paper: 16.3 for a limit, and 34.6 to either side of it.
    assert found.lower.se == found.upper.se == pytest.approx(16.3, abs=0.05)
    assert found.lower.value - found.lower.low == pytest.approx(34.6, abs=0.1)


def test_the_other_way_round_turns_the_signs():
    one, other = limits_of_agreement(LARGE, MINI), limits_of_agreement(MINI, LARGE)
    assert other.bias.value == -one.bias.value
    assert other.upper.value == pytest.approx(-one.lower.value)
    assert other.upper.high == pytest.approx(-one.lower.low)


def test_one_difference_throughout_has_limits_of_no_width():
    found = limits_of_agreement([1, 2, 3], [0, 1, 2])
    assert (found.lower.low, found.sd, found.upper.high) == (1, 0, 1)


def test_two_pairs_are_too_few():
    assert limits_of_agreement([1, 2], [2, 1]).reason.value == "too_few_units"


@pytest.mark.parametrize(
    ("first", "second"),
    [([1, 2, 3], [1, 2]), ([[1, 2, 3]], [[1, 2, 3]]), ([1, 2, float("nan")], [1, 2, 3])],
)
def test_what_is_not_in_pairs_of_numbers_is_refused(first, second):
    with pytest.raises(ValueError, match=r"."):
        limits_of_agreement(first, second)

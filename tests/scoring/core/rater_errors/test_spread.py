"""A person's spread beside the key's."""

import numpy as np
import pytest

from scoring.core import Reason
from scoring.core.rater_errors import spread_against_key

KEY = np.array([0.0, 1, 2, 3, 1, 2])
SCENARIOS = np.array([0, 0, 0, 1, 1, 1])


def test_the_keys_own_answers_have_the_keys_spread():
    spread = spread_against_key(KEY, KEY, SCENARIOS)
    assert (spread.within, spread.overall) == (1, 1)


def test_one_level_for_all_factors_of_a_scenario_is_halo():
    spread = spread_against_key(np.array([0.0, 0, 0, 3, 3, 3]), KEY, SCENARIOS)
    assert spread.within == 0
    assert spread.overall > 1.3


def test_halving_all_distances_halves_both():
    spread = spread_against_key(1.5 + (KEY - 1.5) / 2, KEY, SCENARIOS)
    assert (spread.within, spread.overall) == pytest.approx((0.5, 0.5))


def test_a_key_that_does_not_vary_is_no_measure():
    spread = spread_against_key(KEY, np.ones(6), SCENARIOS)
    assert spread.within.reason is spread.overall.reason is Reason.NO_VARIATION


def test_scenarios_of_one_unit_have_no_inside():
    assert spread_against_key(KEY, KEY, np.arange(6)).within.reason is Reason.NO_VARIATION


def test_nothing_rated_is_a_reason():
    spread = spread_against_key(np.empty(0), np.empty(0), np.empty(0, int))
    assert spread.within.reason is Reason.NO_ANSWERS


def test_arrays_are_of_one_length():
    with pytest.raises(ValueError, match="one length"):
        spread_against_key(KEY, KEY[:3], SCENARIOS)

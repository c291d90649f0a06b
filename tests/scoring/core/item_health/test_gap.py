"""Trainees who agree with each other and not with the panel."""

import numpy as np
import pytest

from scoring.core.item_health import panel_gap


def gap(trainees, panel, **marks):
    return panel_gap(np.array([trainees]), np.array([panel]), **marks)


def test_trainees_of_one_mind_above_the_key_are_a_gap():
    found = gap([0, 0, 2, 30], [0, 8, 2, 0])
    assert (found.distance.of(0), found.is_gap[0]) == (2, True)


def test_trainees_below_the_key_have_a_distance_below_nought():
    assert gap([30, 2, 0, 0], [0, 0, 8, 2]).distance.of(0) == -2


def test_trainees_who_differ_among_themselves_are_no_gap():
    found = gap([8, 8, 8, 9], [9, 1, 0, 0])
    assert (found.distance.of(0), found.is_gap[0]) == (2, False)


def test_a_middle_that_meets_a_two_level_key_is_no_gap():
    found = gap([0, 0, 30, 1], [0, 5, 5, 0])
    assert (found.distance.of(0), found.is_gap[0]) == (0, False)


def test_a_two_level_middle_is_measured_from_its_nearer_end():
    assert gap([0, 0, 15, 15], [0, 8, 0, 0]).distance.of(0) == 1
    assert gap([15, 15, 0, 0], [0, 0, 0, 8]).distance.of(0) == -2


@pytest.mark.parametrize(
    ("trainees", "panel"), [([0, 0, 4], [9, 0, 0]), ([0, 0, 9], [4, 0, 0]), ([0, 0, 0], [9, 0, 0])]
)
def test_too_few_on_either_side_are_no_gap(trainees, panel):
    found = gap(trainees, panel)
    assert found.distance.of(0).reason.value == "too_few_ratings"
    assert not found.is_gap[0]


def test_the_marks_can_be_moved():
    assert gap([0, 0, 4], [9, 0, 0], minimum=4).is_gap[0]
    assert not gap([0, 3, 27], [9, 0, 0], close=0.99).is_gap[0]
    assert not gap([0, 0, 0], [0, 0, 0], minimum=0).is_gap[0]
    assert gap([0, 0, 1], [1, 0, 0], minimum=0).is_gap[0]


def test_counts_of_other_units_are_refused():
    with pytest.raises(ValueError, match="same units"):
        panel_gap(np.ones((2, 3), dtype=int), np.ones((1, 3), dtype=int))

"""Cronbach's four parts of the distance from the key."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.core import Reason
from scoring.core.rater_errors import accuracy_components


@given(arrays(float, (4, 3), elements=st.floats(-3, 3)))
def test_the_squares_add_up_to_the_mean_squared_difference(differences):
    parts = accuracy_components(differences)
    total = (
        parts.elevation**2
        + parts.differential_elevation**2
        + parts.stereotype**2
        + parts.differential**2
    )
    assert total == pytest.approx((differences**2).mean(), abs=1e-9)
    assert parts.distance**2 == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize(
    ("differences", "part"),
    [
        ([[-1, -1], [-1, -1]], "elevation"),
        ([[1, 1], [-1, -1]], "differential_elevation"),
        ([[1, -1], [1, -1]], "stereotype"),
        ([[1, -1], [-1, 1]], "differential"),
    ],
)
def test_each_part_catches_its_own_fault_alone(differences, part):
    parts = accuracy_components(np.array(differences, float))
    others = {"elevation", "differential_elevation", "stereotype", "differential"} - {part}
    assert getattr(parts, part) == 1
    assert [getattr(parts, other) for other in others] == [0, 0, 0]


def test_the_sign_of_elevation_says_which_way():
    assert accuracy_components(np.array([[-2.0, 0.0]])).signed_elevation == -1


def test_a_gap_or_nothing_is_a_reason():
    assert accuracy_components(np.array([[1.0, np.nan]])).reason is Reason.INCOMPLETE
    assert accuracy_components(np.empty((0, 3))).reason is Reason.NO_ANSWERS


@pytest.mark.parametrize("wrong", [np.array([1.0]), np.array([[np.inf]])])
def test_what_is_no_table_of_differences_is_refused(wrong):
    with pytest.raises(ValueError, match="table"):
        accuracy_components(wrong)

"""Ratings in long form refuse what cannot be, and count what there is."""

import numpy as np
import pytest

from scoring.core import Ratings


def ratings(**changed):
    given = {
        "raters": np.array([0, 1]),
        "units": np.array([0, 0]),
        "levels": np.array([1, 0]),
        "scale": np.array([0.0, 1.0]),
        "n_raters": 2,
        "n_units": 1,
    }
    return Ratings(**{**given, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"raters": np.array([0])},
        {"units": np.array([[0, 0]])},
        {"levels": np.array([0, 2])},
        {"levels": np.array([-1, 0])},
        {"n_raters": 1},
        {"n_units": 0},
        {"scale": np.array([1.0, 1.0])},
        {"scale": np.array([0.0, np.nan])},
    ],
)
def test_what_cannot_be_is_refused(changed):
    with pytest.raises(ValueError, match=r"."):
        ratings(**changed)


def test_counts_hold_units_and_levels_nobody_used():
    found = ratings(n_units=3, scale=np.array([0.0, 1.0, 2.5])).counts()
    assert found.tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 0]]


def test_values_are_those_of_the_scale():
    assert ratings(scale=np.array([10.0, 30.0])).values().tolist() == [30.0, 10.0]


def test_no_ratings_at_all_is_a_table_of_noughts():
    assert Ratings.of_table([[None, None]]).counts().tolist() == [[0]]
    assert Ratings.of_table([]).counts().shape == (0, 1)

"""Variance components by Henderson's first method."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.core import Ratings, Undefined
from scoring.core.icc import (
    VarianceComponents,
    absolute_agreement,
    henderson_components,
    icc_by_henderson,
    intraclass_correlations,
    linked_ratings,
)
from tests.scoring.core.icc.sparse import sparse_ratings

SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]


def by_the_three_equations(ratings):
    """Henderson's equations as MEASUREMENT and Searle, Casella and McCulloch print them."""
    y, n = ratings.values(), ratings.size
    n_u, n_r = np.bincount(ratings.units), np.bincount(ratings.raters)
    t_a = (np.bincount(ratings.units, y) ** 2 / n_u).sum()
    t_b = (np.bincount(ratings.raters, y) ** 2 / n_r).sum()
    t_m, t_0 = y.sum() ** 2 / n, (y**2).sum()
    a, b = n_u.size, n_r.size
    k_a, k_b = (n_u**2).sum() / n, (n_r**2).sum() / n
    return np.linalg.solve(
        [[n - k_a, a - k_b, a - 1], [b - k_a, n - k_b, b - 1], [n - k_a, n - k_b, n - 1]],
        [t_a - t_m, t_b - t_m, t_0 - t_m],
    )


def test_a_complete_table_gives_the_components_of_the_analysis_of_variance():
    # From Shrout and Fleiss (1979): (11.24 - 1.02) / 4, (32.49 - 1.02) / 6 and 1.02.
    found = henderson_components(Ratings.of_table(SHROUT_FLEISS))
    assert found.unit == pytest.approx(2.556, abs=0.001)
    assert found.rater == pytest.approx(5.244, abs=0.001)
    assert found.residual == pytest.approx(1.019, abs=0.001)


@settings(max_examples=60)
@given(arrays(np.int64, (5, 3), elements=st.integers(0, 3)))
def test_on_any_complete_table_the_agreement_is_icc_2(table):
    ratings = Ratings.of_table(table.tolist(), scale=[0, 1, 2, 3])
    found, icc = icc_by_henderson(ratings), intraclass_correlations(ratings)
    if isinstance(icc.icc2, Undefined):
        assert isinstance(found, Undefined)
    else:
        assert found.value == pytest.approx(icc.icc2.value, abs=1e-9)
    if not isinstance(icc.icc2k, Undefined):
        of_mean = icc_by_henderson(ratings, raters=3)
        assert of_mean.value == pytest.approx(icc.icc2k.value, rel=1e-6, abs=1e-9)


def test_with_gaps_they_solve_hendersons_three_equations():
    for seed in range(5):
        ratings = sparse_ratings(np.random.default_rng(seed), n_units=12, n_raters=7, share=0.5)
        found = henderson_components(ratings)
        unit, rater, residual = by_the_three_equations(linked_ratings(ratings))
        assert (found.unit, found.rater, found.residual) == pytest.approx((unit, rater, residual))


def test_simulated_components_come_back():
    ratings = sparse_ratings(np.random.default_rng(3), n_units=400, n_raters=300, share=0.1)
    found = henderson_components(ratings)
    assert found.unit == pytest.approx(1.0, rel=0.15)
    assert found.rater == pytest.approx(0.25, rel=0.15)
    assert found.residual == pytest.approx(0.64, rel=0.05)


def test_a_component_below_nought_is_kept():
    found = henderson_components(Ratings.of_table([[0, 2], [2, 0], [1, 1]]))
    assert found.unit < 0
    assert icc_by_henderson(Ratings.of_table([[0, 2], [2, 0], [1, 1], [0, 1]])).value < 0


def test_agreement_is_cut_at_one():
    assert absolute_agreement(VarianceComponents(1.0, -0.2, 0.1)) == 1.0


def test_variances_that_do_not_add_up_to_more_than_nought_have_no_agreement():
    assert absolute_agreement(VarianceComponents(-1.0, 0.2, 0.1)).reason.value == "units_alike"
    undefined = icc_by_henderson(Ratings.of_table([[0, 1], [1, 0]]))
    assert undefined.reason.value == "units_alike"


def test_a_mean_of_no_rater_is_refused():
    with pytest.raises(ValueError, match="one rater"):
        absolute_agreement(VarianceComponents(1, 1, 1), raters=0)


def test_raters_who_rated_one_unit_each_are_in_the_residual():
    # One-way analysis of variance: MSB = 2, MSW = 0.5, two ratings a unit.
    table = [[0, 1, None, None, None, None], [None, None, 1, 2, None, None], [None] * 4 + [3, 2]]
    found = henderson_components(Ratings.of_table(table))
    assert (found.unit, found.rater, found.residual) == pytest.approx(((2 - 0.5) / 2, 0, 0.5))


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[None, None]], "no_answers"),
        ([[0], [1]], "too_few_raters"),
        ([[0, 1]], "too_few_units"),
        ([[0, None], [None, 1]], "no_overlap"),
        ([[0, 1], [None, 1]], "too_few_units"),
        ([[1, 1], [1, 1]], "all_alike"),
    ],
)
def test_ratings_without_an_answer_say_why(table, reason):
    assert icc_by_henderson(Ratings.of_table(table)).reason.value == reason


def test_units_rated_once_or_never_and_raters_without_ratings_change_nothing():
    added = [[*row, None, None] for row in SHROUT_FLEISS] + [[None] * 4 + [3, None], [None] * 6]
    found = icc_by_henderson(Ratings.of_table(added))
    assert found == icc_by_henderson(Ratings.of_table(SHROUT_FLEISS))

"""The six intraclass correlations of a complete table."""

from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.core import Estimate, Ratings, Undefined
from scoring.core.icc import complete_table, intraclass_correlations, mean_squares, spearman_brown

SIX = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")

# Shrout and Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]

# The data set "anxiety" of the R package irr (Gamer, Lemon, Fellows and Singh).
ANXIETY = [
    [3, 3, 2], [3, 6, 1], [3, 4, 4], [4, 6, 4], [5, 2, 3], [5, 4, 2], [2, 2, 1], [3, 4, 6],
    [5, 3, 1], [2, 3, 1], [2, 2, 1], [6, 3, 2], [1, 3, 3], [5, 3, 3], [2, 2, 1], [2, 2, 1],
    [1, 1, 3], [2, 3, 3], [4, 3, 2], [3, 4, 2],
]  # fmt: skip


def of(table, **scale):
    return intraclass_correlations(Ratings.of_table(table, **scale))


def test_mean_squares_of_shrout_and_fleiss():
    # Shrout and Fleiss (1979), table 3: 11.24, 6.26, 32.49, 1.02.
    found = mean_squares(Ratings.of_table(SHROUT_FLEISS))
    assert (found.n_units, found.n_raters) == (6, 4)
    assert found.between_units == pytest.approx(11.24, abs=0.005)
    assert found.within_units == pytest.approx(6.26, abs=0.005)
    assert found.between_raters == pytest.approx(32.49, abs=0.005)
    assert found.residual == pytest.approx(1.02, abs=0.005)


@pytest.mark.parametrize(
    ("name", "published"),
    list(zip(SIX, (0.17, 0.29, 0.71, 0.44, 0.62, 0.91), strict=True)),
)
def test_coefficients_of_shrout_and_fleiss(name, published):
    # Shrout and Fleiss (1979), table 4.
    assert getattr(of(SHROUT_FLEISS), name).value == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        # As the R package psych (Revelle), ICC(sf), prints them for these data.
        ("icc1", -0.133, 0.72),
        ("icc2", 0.019, 0.76),
        ("icc3", 0.342, 0.95),
        ("icc1k", -0.884, 0.91),
        ("icc2k", 0.071, 0.93),
        ("icc3k", 0.676, 0.99),
    ],
)
def test_intervals_of_shrout_and_fleiss(name, low, high):
    found = getattr(of(SHROUT_FLEISS), name)
    assert found.low == pytest.approx(low, abs=0.0006)
    assert found.high == pytest.approx(high, abs=0.006)
    assert found.se is None


def test_agreement_of_the_anxiety_data():
    # The manual of irr, icc(anxiety, model = "twoway", type = "agreement").
    found = of(ANXIETY).icc2
    assert found.value == pytest.approx(0.198, abs=0.0005)
    assert found.low == pytest.approx(-0.039, abs=0.0005)
    assert found.high == pytest.approx(0.494, abs=0.0005)


def test_the_interval_of_a_mean_is_that_of_mcgraw_and_wong():
    # McGraw and Wong (1996), table 7, ICC(A,k), written out with their c and d.
    from scipy.special import fdtri

    squares, found = mean_squares(Ratings.of_table(SHROUT_FLEISS)), of(SHROUT_FLEISS).icc2k
    n, k = squares.n_units, squares.n_raters
    between, raters, error = squares.between_units, squares.between_raters, squares.residual
    c = found.value / (n * (1 - found.value))
    d = 1 + found.value * (n - 1) / (n * (1 - found.value))
    v = (c * raters + d * error) ** 2 / (
        (c * raters) ** 2 / (k - 1) + (d * error) ** 2 / ((n - 1) * (k - 1))
    )
    lower, upper = fdtri(n - 1, v, 0.975), fdtri(v, n - 1, 0.975)
    low = n * (between - lower * error) / (lower * (raters - error) + n * between)
    high = n * (upper * between - error) / (raters - error + n * upper * between)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_severity_lowers_agreement_and_not_consistency():
    found = of([[0, 2], [1, 3], [2, 4], [3, 5]])
    assert found.icc3 == Estimate(1.0, None, 1.0, 1.0)
    assert found.icc2.value < 0.5


def test_perfect_agreement_is_one_with_an_interval_of_one():
    found = of([[0, 0, 0], [2, 2, 2], [1, 1, 1]])
    assert all(getattr(found, name) == Estimate(1.0, None, 1.0, 1.0) for name in SIX)


def test_more_difference_within_units_than_between_is_below_nought():
    found = of([[0, 3], [3, 0], [0, 2]])
    assert max(found.icc1.value, found.icc2.value, found.icc3.value) < 0
    assert found.icc2.low < found.icc2.value < found.icc2.high


def test_levels_count_by_their_value_on_the_scale():
    table = [[0, 1], [1, 1], [2, 1]]
    assert of(table, scale=[0, 1, 10]).icc2.value == pytest.approx(of(table).icc2.value, abs=0.9)
    assert of(table, scale=[0, 1, 10]) != of(table, scale=[0, 1, 2])


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([], "no_answers"),
        ([[None, None]], "no_answers"),
        ([[0], [1]], "too_few_raters"),
        ([[0, 1]], "too_few_units"),
        ([[0, 1], [1, None]], "incomplete"),
        ([[1, 1], [1, 1]], "all_alike"),
        ([[0, None], [None, 1]], "incomplete"),
    ],
)
def test_a_table_without_an_answer_says_why_for_each_of_the_six(table, reason):
    found = of(table)
    assert {getattr(found, name).reason.value for name in SIX} == {reason}


def test_units_rated_alike_leave_consistency_without_a_denominator():
    found = of([[0, 1], [0, 1], [0, 1]])
    assert found.icc2.value == 0
    assert found.icc1.value == pytest.approx(-1)
    for name in ("icc3", "icc1k", "icc3k"):
        assert getattr(found, name).reason.value == "units_alike"


def test_two_raters_who_swap_two_units_leave_agreement_undefined():
    found = of([[0, 1], [1, 0]])
    assert found.icc2.reason.value == found.icc2k.reason.value == "units_alike"


def test_an_end_of_an_interval_that_is_no_number_leaves_it_out():
    found = of([[0, 1], [2, 2], [4, 3]]).icc2k
    assert found.value == pytest.approx(12 / 13)
    assert (found.low, found.high) == (None, None)


def test_spearman_and_brown_stop_where_the_sign_would_turn():
    assert spearman_brown(-0.6, 3) is None
    assert spearman_brown(0.25, 1) == 0.25


def test_an_empty_rater_and_an_empty_unit_change_nothing():
    added = [[*row, None] for row in SHROUT_FLEISS] + [[None] * 5]
    assert of(added) == of(SHROUT_FLEISS)


def test_a_complete_table_holds_values_by_unit_and_rater():
    found = complete_table(Ratings.of_table([[None, 1, 0], [None, 0, 2]], scale=[0, 5, 7]))
    assert found.tolist() == [[5, 0], [0, 7]]


TABLES = st.tuples(st.integers(2, 6), st.integers(2, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 3))
)


@settings(max_examples=30)
@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_raters_units_and_rows_changes_nothing(table, random):
    ratings = Ratings.of_table(table.tolist(), scale=[0, 1, 2, 3])
    places = list(range(ratings.size))
    random.shuffle(places)
    shuffled = replace(
        ratings,
        raters=(ratings.n_raters - 1 - ratings.raters)[places],
        units=(ratings.n_units - 1 - ratings.units)[places],
        levels=ratings.levels[places],
    )
    first, second = intraclass_correlations(ratings), intraclass_correlations(shuffled)
    for name in SIX:
        one, other = getattr(first, name), getattr(second, name)
        assert type(one) is type(other)
        if isinstance(one, Estimate):
            assert [x is None for x in astuple(one)] == [x is None for x in astuple(other)]
            pairs = zip(astuple(one), astuple(other), strict=True)
            assert all(a == pytest.approx(b, abs=1e-7) for a, b in pairs if a is not None)


@settings(max_examples=50)
@given(TABLES)
def test_every_answer_is_a_number_or_a_reason(table):
    found = of(table.tolist(), scale=[0, 1, 2, 3])
    for name in SIX:
        estimate = getattr(found, name)
        if isinstance(estimate, Undefined):
            continue
        numbers = [x for x in astuple(estimate) if x is not None]
        assert np.isfinite(numbers).all()
        assert estimate.value <= 1 + 1e-12
        if estimate.low is not None:
            assert estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9


def test_intervals_cover_as_often_as_they_say():
    generator = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        units, raters = generator.normal(0, 1, (20, 1)), generator.normal(0, 0.5, (1, 8))
        values = units + raters + generator.normal(0, 0.8, (20, 8))
        scale, levels = np.unique(values, return_inverse=True)
        ratings = Ratings.of_table(levels.reshape(values.shape).tolist(), scale=scale.tolist())
        found = intraclass_correlations(ratings).icc2
        covered += found.low <= 1 / (1 + 0.25 + 0.64) <= found.high
    assert 0.92 <= covered / 200 <= 0.98

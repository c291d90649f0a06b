"""Kendall's coefficient of concordance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import friedmanchisquare, rankdata

from scoring.core import Ratings, Undefined
from scoring.core.kendall import kendall_w
from tests.scoring.core.icc.test_complete import ANXIETY


def test_the_anxiety_data_with_their_many_ties():
    # The manual of the R package irr, kendall(anxiety, TRUE): Wt 0.54, chisq(19) 30.8, p 0.0429.
    found = kendall_w(Ratings.of_table(ANXIETY))
    assert found.w == pytest.approx(0.54, abs=0.0005)
    assert found.chi_square == pytest.approx(30.8, abs=0.05)
    assert found.freedom == 19
    assert found.p_value == pytest.approx(0.0429, abs=0.00005)


def test_one_order_is_one_however_severe_the_raters():
    assert kendall_w(Ratings.of_table([[0, 2], [1, 3], [3, 5]])).w == 1


def test_opposite_orders_are_nought():
    assert kendall_w(Ratings.of_table([[0, 2], [1, 1], [2, 0]])).w == 0


def test_a_rater_who_gave_all_units_one_level_is_all_ties():
    # Ranks 1, 2, 3 and 2, 2, 2: S = 2 and T = 24, so 24 / (4 x 24 - 2 x 24).
    assert kendall_w(Ratings.of_table([[0, 1], [1, 1], [2, 1]])).w == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([], "no_answers"),
        ([[0], [1]], "too_few_raters"),
        ([[0, 1]], "too_few_units"),
        ([[0, 1], [None, 1], [1, 1]], "incomplete"),
        ([[0, 1], [0, 1]], "units_alike"),
    ],
)
def test_ratings_without_an_answer_say_why(table, reason):
    assert kendall_w(Ratings.of_table(table)).reason.value == reason


@settings(max_examples=40)
@given(arrays(np.int64, (6, 4), elements=st.integers(0, 3)))
def test_it_agrees_with_friedmans_test_and_with_ranks_written_out(table):
    found = kendall_w(Ratings.of_table(table.tolist(), scale=[0, 1, 5, 9]))
    if isinstance(found, Undefined):
        assert (table == table[0]).all()
        return
    ranks = rankdata(table, axis=0)
    ties = sum((np.unique(c, return_counts=True)[1] ** 3).sum() - c.size for c in table.T)
    squares = ((ranks.sum(axis=1) - ranks.sum() / 6) ** 2).sum()
    assert found.w == pytest.approx(12 * squares / (16 * (216 - 6) - 4 * ties))
    expected = friedmanchisquare(*table)
    assert found.chi_square == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)
    assert 0 <= found.w <= 1 + 1e-12

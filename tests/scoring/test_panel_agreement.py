"""How far a panel agrees comes from the formulas of the core, whatever order its rows come in."""

import numpy as np
import pytest

from scoring.core import Ratings, Undefined
from scoring.core.agreement import Metric, alpha_over_raters, percent_exact
from scoring.public import panel_agreement

TABLE = [[0, 0, 1, 0, 1, 0], [2, 2, 3, 2, 2, 2], [1, 1, 1, 2, 1, 0], [3, 3, 2, 3, 3, 3]]


def rows(table):
    return [
        (rater + 100, unit + 7, level)
        for unit, levels in enumerate(table)
        for rater, level in enumerate(levels)
        if level is not None
    ]


def test_figures_are_the_cores_own():
    found = panel_agreement(rows(TABLE), 4)
    ratings = Ratings.of_table(TABLE, scale=[0, 1, 2, 3])
    alpha = alpha_over_raters(ratings, np.random.default_rng(0), metrics=[Metric.ORDINAL])
    assert (found.panellists, found.factors) == (6, 4)
    assert found.alpha == alpha[Metric.ORDINAL]
    assert found.exact.value == percent_exact(ratings.counts()).value


def test_the_order_of_rows_changes_nothing():
    assert panel_agreement(reversed(rows(TABLE)), 4) == panel_agreement(rows(TABLE), 4)


def test_the_interval_is_of_other_panellists_and_holds_the_value():
    alpha = panel_agreement(rows(TABLE), 4).alpha
    assert alpha.low < alpha.value <= alpha.high


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([], "no_overlap"),
        ([[1]], "no_overlap"),
        ([[1, None], [None, 2]], "no_overlap"),
        ([[2, 2, 2], [2, 2, 2]], "all_alike"),
    ],
)
def test_what_cannot_be_said_has_a_reason(table, reason):
    alpha = panel_agreement(rows(table), 4).alpha
    assert isinstance(alpha, Undefined)
    assert alpha.reason == reason


def test_a_scale_of_one_level_has_no_ac2():
    assert panel_agreement(rows([[0, 0]]), 1).ac2.reason == "one_level"

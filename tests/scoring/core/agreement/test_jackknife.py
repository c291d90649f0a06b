"""Leaving out each rater once: the interval of a coefficient where other raters were drawn."""

import numpy as np
import pytest

from scoring.core import Ratings
from scoring.core.agreement import (
    Metric,
    Weighting,
    gwet_ac,
    jackknife_over_raters,
    krippendorff_alpha,
    weights,
)

ORDERED = np.arange(4.0)
TABLE = [[0, 0, 1, 0, 1], [2, 2, 3, 2, 2], [1, 1, 1, 2, 1], [3, 3, 2, 3, 3], [0, 1, 0, 0, 0]]


def ac2(counts):
    return gwet_ac(counts, weights(Weighting.ORDINAL, ORDERED))


def ratings(table):
    return Ratings.of_table(table, scale=[0, 1, 2, 3])


def test_the_standard_error_is_that_of_leaving_each_out():
    found = jackknife_over_raters(ratings(TABLE), ac2)
    without = [
        ac2(ratings([[*row[:n], *row[n + 1 :]] for row in TABLE]).counts()).value for n in range(5)
    ]
    assert found.value == pytest.approx(ac2(ratings(TABLE).counts()).value)
    assert found.se == pytest.approx(np.sqrt(4 / 5 * np.var(without) * 5))
    assert found.value - found.low == pytest.approx(2.7764451 * found.se)  # t of 4 degrees, .975


def test_the_interval_ends_at_the_highest_there_is():
    assert jackknife_over_raters(ratings(TABLE), ac2, highest=0.9).high == 0.9


def test_the_order_of_raters_and_a_rater_without_a_rating_change_nothing():
    turned = jackknife_over_raters(ratings([row[::-1] for row in TABLE]), ac2)
    added = jackknife_over_raters(ratings([[*row, None] for row in TABLE]), ac2)
    found = jackknife_over_raters(ratings(TABLE), ac2)
    for other in (turned, added):
        assert (other.value, other.se) == pytest.approx((found.value, found.se))


def test_two_raters_have_a_value_and_no_interval():
    found = jackknife_over_raters(ratings([[0, 1], [2, 2], [1, 1]]), ac2)
    assert found.low is None


def test_where_one_rater_carries_all_that_varies_there_is_no_interval():
    found = jackknife_over_raters(
        ratings([[1, 1, 0], [1, 1, 2]]),
        lambda counts: krippendorff_alpha(counts, ORDERED, Metric.ORDINAL),
    )
    assert found.se is None


def test_undefined_stays_undefined():
    found = jackknife_over_raters(ratings([[0, None], [None, 1]]), ac2)
    assert found.reason == "no_overlap"


def test_the_interval_holds_the_value_of_all_raters_about_as_often_as_it_says():
    """Raters drawn from one population: 95% intervals of 200 panels of eight, over 12 units."""
    generator = np.random.default_rng(5)
    truth = np.tile([0, 1, 2, 3], 3)
    held, values, found = 0, [], []
    for _panel in range(200):
        noise = generator.choice([-1, 0, 1], size=(12, 8), p=[0.2, 0.6, 0.2])
        table = np.clip(truth[:, None] + noise, 0, 3).tolist()
        found.append(jackknife_over_raters(ratings(table), ac2))
        values.append(found[-1].value)
    held = sum(each.low <= np.mean(values) <= each.high for each in found)
    assert held >= 180

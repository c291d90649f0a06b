"""Spread and flags of every unit at once."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.core import Undefined, Votes, panel
from scoring.core.item_health import (
    agreeing_pairs,
    consensus_of_units,
    middle_levels,
    unit_health,
)

COUNTS = st.integers(2, 6).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 6), min_size=k, max_size=k), min_size=1, max_size=8)
)


def same(figure, other):
    """Whether two figures are one number, or both are none."""
    if isinstance(other, Undefined):
        return figure.reason == other.reason
    return figure == pytest.approx(other, abs=1e-12)


@settings(max_examples=150)
@given(COUNTS)
@example([[1, 3, 1]])  # consensus is .6 exactly
@example([[1, 0, 0], [0, 0, 0], [3, 3, 4]])
def test_every_unit_is_judged_as_the_panels_votes_on_it_are(rows):
    health = unit_health(np.array(rows))
    low, high = middle_levels(np.array(rows))
    for unit, row in enumerate(rows):
        votes = Votes(tuple(row))
        key = panel.key_levels(votes)
        assert (low[unit], high[unit]) == ((key[0], key[-1]) if key else (-1, -1))
        assert health.n_ratings[unit] == votes.ratings
        assert health.is_polarised[unit] == panel.is_polarised(votes)
        assert health.is_contested[unit] == panel.is_contested(votes)
        assert same(health.consensus.of(unit), panel.consensus(votes))
        assert same(health.apart.of(unit), panel.mean_distance_between_panellists(votes))


@settings(max_examples=50)
@given(COUNTS)
def test_turning_the_scale_round_changes_no_flag(rows):
    one, turned = unit_health(np.array(rows)), unit_health(np.array(rows)[:, ::-1])
    for name in ("is_polarised", "is_contested", "is_flagged", "span"):
        assert (getattr(one, name) == getattr(turned, name)).all()
    assert one.r_wg.values == pytest.approx(turned.r_wg.values)


def test_r_wg_of_james_demaree_and_wolf():
    # Variance (n - 1) of 1, 2, 2, 3, on a scale of four: 2/3 against 15/12.
    assert unit_health(np.array([[0, 1, 2, 1]])).r_wg.of(0) == pytest.approx(1 - (2 / 3) / 1.25)


def test_r_wg_is_below_nought_where_raters_are_further_apart_than_guessing():
    assert unit_health(np.array([[3, 0, 0, 3]])).r_wg.of(0) < 0


def test_agreement_in_full_is_one_everywhere():
    health = unit_health(np.array([[0, 7, 0, 0]]))
    assert health.agreeing.of(0) == health.consensus.of(0) == health.r_wg.of(0) == 1
    assert (health.apart.of(0), health.span[0]) == (0, 0)
    assert not health.is_flagged[0]


def test_a_flag_is_wider_than_contested():
    # One far-off rating: for the author to look at, and still scored.
    health = unit_health(np.array([[1, 0, 0, 4]]))
    assert health.consensus.of(0) < 0.6
    assert (health.is_flagged[0], health.is_contested[0]) == (True, False)


def test_one_rating_has_no_pairs_and_none_has_nothing():
    health = unit_health(np.array([[0, 1, 0], [0, 0, 0]]))
    assert health.agreeing.of(0).reason.value == "too_few_ratings"
    assert health.apart.of(0).reason.value == "too_few_ratings"
    assert health.r_wg.of(0).reason.value == "too_few_ratings"
    assert health.consensus.of(0) == 1
    assert health.consensus.of(1).reason.value == "no_ratings"
    assert health.span.tolist() == [0, 0]
    assert not health.is_flagged.any()


def test_units_come_in_order_of_consensus_without_those_nobody_rated():
    health = unit_health(np.array([[0, 5, 0], [0, 0, 0], [3, 0, 3], [2, 3, 0]]))
    assert health.least_agreed().tolist() == [2, 3, 0]


def test_a_pair_agrees_on_a_level():
    assert agreeing_pairs(np.array([[2, 2]])).of(0) == pytest.approx(2 / 6)


@pytest.mark.parametrize("counts", [[[1], [2]], [1, 2], [[1, -1]]])
def test_what_are_no_counts_is_refused(counts):
    with pytest.raises(ValueError, match=r"."):
        unit_health(np.array(counts))


def test_no_units_at_all_is_an_answer():
    assert unit_health(np.zeros((0, 4), dtype=int)).least_agreed().tolist() == []
    assert consensus_of_units(np.zeros((0, 4), dtype=int)).values.size == 0

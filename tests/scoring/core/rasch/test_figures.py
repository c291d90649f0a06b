"""What is worked out from a fit: links, anchored raters, separation, bias."""

from dataclasses import replace

import numpy as np
import pytest

from scoring.core import Ratings, Reason
from scoring.core.multiplicity import Control
from scoring.core.rasch import (
    BiasCell,
    HiddenCell,
    Standing,
    anchored_severities,
    anchored_severity,
    fit_rasch,
    linked_subsets,
    rater_bias,
    rater_separation,
)
from tests.scoring.core.rasch.simulated import chances, draw_levels, drawn
from tests.scoring.core.rasch.test_fit import TABLE


@pytest.fixture(scope="module")
def made():
    return drawn(seed=2, n_raters=50, n_scenarios=20, met=15)


@pytest.fixture(scope="module")
def fit(made):
    return fit_rasch(made.ratings)


def of_rater(ratings, rater):
    rows = ratings.raters == rater
    return ratings.units[rows], ratings.levels[rows]


def test_links_are_those_that_walking_from_rating_to_rating_finds():
    generator = np.random.default_rng(4)
    for _ in range(50):
        n_raters, n_units, n = (int(k) for k in generator.integers(1, [12, 12, 20]))
        raters, units = generator.integers(0, n_raters, n), generator.integers(0, n_units, n)
        of_raters, of_units = linked_subsets(raters, units, n_raters, n_units)
        for rater in set(raters.tolist()):
            reached, met = {rater}, set()
            for _ in range(n):
                met |= {u for r, u in zip(raters, units, strict=True) if r in reached}
                reached |= {r for r, u in zip(raters, units, strict=True) if u in met}
            assert reached == set(np.flatnonzero(of_raters == of_raters[rater]))
            assert met == set(np.flatnonzero(of_units == of_raters[rater]))
        sizes = np.bincount(of_raters[of_raters >= 0])
        assert (np.diff(sizes) <= 0).all()


def test_links_of_a_long_chain_are_found():
    raters = np.repeat(np.arange(500), 2)
    units = raters + np.tile([0, 1], 500)
    order = np.random.default_rng(1).permutation(500)
    of_raters, _ = linked_subsets(order[raters], units, 500, 501)
    assert (of_raters == 0).all()


def test_an_anchored_rater_stands_where_the_whole_fit_put_them(made, fit):
    for rater in (0, 17):
        alone = anchored_severity(fit, *of_rater(made.ratings, rater))
        assert alone.severity.value == pytest.approx(fit.severity(rater).value, abs=1e-4)
        assert alone.severity.se == pytest.approx(fit.severity(rater).se, rel=1e-3)
        assert alone.infit == pytest.approx(fit.raters.infit(rater), abs=1e-3)
        assert not alone.extreme


def test_an_organisations_raters_are_anchored_all_at_once(made, fit):
    rows = made.ratings.raters < 10
    ratings = made.ratings
    raters = anchored_severities(
        fit, ratings.raters[rows], ratings.units[rows], ratings.levels[rows], 11
    )
    assert raters.values[:10] == pytest.approx(fit.raters.values[:10], abs=1e-4)
    assert raters.standings[10] == Standing.UNRATED


def test_a_newcomers_severity_is_found_against_units_held_fixed(made, fit):
    generator = np.random.default_rng(8)
    units = np.arange(240)
    steps = np.array([-1.2, 0.1, 1.1])
    levels = draw_levels(made.locations - 0.7, steps, generator)
    newcomer = anchored_severity(fit, units, levels)
    assert newcomer.severity.low < 0.7 - made.severities.mean() < newcomer.severity.high
    assert 0.7 < newcomer.outfit < 1.3


def test_an_anchored_rater_at_an_end_is_marked_and_finite(fit):
    lowest = anchored_severity(fit, np.arange(5), np.zeros(5, int))
    assert lowest.extreme
    assert lowest.severity.value > fit.raters.values.max()
    assert lowest.infit.reason is Reason.EXTREME
    units, places = fit.units.values[:5], fit.thresholds
    expected = sum(
        k * p for at in units - lowest.severity.value for k, p in enumerate(chances(at, places))
    )
    assert expected == pytest.approx(0.3, abs=1e-3)


def test_anchoring_without_a_rating_or_a_placed_unit_is_a_reason():
    table = [[*row, None] for row in TABLE] + [[None] * 4 + [0]]
    fit = fit_rasch(Ratings.of_table(table))
    assert anchored_severity(fit, np.empty(0, int), np.empty(0, int)).reason is Reason.NO_ANSWERS
    assert anchored_severity(fit, np.array([7]), np.array([1])).reason is Reason.NO_OVERLAP
    several = anchored_severities(fit, np.array([0, 1]), np.array([7, 2]), np.array([1, 1]), 2)
    assert several.value(0).reason is Reason.DISCONNECTED


def test_in_two_subsets_the_one_rated_most_counts():
    generator = np.random.default_rng(3)
    first = [[*row, None, None, None] for row in generator.integers(0, 3, (12, 3)).tolist()]
    second = [[None] * 3 + row for row in generator.integers(0, 3, (12, 3)).tolist()]
    fit = fit_rasch(Ratings.of_table(first + second))
    units = np.array([0, 1, 12, 13, 14])
    both = anchored_severities(fit, np.zeros(5, int), units, np.array([0, 1, 2, 0, 1]), 1)
    alone = anchored_severities(fit, np.zeros(3, int), units[2:], np.array([2, 0, 1]), 1)
    assert both.subsets.tolist() == [fit.units.subsets[12]]
    assert both.values == pytest.approx(alone.values)


def test_separation_is_the_spread_beyond_error(made, fit):
    separated = rater_separation(fit)
    severities, errors = fit.raters.values, fit.raters.standard_errors
    error = np.mean(errors**2)
    assert separated.separation == pytest.approx(np.sqrt(np.var(severities) / error - 1))
    assert separated.reliability == pytest.approx(1 - error / np.var(severities))
    assert separated.strata == pytest.approx((4 * separated.separation + 1) / 3)


def test_raters_alike_have_no_separation():
    made = drawn(seed=6, n_raters=8, n_scenarios=4, spread=0.0)
    assert rater_separation(fit_rasch(made.ratings)).reliability < 0.5


def test_one_estimated_rater_has_no_separation():
    fit = fit_rasch(Ratings.of_table(TABLE))
    standings = np.array([Standing.ESTIMATED] + [Standing.EXTREME] * 3)
    lone = replace(fit, raters=replace(fit.raters, standings=standings))
    assert rater_separation(lone).reason is Reason.TOO_FEW_RATERS


def test_separation_of_subsets_is_a_reason():
    table = [[0, 1, None, None], [1, 0, None, None], [0, 1, None, None]]
    table += [[None, None, *row[:2]] for row in table]
    fit = fit_rasch(Ratings.of_table(table))
    assert rater_separation(fit).reason is Reason.DISCONNECTED


def biased(made, group, factor, by):
    """The raters of a group rate one factor's units ``by`` logits too high."""
    ratings = made.ratings
    groups = np.arange(ratings.n_raters) % 4
    factors = np.arange(ratings.n_units) % 12
    shift = by * ((groups[ratings.raters] == group) & (factors[ratings.units] == factor))
    at = made.locations[ratings.units] - made.severities[ratings.raters] + shift
    levels = draw_levels(at, np.array([-1.2, 0.1, 1.1]), np.random.default_rng(3))
    drawn_again = Ratings(
        ratings.raters, ratings.units, levels, ratings.scale, ratings.n_raters, ratings.n_units
    )
    return drawn_again, groups, factors


@pytest.mark.parametrize("control", Control)
def test_a_groups_bias_on_one_factor_is_found_with_its_size(made, control):
    ratings, groups, factors = biased(made, group=1, factor=5, by=1.0)
    cells = rater_bias(ratings, fit_rasch(ratings), groups, factors, control=control)
    assert [(cell.group, cell.factor) for cell in cells] == [
        (g, f) for g in range(4) for f in range(12)
    ]
    flagged = [cell for cell in cells if cell.flagged]
    assert [(cell.group, cell.factor) for cell in flagged] == [(1, 5)]
    found = flagged[0]
    # A quarter of the ratings of these units are the group's own, and drag the units along.
    assert found.logits.value == pytest.approx(0.75, abs=0.25)
    assert 0 < found.levels < found.logits.value
    assert found.t == pytest.approx(found.logits.value / found.logits.se)


def test_without_bias_nothing_is_flagged(made, fit):
    groups, factors = np.arange(50) % 4, np.arange(240) % 12
    cells = rater_bias(made.ratings, fit, groups, factors)
    assert sum(cell.flagged for cell in cells) <= 1
    assert np.std([cell.t for cell in cells]) == pytest.approx(1.0, abs=0.35)


def test_a_cell_of_few_ratings_is_hidden_and_who_has_no_group_is_left_out(made, fit):
    groups, factors = np.full(50, -1), np.full(240, -1)
    groups[:2], factors[:20] = [0, 1], 0
    factors[:10] = 0
    cells = rater_bias(made.ratings, fit, groups, factors)
    assert all(isinstance(cell, HiddenCell) for cell in cells)
    assert {cell.reason.reason for cell in cells} == {Reason.SMALL_CELL}
    shown = rater_bias(made.ratings, fit, groups, factors, fewest=5)
    assert all(isinstance(cell, BiasCell) for cell in shown)
    assert rater_bias(made.ratings, fit, np.full(50, -1), factors) == []


def test_bias_wants_a_group_for_each_rater(made, fit):
    with pytest.raises(ValueError, match="group"):
        rater_bias(made.ratings, fit, np.zeros(3, int), np.zeros(240, int))

"""Severities, locations and thresholds: recovered, in agreement with slow loops, never astray."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.core import Ratings, Reason, Undefined
from scoring.core.rasch import Standing, fit_rasch
from scoring.core.rasch.curves import level_probabilities, moments
from tests.scoring.core.rasch.simulated import STEPS, draw_levels, drawn, slow_fit

TABLE = [
    [0, 1, 1, 2],
    [1, 0, 2, 1],
    [2, 1, 3, 2],
    [0, 1, 0, None],
    [3, 1, 2, 3],
    [1, None, 1, 0],
    [2, 2, 3, 3],
]


@pytest.fixture(scope="module")
def force():
    return drawn(seed=1)


@pytest.fixture(scope="module")
def fit(force):
    return fit_rasch(force.ratings)


def gaps(ratings, fit):
    """Places given less places expected, summed by rater and by unit; all estimated."""
    at = fit.units.values[ratings.units] - fit.raters.values[ratings.raters]
    expected, _ = moments(level_probabilities(at, fit.thresholds))
    gap = fit.places(ratings.levels) - expected
    return np.bincount(ratings.raters, gap), np.bincount(ratings.units, gap)


def test_parameters_that_made_the_ratings_are_found_again(force, fit):
    assert fit.converged
    truth = force.severities - force.severities.mean()
    assert np.corrcoef(fit.raters.values, truth)[0, 1] > 0.95
    assert np.polyfit(truth, fit.raters.values, 1)[0] == pytest.approx(1.0, abs=0.08)
    assert np.corrcoef(fit.units.values, force.locations)[0, 1] > 0.97
    assert fit.thresholds == pytest.approx(STEPS - STEPS.mean(), abs=0.08)


def test_intervals_hold_the_true_severity_of_95_raters_in_100():
    held = []
    for seed in range(8):
        made = drawn(seed=100 + seed, n_raters=50, n_scenarios=10)
        fit = fit_rasch(made.ratings)
        away = fit.raters.values - (made.severities - made.severities.mean())
        held.extend(np.abs(away) < 1.96 * fit.raters.standard_errors)
    assert 0.92 <= np.mean(held) <= 0.975


def test_a_panels_corrected_intervals_hold_the_true_severity_as_often():
    held = []
    for seed in range(30):
        made = drawn(seed=300 + seed, n_raters=6, n_scenarios=20, factors=6)
        fit = fit_rasch(made.ratings, corrected=True)
        away = fit.raters.values - (made.severities - made.severities.mean())
        held.extend(np.abs(away) < 1.96 * fit.raters.standard_errors)
    assert 0.91 <= np.mean(held) <= 0.985


def test_expected_scores_are_the_observed_ones_for_each_rater_and_unit(force, fit):
    by_rater, by_unit = gaps(force.ratings, fit)
    assert np.abs(by_rater).max() < 0.01
    assert np.abs(by_unit).max() < 0.01


def test_plain_loops_come_to_the_same_estimates():
    severity, location, steps = slow_fit(TABLE, 4)
    fit = fit_rasch(Ratings.of_table(TABLE), tolerance=1e-8)
    assert fit.raters.values == pytest.approx(np.array(severity), abs=2e-4)
    assert fit.units.values == pytest.approx(np.array(location), abs=2e-4)
    assert fit.thresholds == pytest.approx(np.array(steps), abs=2e-4)


@pytest.mark.parametrize(("higher", "lower"), [(7, 3), (20, 5), (9, 8)])
def test_two_raters_of_yes_and_no_lie_twice_as_far_apart_as_the_conditional_estimate(higher, lower):
    """Conditional: log(n10/n01); joint: exactly double (Andersen 1980). Corrected: the same."""
    table = [[1, 0]] * higher + [[0, 1]] * lower + [[0, 0]] * 3 + [[1, 1]] * 2
    conditional = math.log(higher / lower)
    plain = fit_rasch(Ratings.of_table(table))
    corrected = fit_rasch(Ratings.of_table(table), corrected=True)
    assert np.diff(plain.raters.values)[0] == pytest.approx(2 * conditional, abs=1e-4)
    assert np.diff(corrected.raters.values)[0] == pytest.approx(conditional, abs=1e-4)
    assert corrected.factor == 0.5
    # The conditional difference has the standard error sqrt(1/n10 + 1/n01); half of it is centred.
    exact = math.sqrt(1 / higher + 1 / lower) / 2
    assert corrected.raters.standard_errors[0] == pytest.approx(exact, rel=1e-3)


def test_severity_is_centred_and_positive_for_who_gives_lower_levels():
    fit = fit_rasch(Ratings.of_table(TABLE))
    assert fit.raters.values.mean() == pytest.approx(0, abs=1e-9)
    assert fit.thresholds.sum() == pytest.approx(0, abs=1e-9)
    assert fit.severity(1).value > 0 > fit.severity(2).value
    assert fit.difficulty(6).value > fit.difficulty(0).value
    assert fit.fair_average(1).value < fit.fair_average(2).value
    assert fit.fair_averages()[1] == pytest.approx(fit.fair_average(1).value)
    assert fit.fair_level(6).value > fit.fair_level(0).value


def test_corrected_estimates_are_the_plain_ones_times_one_factor():
    plain, corrected = (fit_rasch(Ratings.of_table(TABLE), corrected=c) for c in (False, True))
    factor = (26 / 7 - 1) / (26 / 7)
    assert corrected.factor == pytest.approx(factor)
    assert corrected.raters.values == pytest.approx(plain.raters.values * factor)
    assert corrected.units.values == pytest.approx(plain.units.values * factor)
    assert corrected.thresholds == pytest.approx(plain.thresholds * factor)
    assert corrected.raters.infits == pytest.approx(plain.raters.infits)


def test_an_earlier_fit_as_the_start_saves_passes_and_moves_nothing(force, fit):
    again = fit_rasch(force.ratings, start=fit)
    assert again.passes < 3 < fit.passes
    assert again.raters.values == pytest.approx(fit.raters.values, abs=1e-4)
    panel = Ratings.of_table(TABLE)
    cold, warm = fit_rasch(panel), fit_rasch(panel, start=fit_rasch(panel, corrected=True))
    assert warm.passes <= 2
    assert warm.raters.values == pytest.approx(cold.raters.values, abs=1e-4)


def test_an_earlier_fit_of_fewer_raters_and_other_levels_will_do_as_a_start():
    fewer = fit_rasch(Ratings.of_table([row[:3] for row in TABLE[:4]]))
    narrow = fit_rasch(Ratings.of_table([[0, 1], [1, 0], [1, 0]]))
    for start in (fewer, narrow):
        fit = fit_rasch(Ratings.of_table(TABLE), start=start)
        assert fit.raters.values == pytest.approx(
            fit_rasch(Ratings.of_table(TABLE)).raters.values, abs=1e-4
        )


def test_running_out_of_passes_is_said(force):
    fit = fit_rasch(force.ratings, most_passes=3)
    assert (fit.converged, fit.passes) == (False, 3)


def test_a_long_chain_of_raters_settles_where_the_scores_say():
    """Forty raters, each sharing units with the next alone: news goes one link a pass otherwise."""
    generator = np.random.default_rng(5)
    raters = np.repeat(np.arange(40), 30)
    units = raters * 10 + np.tile(np.arange(30), 40)
    locations, severities = generator.normal(0, 0.8, 420), generator.normal(0, 0.4, 40)
    levels = draw_levels(locations[units] - severities[raters], STEPS, generator)
    ratings = Ratings(raters, units, levels, np.arange(4.0), 40, 420)
    fit = fit_rasch(ratings)
    assert fit.converged
    assert fit.n_subsets == 1
    rows = np.flatnonzero(fit.units.standings[units] == Standing.ESTIMATED)
    at = fit.units.values[units[rows]] - fit.raters.values[raters[rows]]
    expected, _ = moments(level_probabilities(at, fit.thresholds))
    assert np.abs(np.bincount(raters[rows], levels[rows] - expected)).max() < 0.01


def test_a_joint_step_that_runs_out_of_rounds_goes_part_of_the_way_and_the_fit_still_settles(
    force, fit, monkeypatch
):
    monkeypatch.setattr("scoring.core.rasch.joint_step.MOST_ROUNDS", 1)
    monkeypatch.setattr("scoring.core.rasch.newton.IN_TURN", 0)
    short = fit_rasch(force.ratings)
    assert short.converged
    assert short.raters.values == pytest.approx(fit.raters.values, abs=0.001)


def test_ratings_too_thin_to_settle_end_all_the_same_and_say_so():
    generator = np.random.default_rng(5)
    raters = np.repeat(np.arange(10), 30)
    units = raters * 29 + np.tile(np.arange(30), 10)
    levels = generator.integers(0, 4, raters.size)
    fit = fit_rasch(Ratings(raters, units, levels, np.arange(4.0), 10, 291), most_passes=60)
    assert isinstance(fit, Undefined) or not fit.converged or fit.n_subsets > 1


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_order_of_rows_and_names_change_nothing(seed):
    generator = np.random.default_rng(seed)
    plain = Ratings.of_table(TABLE)
    rows = generator.permutation(plain.size)
    raters, units = generator.permutation(4), generator.permutation(7)
    other = Ratings(
        raters[plain.raters[rows]], units[plain.units[rows]], plain.levels[rows], plain.scale, 4, 7
    )
    first, second = fit_rasch(plain), fit_rasch(other)
    assert second.raters.values[raters] == pytest.approx(first.raters.values, abs=1e-3)
    assert second.units.outfits[units] == pytest.approx(first.units.outfits, abs=1e-3)


def test_an_empty_rater_unit_or_level_changes_nothing():
    plain = Ratings.of_table(TABLE)
    wider = Ratings(
        plain.raters, plain.units, plain.levels + 1, np.arange(6.0), plain.n_raters + 1, 9
    )
    first, second = fit_rasch(plain), fit_rasch(wider)
    assert second.raters.values[:4] == pytest.approx(first.raters.values)
    assert second.units.values[:7] == pytest.approx(first.units.values)
    assert second.severity(4).reason is Reason.NO_ANSWERS
    assert second.difficulty(8).reason is Reason.NO_ANSWERS
    assert second.raters.subsets[4] == -1
    assert second.unused_levels.tolist() == [0, 5]


def test_a_level_nobody_used_is_left_out_of_the_steps():
    plain = Ratings.of_table(TABLE)
    moved = np.array([0, 1, 3, 4])[plain.levels]
    gap = Ratings(plain.raters, plain.units, moved, np.arange(5.0), 4, 7)
    fit = fit_rasch(gap)
    assert fit.unused_levels.tolist() == [2]
    assert fit.thresholds == pytest.approx(fit_rasch(plain).thresholds)
    assert fit.fair_average(0).value > fit_rasch(plain).fair_average(0).value


def test_extreme_raters_and_units_are_placed_beyond_all_others_and_marked():
    """The lowest unit takes the highest rater's only low level with it, and the other way round."""
    table = [[*row, 0, 3] for row in TABLE] + [[0] * 6, [3] * 6]
    fit = fit_rasch(Ratings.of_table(table))
    lowest, highest = fit.severity(4), fit.severity(5)
    assert fit.raters.extreme.tolist() == [False] * 4 + [True, True]
    assert highest.value < fit.raters.values[:5].min()
    assert lowest.value > fit.raters.values[:4].max()
    assert fit.raters.infit(5).reason is Reason.EXTREME
    assert fit.units.outfit(7).reason is Reason.EXTREME
    assert fit.difficulty(7).value < fit.units.values[:7].min()
    assert fit.raters.values[fit.raters.estimated].mean() == pytest.approx(0, abs=1e-9)


def test_an_extreme_rater_has_the_severity_of_a_score_moved_by_three_tenths():
    table = [[*row, 0] for row in TABLE]
    fit = fit_rasch(Ratings.of_table(table))
    assert fit.raters.extreme.tolist() == [False] * 4 + [True]
    at = fit.units.values - fit.raters.values[4]
    expected, variance = moments(level_probabilities(at, fit.thresholds))
    assert expected.sum() == pytest.approx(0.3, abs=1e-4)
    assert fit.severity(4).se == pytest.approx(variance.sum() ** -0.5, rel=1e-3)
    assert fit.severity(4).high > fit.severity(4).value


def test_who_met_only_extremes_is_placed_by_them():
    table = [[*row, 0, None] for row in TABLE] + [[None] * 4 + [0, 0], [None] * 5 + [0]]
    fit = fit_rasch(Ratings.of_table(table))
    assert fit.raters.standings[4:].tolist() == [Standing.EXTREME] * 2
    assert fit.units.standings[7:].tolist() == [Standing.EXTREME] * 2
    assert fit.raters.subsets.tolist() == [0] * 6


def test_the_extreme_among_themselves_have_a_subset_and_no_place():
    table = [[*row, None, None] for row in TABLE] + [[None] * 4 + [0, 0], [None] * 4 + [0, None]]
    fit = fit_rasch(Ratings.of_table(table))
    assert fit.raters.subsets.tolist() == [0] * 4 + [1] * 2
    assert fit.severity(4).reason is Reason.EXTREME
    assert fit.fair_average(4).reason is Reason.EXTREME
    assert fit.raters.extreme.tolist() == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    ("table", "scale", "reason"),
    [
        ([], [0, 1], Reason.NO_ANSWERS),
        ([[None, None]], [0, 1], Reason.NO_ANSWERS),
        ([[0, 0], [0, 0]], [0], Reason.ONE_LEVEL),
        ([[1, 1], [1, 1]], [0, 1], Reason.ALL_ALIKE),
        ([[0, 1]], [0, 1], Reason.EXTREME),
        ([[0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 1, 1]], [0, 1], Reason.EXTREME),
        ([[0], [1], [2], [1]], [0, 1, 2], Reason.TOO_FEW_RATERS),
        ([[1, None], [None, 1], [0, None], [None, 0]], [0, 1], Reason.NO_OVERLAP),
    ],
)
def test_where_nothing_can_be_estimated_the_reason_is_said(table, scale, reason):
    fit = fit_rasch(Ratings.of_table(table, scale=scale))
    assert isinstance(fit, Undefined)
    assert fit.reason is reason


def test_subsets_are_centred_each_by_itself():
    generator = np.random.default_rng(3)
    table = [[*row, None, None, None] for row in generator.integers(0, 3, (12, 4)).tolist()] + [
        [None] * 4 + row for row in generator.integers(0, 3, (12, 3)).tolist()
    ]
    fit = fit_rasch(Ratings.of_table(table))
    assert fit.n_subsets == 2
    assert fit.raters.subsets.tolist() == [0] * 4 + [1] * 3
    assert fit.raters.values[:4].mean() == pytest.approx(0, abs=1e-9)
    assert fit.raters.values[4:].mean() == pytest.approx(0, abs=1e-9)


def test_a_rater_whom_nobody_joins_is_compared_with_nobody():
    table = [[*row, None] for row in TABLE] + [[None] * 4 + [level] for level in (1, 2, 0, 3)]
    fit = fit_rasch(Ratings.of_table(table))
    assert fit.n_subsets >= 2
    assert isinstance(fit.severity(4), Undefined)


def test_a_clean_split_is_taken_as_no_link():
    """Two blocks that only certain ratings join: no finite distance between them is likeliest."""
    block = [[0, 1], [1, 0], [0, 1], [1, 0], [1, 0]]
    table = [[*row, 0, 0] for row in block] + [[1, 1, *row] for row in block]
    fit = fit_rasch(Ratings.of_table(table))
    assert fit.converged
    assert fit.n_subsets == 2
    # Each block is two raters of yes and no: twice log(3/2), as in closed form.
    for pair in (fit.raters.values[:2], fit.raters.values[2:]):
        assert abs(pair[1] - pair[0]) == pytest.approx(2 * math.log(1.5), abs=1e-3)


@pytest.mark.parametrize("n_levels", [2, 3, 10])
def test_scales_of_two_to_ten_levels_settle(n_levels):
    steps = np.linspace(-2, 2, n_levels - 1) if n_levels > 2 else np.zeros(1)
    made = drawn(seed=7, n_raters=20, n_scenarios=8, steps=steps)
    fit = fit_rasch(made.ratings)
    assert fit.converged
    assert np.abs(gaps(made.ratings, fit)[0]).max() < 0.02 or fit.units.extreme.any()
    assert np.corrcoef(fit.raters.values, made.severities)[0, 1] > 0.7


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 7), st.integers(1, 4))
def test_whatever_the_ratings_every_figure_is_finite(seed, n_raters, n_units, n_levels):
    generator = np.random.default_rng(seed)
    sharp = generator.choice([0.5, 5.0])
    wanted = generator.normal(1.5, sharp, (n_units, 1)) + generator.normal(
        0, 1, (n_units, n_raters)
    )
    levels = np.clip(np.round(wanted), 0, n_levels - 1).astype(int)
    rated = generator.random(levels.shape) > generator.choice([0.0, 0.4])
    units, raters = np.nonzero(rated)
    ratings = Ratings(
        raters, units, levels[units, raters], np.arange(float(n_levels)), n_raters, n_units
    )
    fit = fit_rasch(ratings, most_passes=60)
    if isinstance(fit, Undefined):
        return
    for facet in (fit.raters, fit.units):
        for code in range(facet.values.size):
            value = facet.value(code)
            assert isinstance(value, Undefined) or math.isfinite(value.value + value.se)
            assert np.isfinite([facet.infits[code], facet.outfits[code]]).all()
    assert np.isfinite(fit.thresholds).all()

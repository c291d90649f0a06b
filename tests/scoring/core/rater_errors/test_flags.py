"""Bad raters are named for what they do; honest ones are left in peace."""

import numpy as np
import pytest

from scoring.core import Ratings, Reason
from scoring.core.rasch import fit_rasch
from scoring.core.rater_errors import RaterError, find_rater_errors
from tests.scoring.core.rasch.simulated import drawn
from tests.scoring.core.rater_errors.planted import with_bad_raters


def look(ratings, scenarios, seed=1):
    return find_rater_errors(ratings, fit_rasch(ratings), scenarios, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def made():
    return drawn(seed=1, n_raters=60, n_scenarios=40, met=20)


@pytest.fixture(scope="module")
def errors(made):
    return look(with_bad_raters(made, seed=1), made.scenarios)


@pytest.mark.parametrize(
    ("error", "raters"),
    [
        (RaterError.SEVERITY, [0, 1]),
        (RaterError.HALO, [2, 3]),
        (RaterError.CENTRAL_TENDENCY, [4, 5]),
        (RaterError.RANDOMNESS, [6, 7]),
        (RaterError.INVERSION, [8, 9]),
        (RaterError.EXTREMITY, [10, 11]),
        (RaterError.LENIENCY, []),
    ],
)
def test_each_kind_of_bad_rater_is_named_and_nobody_else_is(errors, error, raters):
    assert errors.named(error) == raters


def test_fit_flags_fall_on_bad_raters_alone(errors):
    assert {6, 7, 8, 9} <= set(errors.named(RaterError.NOISE)) <= set(range(12))
    assert {4, 5} <= set(errors.named(RaterError.REGULARITY)) <= set(range(12))


def test_a_lenient_rater_is_named_lenient():
    made = drawn(seed=9, n_raters=60, n_scenarios=40, met=20, spread=0.25)
    levels = made.ratings.levels.copy()
    rater = int(np.abs(made.severities).argmin())
    rows = made.ratings.raters == rater
    levels[rows] = np.minimum(levels[rows] + 1, 3)
    ratings = Ratings(made.ratings.raters, made.ratings.units, levels, made.ratings.scale, 60, 480)
    errors = look(ratings, made.scenarios)
    assert errors.named(RaterError.LENIENCY) == [rater]
    assert errors.named(RaterError.SEVERITY) == []


def test_among_honest_raters_one_force_in_ten_at_most_has_a_flag():
    flagged = 0
    for seed in range(20):
        honest = drawn(seed=500 + seed, n_raters=15, n_scenarios=6, factors=6)
        flagged += bool(look(honest.ratings, honest.scenarios).flagged.any())
    assert flagged <= 4  # 2 are allowed on average; more than 4 in 20 has a chance of 1 in 20


def test_of_the_flags_shown_one_in_ten_at_most_is_false_on_average():
    false = []
    for seed in range(6):
        made = drawn(seed=700 + seed, n_raters=30, n_scenarios=10, factors=8)
        errors = look(with_bad_raters(made, seed, each=1), made.scenarios)
        shown = [rater for error in RaterError for rater in errors.named(error)]
        false.append(np.mean([rater >= 6 for rater in shown]))
    assert np.mean(false) <= 0.1


def test_findings_on_one_rater_have_size_p_and_flag(errors):
    findings = {finding.error: finding for finding in errors.of(2)}
    assert findings[RaterError.HALO].flagged
    assert findings[RaterError.HALO].size < 0.3
    assert findings[RaterError.HALO].p <= 0.1
    assert not findings[RaterError.SEVERITY].flagged


def test_an_extreme_rater_is_not_judged():
    table = [[0, 1, 1, 0], [1, 0, 2, 0], [2, 1, 2, 0], [0, 1, 0, 0]]
    errors = look(Ratings.of_table(table), np.zeros(4, int))
    assert errors.of(3).reason is Reason.EXTREME
    assert errors.judged.tolist() == [0, 1, 2, -1]


def test_without_scenarios_of_several_units_nobody_shows_halo(made):
    errors = look(with_bad_raters(made, seed=1), np.arange(480))
    assert errors.named(RaterError.HALO) == []
    assert {4, 5} <= set(errors.named(RaterError.CENTRAL_TENDENCY))


def test_a_rater_who_never_varies_is_no_trouble():
    made = drawn(seed=4, n_raters=12, n_scenarios=6, factors=4)
    levels = np.where(made.ratings.raters == 0, 1, made.ratings.levels)
    ratings = Ratings(made.ratings.raters, made.ratings.units, levels, made.ratings.scale, 12, 24)
    errors = look(ratings, made.scenarios)
    assert np.isfinite(errors.sizes).all()
    assert 0 in errors.named(RaterError.CENTRAL_TENDENCY)


def test_the_same_seed_finds_the_same(made, errors):
    again = look(with_bad_raters(made, seed=1), made.scenarios)
    assert (again.p_values == errors.p_values).all()


def test_every_unit_has_a_scenario(made):
    with pytest.raises(ValueError, match="scenario"):
        look(made.ratings, np.zeros(3, int))

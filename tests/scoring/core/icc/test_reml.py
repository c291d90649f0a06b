"""Variance components by restricted maximum likelihood."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from scoring.core import Ratings
from scoring.core.icc import (
    henderson_components,
    icc_by_reml,
    intraclass_correlations,
    linked_ratings,
    reml_components,
    restricted,
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

# The data set "Penicillin" of lme4 (Davies and Goldsmith 1972): six samples on each of 24 plates,
# millimetres above 18.
PENICILLIN = (
    "958553 958553 737662 857552 748452 647541 625341 848663 636442 636541 858663 748662 "
    "868674 858552 857664 747552 736552 746551 635331 858663 736440 747442 636461 636430"
)


def dense_deviance(ratings, components):
    """Minus twice the restricted log likelihood from the whole covariance matrix."""
    unit, rater, residual = components
    y, ones = ratings.values(), np.ones((ratings.size, 1))
    same_unit = ratings.units[:, None] == ratings.units
    same_rater = ratings.raters[:, None] == ratings.raters
    covariance = unit * same_unit + rater * same_rater + residual * np.eye(ratings.size)
    inverse = np.linalg.inv(covariance)
    of_mean = (ones.T @ inverse @ ones).item()
    mean = (ones.T @ inverse @ y).item() / of_mean
    left = y - mean
    return np.linalg.slogdet(covariance)[1] + np.log(of_mean) + left @ inverse @ left


def dense_reml(ratings, start=(1.0, 0.3, 0.5)):
    """The components that make it least, by a search that knows nothing of its shape."""
    linked = linked_ratings(ratings)
    found = minimize(
        lambda logs: dense_deviance(linked, np.exp(logs)),
        np.log(start),
        method="Nelder-Mead",
        options={"xatol": 1e-8, "fatol": 1e-11, "maxiter": 4000, "maxfev": 4000},
    )
    return np.exp(found.x)


def agreement(components):
    return components[0] / sum(components)


@pytest.mark.parametrize(
    ("seed", "n_units", "n_raters"), [(0, 12, 6), (1, 8, 15), (2, 25, 4), (3, 9, 9)]
)
def test_with_gaps_they_are_where_a_dense_likelihood_is_greatest(seed, n_units, n_raters):
    generator = np.random.default_rng(seed)
    ratings = sparse_ratings(generator, n_units=n_units, n_raters=n_raters, share=0.6)
    brute = dense_reml(ratings)
    found = reml_components(ratings).components
    assert (found.unit, found.rater, found.residual) == pytest.approx(brute, rel=1e-4)
    assert icc_by_reml(ratings).value == pytest.approx(agreement(brute), abs=1e-5)


def test_of_two_tops_the_higher_is_taken():
    # Henderson's components lead to an edge, where the units' variance is nought.
    table = [
        [None, 1, None, None],
        [None, 1, 0, None],
        [2, 0, None, None],
        [2, None, 0, 2],
        [None, 2, 1, None],
    ]
    found = reml_components(Ratings.of_table(table)).components
    brute = dense_reml(Ratings.of_table(table))
    assert (found.unit, found.rater, found.residual) == pytest.approx(brute, rel=1e-3)
    assert found.unit > 0.3


def test_no_component_nearby_is_likelier():
    ratings = linked_ratings(
        sparse_ratings(np.random.default_rng(8), n_units=30, n_raters=12, share=0.4)
    )
    found = reml_components(ratings).components
    best = np.array([found.unit, found.rater, found.residual])
    least = dense_deviance(ratings, best)
    for place in range(3):
        for factor in (0.999, 1.001):
            aside = best.copy()
            aside[place] *= factor
            assert dense_deviance(ratings, aside) > least


def test_a_complete_table_gives_the_components_of_the_analysis_of_variance():
    found = reml_components(Ratings.of_table(SHROUT_FLEISS)).components
    # (11.24 - 1.02) / 4, (32.49 - 1.02) / 6 and 1.02 of Shrout and Fleiss (1979), table 3.
    assert found.unit == pytest.approx(2.5555556, rel=1e-6)
    assert found.rater == pytest.approx(5.2444444, rel=1e-6)
    assert found.residual == pytest.approx(1.0194444, rel=1e-6)
    icc = intraclass_correlations(Ratings.of_table(SHROUT_FLEISS))
    assert icc_by_reml(Ratings.of_table(SHROUT_FLEISS)).value == pytest.approx(icc.icc2.value)
    assert icc_by_reml(Ratings.of_table(SHROUT_FLEISS), 4).value == pytest.approx(icc.icc2k.value)


def test_the_penicillin_of_lme4():
    # Bates, Maechler, Bolker and Walker, the vignette of lme4: plate 0.7169, sample 3.7311,
    # residual 0.3024 (older versions print 3.7309, which is nearer).
    table = [[int(millimetres) for millimetres in plate] for plate in PENICILLIN.split()]
    found = reml_components(Ratings.of_table(table)).components
    assert found.unit == pytest.approx(0.7169, abs=0.00005)
    assert found.rater == pytest.approx(3.7311, abs=0.0002)
    assert found.residual == pytest.approx(0.3024, abs=0.00005)


def test_a_component_that_would_be_below_nought_is_nought():
    table = [[0, 1, 2], [0, 1, 2], [2, 0, 1]]
    assert henderson_components(Ratings.of_table(table)).unit < 0
    fit = reml_components(Ratings.of_table(table))
    assert fit.components.unit == 0
    found = icc_by_reml(Ratings.of_table(table))
    assert (found.value, found.se, found.low, found.high) == (0, None, None, None)


def test_raters_no_further_apart_than_chance_have_no_variance():
    ratings = Ratings.of_table([[0, 1, 0], [2, 1, 2], [3, 3, None], [1, 2, 2], [0, 0, 1]])
    found = reml_components(ratings)
    assert found.components.rater == 0
    assert found.logit_variance is None
    unit, rater, residual = dense_reml(ratings)
    assert rater < 1e-6
    assert found.components.unit == pytest.approx(unit, rel=1e-4)
    assert found.components.residual == pytest.approx(residual, rel=1e-4)


def test_perfect_agreement_with_gaps_is_one():
    found = reml_components(Ratings.of_table([[0, 0, None], [1, None, 1], [None, 3, 3]]))
    assert found.components.unit == pytest.approx(np.var([0, 1, 3], ddof=1))
    assert (found.components.rater, found.components.residual) == (0, 0)
    assert icc_by_reml(Ratings.of_table([[0, 0, None], [1, None, 1]])).value == 1


def test_nothing_but_severity_apart_leaves_no_residual():
    # Units 0, 1, 2, 0 and raters 0, 1, 2 exactly: variances 0.9167 and 1.
    table = [[0, 1, None], [1, 2, 3], [2, 3, 4], [None, 1, 2]]
    found = reml_components(Ratings.of_table(table)).components
    assert found.unit == pytest.approx(np.var([0, 1, 2, 0], ddof=1), rel=1e-4)
    assert found.rater == pytest.approx(1, rel=1e-4)
    assert found.residual == 0


def test_raters_who_rated_one_unit_each_are_in_the_residual():
    table = [[0, 1, None, None, None, None], [None, None, 1, 2, None, None], [None] * 4 + [3, 2]]
    found = reml_components(Ratings.of_table(table))
    # One-way analysis of variance: MSB = 2, MSW = 1/2, two ratings a unit.
    assert found.components.unit == pytest.approx((2 - 0.5) / 2)
    assert (found.components.rater, found.components.residual) == (0, pytest.approx(0.5))
    assert 0 < icc_by_reml(Ratings.of_table(table)).low < found.components.unit


def test_the_larger_facet_is_absorbed_either_way_round():
    ratings = sparse_ratings(np.random.default_rng(4), n_units=20, n_raters=8, share=0.6)
    turned = replace(ratings, raters=ratings.units, units=ratings.raters, n_raters=20, n_units=8)
    one, other = reml_components(ratings).components, reml_components(turned).components
    assert (one.unit, one.rater, one.residual) == pytest.approx(
        (other.rater, other.unit, other.residual), rel=1e-6
    )


def test_the_way_for_large_tables_gives_the_same(monkeypatch):
    ratings = sparse_ratings(np.random.default_rng(5), n_units=20, n_raters=8, share=0.6)
    grouped = reml_components(ratings).components
    monkeypatch.setattr(restricted, "GROUPED_CELLS", 0)
    whole = reml_components(ratings).components
    assert (whole.unit, whole.rater) == pytest.approx((grouped.unit, grouped.rater), rel=1e-9)


def test_too_many_ratings_are_said_to_be_too_many():
    n = 800
    raters, units = np.repeat(np.arange(n), 2), np.arange(2 * n) // 2
    units[1::2] = (units[1::2] + 1) % n
    levels = np.arange(2 * n) % 3
    ratings = Ratings(raters, units, levels, np.arange(3.0), n, n)
    assert icc_by_reml(ratings).reason.value == "too_large"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0, None], [None, 1]], "no_overlap"),
        ([[1, 1], [1, 1]], "all_alike"),
        ([[0], [1]], "too_few_raters"),
    ],
)
def test_ratings_without_an_answer_say_why(table, reason):
    assert icc_by_reml(Ratings.of_table(table)).reason.value == reason


def test_a_mean_of_no_rater_is_refused():
    with pytest.raises(ValueError, match="one rater"):
        icc_by_reml(Ratings.of_table(SHROUT_FLEISS), raters=0)


def test_order_and_empty_raters_and_units_change_nothing():
    ratings = sparse_ratings(np.random.default_rng(6), n_units=15, n_raters=6, share=0.6)
    order = np.random.default_rng(7).permutation(ratings.size)
    shuffled = replace(
        ratings,
        raters=(ratings.n_raters - ratings.raters)[order],
        units=(ratings.n_units + 1 - ratings.units)[order],
        levels=ratings.levels[order],
        n_raters=ratings.n_raters + 2,
        n_units=ratings.n_units + 3,
    )
    one, other = icc_by_reml(ratings), icc_by_reml(shuffled)
    assert other.value == pytest.approx(one.value, abs=1e-8)
    assert (other.low, other.high) == pytest.approx((one.low, one.high), abs=1e-6)


def test_where_some_rated_much_and_others_little_reml_is_nearer_the_truth():
    generator = np.random.default_rng(9)
    errors = []
    for _ in range(40):
        chance = np.where(np.arange(30) < 10, 0.95, 0.1)
        u, r = np.nonzero(generator.random((40, 30)) < chance)
        values = (
            generator.normal(0, 1, 40)[u]
            + generator.normal(0, 1, 30)[r]
            + generator.normal(0, 0.5, u.size)
        )
        scale, levels = np.unique(values, return_inverse=True)
        ratings = Ratings(r, u, levels, scale, 30, 40)
        errors.append(
            (henderson_components(ratings).rater - 1, reml_components(ratings).components.rater - 1)
        )
    of_henderson, of_reml = (np.array(errors) ** 2).mean(axis=0)
    assert of_reml < of_henderson


def test_intervals_cover_about_as_often_as_they_say():
    generator, truth = np.random.default_rng(3), 1 / 1.89
    found = [
        icc_by_reml(sparse_ratings(generator, n_units=60, n_raters=25, share=0.3))
        for _ in range(100)
    ]
    assert 0.9 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.99
    # The standard error is how far estimates lie apart.
    apart = np.std([one.value for one in found], ddof=1)
    assert np.mean([one.se for one in found]) == pytest.approx(apart, rel=0.2)

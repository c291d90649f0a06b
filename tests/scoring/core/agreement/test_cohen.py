"""Kappa of two people, and of every trainee against a key."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.core import Estimate, Ratings, Reason, Undefined
from scoring.core.agreement import Weighting, cohen_kappa, quadratic_kappas, weights
from tests.scoring.core.agreement import drawn
from tests.scoring.core.agreement.published import two_raters

FOUR_LEVELS = np.arange(4.0)


def kappa_of(shares: np.ndarray, weight: np.ndarray) -> float:
    """The definition, from the shares of the cells of a table."""
    chance = shares.sum(axis=1) @ weight @ shares.sum(axis=0)
    return float(((shares * weight).sum() - chance) / (1 - chance))


def same(one: Estimate | Undefined, other: Estimate | Undefined) -> None:
    """Alike but for rounding, which a root makes larger in standard errors of nought."""
    if isinstance(one, Undefined) or isinstance(other, Undefined):
        assert one == other
    else:
        assert one.value == pytest.approx(other.value)
        assert (one.se, one.low, one.high) == pytest.approx(
            (other.se, other.low, other.high), abs=1e-6
        )


class TestPublished:
    # Cohen 1968, Psychological Bulletin 70, table 1: shares of 200 cases, and weights of
    # disagreement that are not the same on both sides of every step.
    TABLE = [[44, 7, 9], [5, 20, 5], [1, 3, 6]]
    DISAGREEMENT = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])

    def test_cohens_example(self):
        ratings = two_raters(self.TABLE)
        assert cohen_kappa(ratings, np.eye(3)).value == pytest.approx(0.492, abs=5e-4)
        weight = 1 - self.DISAGREEMENT / 6
        assert cohen_kappa(ratings, weight).value == pytest.approx(0.348, abs=5e-4)

    def test_fleisss_example(self):
        # Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, table 18.1.
        ratings = two_raters([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
        assert cohen_kappa(ratings, np.eye(3)).value == pytest.approx(0.68, abs=5e-3)


class TestTwoRaters:
    @pytest.mark.parametrize("weighting", Weighting)
    def test_the_standard_error_is_that_of_a_small_change_of_each_cell(self, weighting):
        """The delta method (Fleiss, Cohen and Everitt 1969 solve it on paper), by differences."""
        table = np.array([[20, 6, 1, 1], [4, 15, 7, 0], [2, 3, 12, 5], [0, 1, 4, 9]])
        weight = weights(weighting, FOUR_LEVELS)
        shares, n, step = table / table.sum(), table.sum(), 1e-6
        slopes = np.zeros(table.shape)
        for cell in np.ndindex(*table.shape):
            moved = shares * (1 - step)
            moved[cell] += step
            slopes[cell] = (kappa_of(moved, weight) - kappa_of(shares, weight)) / step
        variance = (shares * slopes**2).sum() - (shares * slopes).sum() ** 2
        found = cohen_kappa(two_raters(table.tolist()), weight)
        assert found.value == pytest.approx(kappa_of(shares, weight))
        assert found.se == pytest.approx(np.sqrt(variance / n), rel=1e-4)
        assert found.high - found.value == pytest.approx(1.96 * found.se, rel=1e-3)

    def test_only_units_of_both_count(self):
        table = [[0, 0], [0, 1], [1, 1], [1, 1]]
        more = [*table, [0, None], [None, 1]]
        both = Ratings.of_table(table)
        assert cohen_kappa(Ratings.of_table(more), np.eye(2)) == cohen_kappa(both, np.eye(2))

    def test_two_with_ratings_are_two_raters(self):
        ratings = Ratings.of_table([[None, 0, 0], [None, 0, 1], [None, 1, 1]])
        assert isinstance(cohen_kappa(ratings, np.eye(2)), Estimate)

    @pytest.mark.parametrize(
        ("table", "reason"),
        [
            ([[0], [1]], Reason.NOT_TWO_RATERS),
            ([[0, 1, 1]], Reason.NOT_TWO_RATERS),
            ([[None, None]], Reason.NOT_TWO_RATERS),
            ([[0, None], [None, 1]], Reason.NO_OVERLAP),
            ([[1, 1], [1, 1], [0, None]], Reason.ALL_ALIKE),
        ],
    )
    def test_has_no_answer(self, table, reason):
        assert cohen_kappa(Ratings.of_table(table, [0, 1]), np.eye(2)).reason is reason

    def test_each_with_a_level_of_their_own_is_nought(self):
        ratings = Ratings.of_table([[0, 1], [0, 1], [0, 1]])
        found = cohen_kappa(ratings, np.eye(2))
        assert (found.value, found.se) == (0, 0)

    @pytest.mark.parametrize("table", [[[4, 4], [4, 5]], [[8, 9]]])
    def test_where_one_rater_never_varies_kappa_is_surely_nought(self, table):
        ratings = Ratings.of_table(table, scale=list(range(10)))
        kappa = cohen_kappa(ratings, weights(Weighting.QUADRATIC, ratings.scale))
        assert kappa.value == pytest.approx(0)
        assert kappa.se == 0

    @given(drawn.ratings(most_raters=2, least_levels=2), st.integers(0, 99))
    def test_order_and_names_change_nothing(self, ratings, seed):
        weight = weights(Weighting.QUADRATIC, ratings.scale)
        moved = drawn.reordered(drawn.with_nobody(ratings), seed)
        same(cohen_kappa(moved, weight), cohen_kappa(ratings, weight))

    def test_the_interval_ends_at_one(self):
        found = cohen_kappa(Ratings.of_table([[0, 0], [1, 1], [1, 1], [1, 0], [0, 0]]), np.eye(2))
        assert found.high == 1


class TestAgainstAKey:
    @settings(max_examples=40)
    @given(drawn.ratings(most_units=9, least_levels=2), st.integers(0, 99))
    def test_all_at_once_is_one_after_another(self, ratings, seed):
        generator = np.random.default_rng(seed)
        key = generator.integers(-1, ratings.n_levels, size=ratings.n_units)
        kappas = quadratic_kappas(ratings, key)
        weight = weights(Weighting.QUADRATIC, ratings.scale)
        keyed = np.flatnonzero(key >= 0)
        for rater in range(ratings.n_raters):
            theirs = ratings.raters == rater
            pair = replace(
                ratings,
                raters=np.concatenate([np.zeros(theirs.sum(), int), np.ones(keyed.size, int)]),
                units=np.concatenate([ratings.units[theirs], keyed]),
                levels=np.concatenate([ratings.levels[theirs], key[keyed]]),
                n_raters=2,
            )
            found = kappas.of(rater)
            if theirs.any() and keyed.size:
                same(found, cohen_kappa(pair, weight))
            else:
                assert found.reason is Reason.NO_OVERLAP

    def test_constant_inverted_and_severe(self):
        key = np.array([0, 1, 2, 3, 0, 1, 2, 3])
        severe = np.maximum(key - 1, 0)
        table = np.stack([key, 3 - key, np.full(8, 2), severe], axis=1).tolist()
        kappas = quadratic_kappas(Ratings.of_table(table, FOUR_LEVELS), key)
        equal, inverted, constant, lower = (kappas.of(rater).value for rater in range(4))
        assert (equal, inverted, constant) == pytest.approx((1, -1, 0))
        assert 0.6 < lower < 0.9

    def test_a_constant_key_that_is_met_throughout_has_no_answer(self):
        ratings = Ratings.of_table([[1, 0], [1, 1]], [0, 1])
        kappas = quadratic_kappas(ratings, np.array([1, 1]))
        assert kappas.of(0).reason is Reason.ALL_ALIKE
        assert kappas.of(1).value == 0
        assert kappas.n_units.tolist() == [2, 2]

    def test_keys_that_do_not_fit_are_refused(self):
        ratings = Ratings.of_table([[0, 1]])
        for key in ([0, 1], [2], [-2]):
            with pytest.raises(ValueError, match="key"):
                quadratic_kappas(ratings, np.array(key))

    def test_nobody(self):
        kappas = quadratic_kappas(Ratings.of_table([], FOUR_LEVELS), np.array([], dtype=int))
        assert kappas.values.size == 0

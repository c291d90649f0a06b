"""Percent agreement, alpha and the Gwet family: published results, definitions, properties."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.core import Estimate, Ratings, Reason, Undefined
from scoring.core.agreement import (
    Metric,
    Weighting,
    agreeing_pairs,
    brennan_prediger,
    cohen_kappa,
    coincidences,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    ordinal_ruler,
    percent_exact,
    percent_within_one,
    weights,
)
from tests.scoring.core.agreement import brute, drawn
from tests.scoring.core.agreement.published import (
    SIX_PSYCHIATRISTS,
    four_observers,
    four_raters,
    two_raters,
)

FOUR_LEVELS = np.arange(4.0)
FAMILY = {
    "ac": lambda ratings, w: gwet_ac(ratings.counts(), w),
    "fleiss": lambda ratings, w: fleiss_kappa(ratings.counts(), w),
    "brennan prediger": lambda ratings, w: brennan_prediger(ratings.counts(), w),
    "conger": conger_kappa,
}
OF_THE_FAMILY = pytest.mark.parametrize("coefficient", FAMILY.values(), ids=FAMILY)


def alpha(ratings: Ratings, metric: Metric, **options):
    return krippendorff_alpha(ratings.counts(), ratings.scale, metric, **options)


def everything(ratings: Ratings) -> list:
    """Every figure of these functions, rounded beyond what the order of sums can change."""
    counts, scale = ratings.counts(), ratings.scale
    found = [percent_exact(counts), percent_within_one(counts, scale)]
    found += [alpha(ratings, metric) for metric in Metric]
    for weighting in Weighting:
        found += [function(ratings, weights(weighting, scale)) for function in FAMILY.values()]
    return [
        each.reason
        if isinstance(each, Undefined)
        else [
            None if part is None else round(part, 6) + 0.0
            for part in (each.value, each.se, each.low, each.high)
        ]
        for each in found
    ]


class TestPublished:
    @pytest.mark.parametrize(
        ("metric", "value"),
        # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section E.
        [
            (Metric.NOMINAL, 0.743),
            (Metric.ORDINAL, 0.815),
            (Metric.INTERVAL, 0.849),
            (Metric.RATIO, 0.797),
        ],
    )
    def test_alpha_of_four_observers(self, metric, value):
        assert alpha(four_observers(), metric).value == pytest.approx(value, abs=5e-4)

    @pytest.mark.parametrize(
        ("name", "value", "se"),
        # Gwet, irrCAC: overview of his cac.raw4raters.
        [
            ("ac", 0.77544, 0.14295),
            ("fleiss", 0.76117, 0.15302),
            ("brennan prediger", 0.77273, 0.14472),
            ("conger", 0.76282, 0.14917),
        ],
    )
    def test_the_family_on_four_raters(self, name, value, se):
        found = FAMILY[name](four_raters(), np.eye(5))
        assert (found.value, found.se) == pytest.approx((value, se), abs=5e-6)
        assert found.high == 1.0  # cut

    def test_ac1_of_four_raters_has_the_published_lower_end(self):
        found = gwet_ac(four_raters().counts(), np.eye(5))
        assert found.low == pytest.approx(0.461, abs=5e-4)  # Gwet, irrCAC: (0.461, 1)

    def test_fleiss_of_six_psychiatrists(self):
        found = fleiss_kappa(SIX_PSYCHIATRISTS, np.eye(5))
        assert found.value == pytest.approx(0.430, abs=5e-4)  # Fleiss 1971, p. 381

    @pytest.mark.parametrize(
        ("table", "kappa", "ac1"),
        # Feinstein and Cicchetti 1990, Journal of Clinical Epidemiology 43, 543-549, for kappa.
        [([[40, 9], [6, 45]], 0.70, 0.70), ([[80, 10], [5, 5]], 0.32, 0.81)],
    )
    def test_the_paradox_of_one_agreement_and_two_kappas(self, table, kappa, ac1):
        ratings = two_raters(table)
        assert percent_exact(ratings.counts()).value == pytest.approx(85)
        assert cohen_kappa(ratings, np.eye(2)).value == pytest.approx(kappa, abs=5e-3)
        assert gwet_ac(ratings.counts(), np.eye(2)).value == pytest.approx(ac1, abs=5e-3)


class TestWeights:
    @pytest.mark.parametrize(
        ("weighting", "first_row"),
        [
            (Weighting.IDENTITY, [1, 0, 0, 0]),
            (Weighting.LINEAR, [1, 2 / 3, 1 / 3, 0]),
            (Weighting.QUADRATIC, [1, 8 / 9, 5 / 9, 0]),
            (Weighting.ORDINAL, [1, 5 / 6, 1 / 2, 0]),
        ],
    )
    def test_four_levels(self, weighting, first_row):
        found = weights(weighting, FOUR_LEVELS)
        assert found[0].tolist() == pytest.approx(first_row)
        assert (found == found.T).all()

    def test_unequal_steps_weigh_by_value_and_order_by_place(self):
        scale = np.array([0.0, 1.0, 4.0])
        assert weights(Weighting.LINEAR, scale)[0].tolist() == [1, 0.75, 0]
        assert weights(Weighting.ORDINAL, scale)[0].tolist() == pytest.approx([1, 2 / 3, 0])

    @pytest.mark.parametrize("weighting", Weighting)
    def test_one_level_agrees_with_itself(self, weighting):
        assert weights(weighting, np.array([2.0])).tolist() == [[1]]


class TestPercent:
    def test_units_count_alike_whatever_their_number_of_ratings(self):
        counts = np.array([[4, 0, 0], [1, 0, 1], [0, 1, 0]])
        assert percent_exact(counts).value == 50
        assert percent_within_one(counts, np.arange(3.0)).value == 50

    def test_within_one_is_a_step_of_the_scale_even_where_a_level_is_not_used(self):
        counts = np.array([[1, 1, 0], [0, 1, 1]])
        assert percent_within_one(counts, np.array([1.0, 2.0, 4.0])).value == 50
        assert percent_within_one(counts, np.array([0.1, 0.2, 0.3])).value == 100

    def test_its_interval_is_over_units_and_ends_at_nought_and_a_hundred(self):
        found = percent_exact(np.array([[2, 0], [1, 1], [2, 0]]))
        assert found.se == pytest.approx(100 / 3)
        assert (found.low, found.high) == (0, 100)

    def test_one_unit_says_nothing_of_others(self):
        assert percent_exact(np.array([[2, 0]])) == Estimate(100)

    def test_needs_two_ratings_of_a_unit(self):
        assert percent_exact(np.array([[1, 0], [0, 1]])).reason is Reason.NO_OVERLAP
        found = percent_within_one(np.zeros((0, 1)), np.array([1.0]))
        assert found.reason is Reason.NO_OVERLAP

    def test_a_scale_of_one_level(self):
        assert percent_within_one(np.array([[2]]), np.array([1.0])).value == 100


class TestDefinitions:
    """The quick ways give what the definitions, pair by pair, give."""

    @given(drawn.ratings())
    def test_alpha(self, ratings):
        ratings = replace(ratings, scale=ratings.scale + 1)
        for metric in Metric:
            found = alpha(ratings, metric)
            if isinstance(found, Estimate):
                assert found.value == pytest.approx(brute.alpha(ratings, metric))
            else:
                shared = [given for given in brute.by_unit(ratings).values() if len(given) > 1]
                levels = {level for given in shared for _rater, level in given}
                assert len(levels) < 2

    @given(drawn.ratings(least_levels=2), st.sampled_from(Weighting))
    def test_the_family(self, ratings, weighting):
        weight = weights(weighting, ratings.scale)
        for name, function in FAMILY.items():
            found = function(ratings, weight)
            if isinstance(found, Undefined):
                assert found.reason in (Reason.NO_OVERLAP, Reason.ALL_ALIKE)
                continue
            counts = ratings.counts()[ratings.counts().any(axis=1)]
            shares = (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0)
            n_levels = ratings.n_levels
            chance = {
                "ac": weight.sum() * (shares @ (1 - shares)) / (n_levels * (n_levels - 1)),
                "fleiss": shares @ weight @ shares,
                "brennan prediger": weight.mean(),
                "conger": brute.conger_chance(ratings, weight) if name == "conger" else 0,
            }[name]
            agreed = brute.observed(ratings, weight)
            assert found.value == pytest.approx((agreed - chance) / (1 - chance))

    @given(drawn.ratings(most_raters=2, least_levels=2))
    def test_conger_of_two_without_gaps_is_cohen(self, ratings):
        if ratings.size < 2 * ratings.n_units:
            return
        found, cohen = (of(ratings, np.eye(ratings.n_levels)) for of in (conger_kappa, cohen_kappa))
        if isinstance(found, Estimate):
            assert found.value == pytest.approx(cohen.value)
        elif found.reason is not Reason.NO_OVERLAP:
            assert found == cohen

    def test_interval_alpha_is_nearly_quadratic_fleiss_and_more_so_with_more_ratings(self):
        generator = np.random.default_rng(4)
        ratings = Ratings.of_table(generator.integers(0, 4, size=(400, 5)).tolist())
        fleiss = fleiss_kappa(ratings.counts(), weights(Weighting.QUADRATIC, ratings.scale))
        assert alpha(ratings, Metric.INTERVAL).value == pytest.approx(fleiss.value, abs=1e-3)

    @OF_THE_FAMILY
    @pytest.mark.parametrize("weighting", Weighting)
    def test_standard_errors_are_those_of_a_small_change_of_each_unit(self, coefficient, weighting):
        """The infinitesimal jackknife (Efron and Tibshirani 1993, ch. 21), by doubling a unit in
        very many copies of all; every unit here has two ratings or more, but raters have gaps."""
        generator = np.random.default_rng(8)
        table = generator.integers(0, 4, size=(9, 4)).tolist()
        table[0][1] = table[3][0] = table[4][2] = table[4][3] = None
        weight = weights(weighting, FOUR_LEVELS)
        copies, n_units = 300, len(table)
        found = coefficient(Ratings.of_table(table, FOUR_LEVELS), weight)
        moved = [
            coefficient(Ratings.of_table(table * copies + [row], FOUR_LEVELS), weight).value
            for row in table
        ]
        influence = (np.array(moved) - found.value) * (copies * n_units + 1)
        expected = np.sqrt((influence**2).sum() / (n_units * (n_units - 1)))
        assert found.se == pytest.approx(expected, rel=1e-2)

    @pytest.mark.parametrize("counts", [[[1, 1, 0], [0, 2, 1], [3, 0, 0]]])
    def test_coincidences_are_a_sum_over_units(self, counts):
        counts = np.array(counts)
        parts = [coincidences(counts[unit : unit + 1]) for unit in range(len(counts))]
        assert np.allclose(coincidences(counts), sum(parts))

    def test_pairs_of_one_unit(self):
        assert agreeing_pairs(np.array([[3, 1]]), np.eye(2)).tolist() == [0.5]


class TestProperties:
    # Each example works out every figure twice.
    few = settings(max_examples=30)

    @few
    @given(drawn.ratings(), st.integers(0, 99))
    def test_order_and_names_change_nothing(self, ratings, seed):
        assert everything(drawn.reordered(ratings, seed)) == everything(ratings)

    @few
    @given(drawn.ratings())
    def test_nobody_and_nothing_change_nothing(self, ratings):
        assert everything(drawn.with_nobody(ratings)) == everything(ratings)

    @few
    @given(drawn.ratings())
    def test_the_scale_upside_down_changes_nothing_but_ratios(self, ratings):
        turned = everything(drawn.twisted(ratings))
        ratio = 2 + list(Metric).index(Metric.RATIO)
        assert turned[:ratio] == everything(ratings)[:ratio]
        assert turned[ratio + 1 :] == everything(ratings)[ratio + 1 :]

    @few
    @given(drawn.ratings(least_levels=2))
    def test_values_stretched_and_shifted_change_nothing_but_ratios(self, ratings):
        stretched = everything(replace(ratings, scale=10 + 5 * ratings.scale))
        ratio = 2 + list(Metric).index(Metric.RATIO)
        assert stretched[:ratio] == everything(ratings)[:ratio]
        assert stretched[ratio + 1 :] == everything(ratings)[ratio + 1 :]

    @few
    @given(drawn.ratings())
    def test_a_unit_rated_once_adds_nothing_to_alpha(self, ratings):
        more = replace(
            ratings,
            raters=np.append(ratings.raters, 0),
            units=np.append(ratings.units, ratings.n_units),
            levels=np.append(ratings.levels, 0),
            n_units=ratings.n_units + 1,
        )
        for metric in Metric:
            assert alpha(more, metric) == alpha(ratings, metric)

    def test_a_unit_rated_once_counts_in_the_familys_margins(self):
        counts = np.array([[2, 0], [0, 2], [1, 1]])
        more = np.vstack([counts, [1, 0]])
        for function in (gwet_ac, fleiss_kappa):
            assert function(more, np.eye(2)).value != function(counts, np.eye(2)).value
        plain = brennan_prediger(counts, np.eye(2)).value
        assert brennan_prediger(more, np.eye(2)).value == pytest.approx(plain)

    def test_a_level_nobody_used_changes_gwet_and_brennan_prediger_alone(self):
        counts = np.array([[2, 0], [0, 2], [1, 1]])
        more = np.hstack([counts, np.zeros((3, 1), dtype=int)])
        for function in (gwet_ac, brennan_prediger):
            assert function(more, np.eye(3)).value > function(counts, np.eye(2)).value
        assert fleiss_kappa(more, np.eye(3)) == fleiss_kappa(counts, np.eye(2))

    def test_all_agree_is_1(self):
        ratings = Ratings.of_table([[0, 0], [1, 1], [3, 3]], FOUR_LEVELS)
        assert [alpha(ratings, metric).value for metric in Metric] == [1, 1, 1, 1]
        for function in FAMILY.values():
            assert function(ratings, np.eye(4)).value == pytest.approx(1)
            assert function(ratings, np.eye(4)).se == pytest.approx(0, abs=1e-12)


class TestNationalRuler:
    NATION = np.array([[6, 1, 0], [0, 5, 4], [1, 1, 5]])
    FORCE = np.array([[3, 1, 0], [0, 2, 2]])

    def test_two_forces_are_read_on_one_ruler(self):
        ruler = ordinal_ruler(self.NATION)
        scale = np.arange(3.0)
        found = krippendorff_alpha(self.FORCE, scale, Metric.ORDINAL, ruler=ruler)
        by_value = krippendorff_alpha(self.FORCE, ruler, Metric.INTERVAL)
        assert found == by_value != krippendorff_alpha(self.FORCE, scale, Metric.ORDINAL)

    def test_the_nation_on_its_own_ruler_is_ordinal_alpha(self):
        ruler = ordinal_ruler(self.NATION)
        scale = np.arange(3.0)
        found = krippendorff_alpha(self.NATION, scale, Metric.ORDINAL, ruler=ruler)
        assert found.value == pytest.approx(
            krippendorff_alpha(self.NATION, scale, Metric.ORDINAL).value
        )

    def test_levels_that_the_ruler_does_not_tell_apart_are_no_variation(self):
        ruler = ordinal_ruler(np.array([[0, 0, 4]]))
        counts = np.array([[2, 2, 0]])
        found = krippendorff_alpha(counts, np.arange(3.0), Metric.ORDINAL, ruler=ruler)
        assert found.reason is Reason.ALL_ALIKE

    def test_a_ruler_that_does_not_fit_is_refused(self):
        scale = np.arange(3.0)
        with pytest.raises(ValueError, match="one place for each level"):
            krippendorff_alpha(self.FORCE, scale, Metric.ORDINAL, ruler=np.arange(2.0))
        with pytest.raises(ValueError, match="Only ordinal"):
            krippendorff_alpha(self.FORCE, scale, Metric.NOMINAL, ruler=scale)


class TestUndefined:
    ALIKE = Ratings.of_table([[1, 1], [1, 1]], FOUR_LEVELS)
    ONE_LEVEL = Ratings.of_table([[0, 0], [0, 0]], [7])
    APART = Ratings.of_table([[0, None], [None, 1]], FOUR_LEVELS)
    NOTHING = Ratings.of_table([[None, None]], FOUR_LEVELS)
    ALONE = Ratings.of_table([[0], [1]], FOUR_LEVELS)

    @pytest.mark.parametrize("metric", Metric)
    def test_alpha(self, metric):
        assert alpha(self.ALIKE, metric).reason is Reason.ALL_ALIKE
        assert alpha(self.ONE_LEVEL, metric).reason is Reason.ALL_ALIKE
        for ratings in (self.APART, self.NOTHING, self.ALONE):
            assert alpha(ratings, metric).reason is Reason.NO_OVERLAP

    def test_ratios_need_levels_of_nought_or_more(self):
        ratings = Ratings.of_table([[0, 1]], [-1, 1])
        assert alpha(ratings, Metric.RATIO).reason is Reason.BELOW_NOUGHT
        assert alpha(ratings, Metric.INTERVAL).value == 0

    def test_kappas_have_no_answer_where_all_are_alike_and_gwet_and_brennan_prediger_have(self):
        weight = np.eye(4)
        for name in ("fleiss", "conger"):
            assert FAMILY[name](self.ALIKE, weight).reason is Reason.ALL_ALIKE
        for name in ("ac", "brennan prediger"):
            assert FAMILY[name](self.ALIKE, weight).value == 1

    @OF_THE_FAMILY
    def test_the_family(self, coefficient):
        assert coefficient(self.ONE_LEVEL, np.eye(1)).reason is Reason.ONE_LEVEL
        for ratings in (self.APART, self.NOTHING, self.ALONE):
            assert coefficient(ratings, np.eye(4)).reason is Reason.NO_OVERLAP

    def test_weights_by_which_all_levels_agree_leave_nothing_above_chance(self):
        ratings, weight = Ratings.of_table([[0, 1], [1, 1], [0, 0]]), np.ones((2, 2))
        for name in ("fleiss", "brennan prediger", "conger"):
            assert FAMILY[name](ratings, weight).reason is Reason.ALL_ALIKE
        assert cohen_kappa(ratings, weight).reason is Reason.ALL_ALIKE

    @OF_THE_FAMILY
    def test_one_unit_has_no_standard_error(self, coefficient):
        found = coefficient(Ratings.of_table([[0, 1, 1]], FOUR_LEVELS), np.eye(4))
        assert (found.se, found.low, found.high) == (None, None, None)


class TestCoverage:
    def test_intervals_of_ac1_cover_what_they_say(self):
        """Units drawn from a population of units: 95% of the intervals hold its coefficient."""
        generator = np.random.default_rng(5)
        population = generator.multinomial(6, [0.5, 0.3, 0.2], size=400)
        population[generator.random(400) < 0.6] = [6, 0, 0]
        truth = gwet_ac(population, np.eye(3)).value
        hits = 0
        for _sample in range(400):
            found = gwet_ac(population[generator.integers(0, 400, size=40)], np.eye(3))
            hits += found.low <= truth <= found.high
        assert 0.92 <= hits / 400 <= 0.98

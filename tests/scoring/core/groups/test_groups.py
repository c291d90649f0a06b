"""Groups of raters: shrunken means, the groups' share of variance, and two kinds compared."""

import numpy as np
import pytest

from scoring.core import Undefined
from scoring.core.groups import (
    NestedComponents,
    group_permutation_p,
    group_table,
    nested_components,
    nested_difference,
)


def simulated_raters(generator, *, n_groups=40, between=0.3, within=1.0, sizes=(10, 60)):
    n = generator.integers(*sizes, n_groups)
    groups = np.repeat(np.arange(n_groups), n)
    truth = generator.normal(0.5, between, n_groups)
    return truth[groups] + generator.normal(0, within, groups.size), groups, truth


def rng(seed=1):
    return np.random.default_rng(seed)


class TestGroupTable:
    def test_the_weight_is_v_over_v_and_w(self):
        values = np.concatenate([np.linspace(-1, 1, 20), np.linspace(0, 2, 20)])
        found = group_table(values, np.repeat([0, 1], 20), 2)
        # One-way analysis of variance of a balanced table: MSB is 20 times a half.
        within = np.var(values[:20], ddof=1)
        between = (10 - within) / 20
        assert (found.within, found.between) == pytest.approx((within, between))
        first = found.groups[0]
        assert first.weight == pytest.approx(between / (between + within / 20))
        assert first.shrunken == pytest.approx(0.5 - 0.5 * first.weight)
        assert found.grand == pytest.approx(0.5)

    def test_means_drawn_in_are_nearer_the_truth_and_intervals_hold_it(self):
        values, groups, truth = simulated_raters(rng(2), n_groups=200)
        found = group_table(values, groups, 200)
        plain = np.array([one.mean for one in found.groups])
        drawn_in = np.array([one.shrunken for one in found.groups])
        assert np.mean((drawn_in - truth) ** 2) < np.mean((plain - truth) ** 2)
        held = [g.low <= t <= g.high for g, t in zip(found.groups, truth, strict=True)]
        assert 0.9 <= np.mean(held) <= 0.99
        assert found.between**0.5 == pytest.approx(0.3, rel=0.2)
        assert found.within == pytest.approx(1, rel=0.05)

    def test_a_small_group_is_drawn_in_further(self):
        values, groups, _ = simulated_raters(rng(3), sizes=(10, 200))
        found = group_table(values, groups, 40)
        small, large = (pick(found.groups, key=lambda one: one.n_raters) for pick in (min, max))
        assert small.weight < large.weight
        assert small.high - small.low > large.high - large.low

    def test_groups_that_differ_by_chance_alone_are_all_at_the_grand_mean(self):
        values = np.tile(np.linspace(-1, 1, 20), 3)
        found = group_table(values, np.repeat(np.arange(3), 20), 3)
        assert found.between == 0
        assert {one.shrunken for one in found.groups} == {found.grand}

    def test_a_group_under_ten_is_not_shown_and_moves_nothing(self):
        values, groups, _ = simulated_raters(rng(4), n_groups=5)
        one = group_table(values, groups, 5)
        other = group_table(np.append(values, [9.0] * 9), np.append(groups, [5] * 9), 7)
        assert other.groups[:5] == one.groups
        assert [group.reason.value for group in other.groups[5:]] == ["too_few_raters"] * 2

    def test_no_difference_at_all_is_an_answer(self):
        found = group_table(np.ones(20), np.repeat([0, 1], 10), 2)
        assert (found.grand, found.groups[0].low, found.groups[0].high) == (1, 1, 1)

    def test_one_group_is_no_table(self):
        found = group_table(np.arange(25.0), np.repeat([0, 1], [20, 5]), 2)
        assert found.reason.value == "too_few_groups"

    @pytest.mark.parametrize(
        ("values", "groups"),
        [([1.0], [0, 0]), ([1.0, np.nan], [0, 0]), ([1.0, 1.0], [0, 2]), ([1.0, 1.0], [-1, 0])],
    )
    def test_what_cannot_be_is_refused(self, values, groups):
        with pytest.raises(ValueError, match=r"."):
            group_table(np.array(values), np.array(groups), 2)


class TestNestedComponents:
    @staticmethod
    def simulated(generator, n_groups=60, n_units=40, share=0.5, group=0.2):
        n = generator.integers(5, 20, n_groups)
        groups = np.repeat(np.arange(n_groups), n)
        raters, units = np.nonzero(generator.random((groups.size, n_units)) < share)
        values = (
            generator.normal(0, group, n_groups)[groups][raters]
            + generator.normal(0, 0.4, groups.size)[raters]
            + generator.normal(0, 1.0, n_units)[units]
            + generator.normal(0, 0.7, raters.size)
        )
        return values, raters, units, groups

    def test_simulated_components_come_back(self):
        found = [nested_components(*self.simulated(rng(seed))) for seed in range(8)]
        assert np.mean([one.group for one in found]) == pytest.approx(0.04, rel=0.25)
        assert np.mean([one.rater for one in found]) == pytest.approx(0.16, rel=0.1)
        assert np.mean([one.residual for one in found]) == pytest.approx(0.49, rel=0.05)
        assert np.mean([one.share for one in found]) == pytest.approx(0.04 / 0.69, rel=0.25)

    def test_a_balanced_table_gives_nested_analysis_of_variance(self):
        values = rng(5).normal(0, 1, (4, 3, 6))
        values -= values.mean(axis=(0, 1))
        raters, units = np.repeat(np.arange(12), 6), np.tile(np.arange(6), 12)
        found = nested_components(values.ravel(), raters, units, np.repeat(np.arange(4), 3))
        of_raters, of_groups = values.mean(axis=2), values.mean(axis=(1, 2))
        ms_group = 18 * of_groups.var(ddof=1)
        ms_rater = 6 * of_raters.var(axis=1, ddof=1).mean()
        ms_rest = values.var(axis=2, ddof=1).mean()
        assert found.residual == pytest.approx(ms_rest)
        assert found.rater == pytest.approx((ms_rater - ms_rest) / 6)
        assert found.group == pytest.approx((ms_group - ms_rater) / 18)

    def test_groups_that_met_other_cases_are_not_thought_different(self):
        values, raters, units, groups = self.simulated(rng(6), n_groups=2, group=0)
        hard = units >= 20
        kept = hard == (groups[raters] == 0)
        kept |= rng(7).random(kept.size) < 0.4
        values = values + 3 * hard
        found = nested_components(values[kept], raters[kept], units[kept], groups)
        assert found.share < 0.1

    def test_a_component_below_nought_has_no_share(self):
        assert NestedComponents(-0.1, 0.2, 0.3).share == 0
        assert NestedComponents(0.1, -0.2, 0.3).share == pytest.approx(0.25)

    def test_an_empty_rater_and_order_change_nothing(self):
        values, raters, units, groups = self.simulated(rng(8), n_groups=6)
        order = rng(9).permutation(values.size)
        one = nested_components(values, raters, units, groups)
        other = nested_components(
            values[order], raters[order], units[order], np.append(groups, [0, 6])
        )
        assert (other.group, other.rater) == pytest.approx((one.group, one.rater))

    @pytest.mark.parametrize(
        ("values", "raters", "units", "groups", "reason"),
        [
            ([], [], [], [0], "no_answers"),
            ([1.0, 2.0], [0, 1], [0, 0], [0, 0], "too_few_groups"),
            ([1.0, 2.0, 1.0], [0, 1, 0], [0, 0, 1], [0, 1], "too_few_raters"),
            ([1.0, 2.0, 3.0], [0, 1, 2], [0, 0, 0], [0, 0, 1], "too_few_units"),
            ([1.0] * 6, [0, 0, 1, 1, 2, 2], [0, 1] * 3, [0, 0, 1], "all_alike"),
        ],
    )
    def test_values_without_an_answer_say_why(self, values, raters, units, groups, reason):
        whole = (np.array(part, dtype=int) for part in (raters, units, groups))
        assert nested_components(np.array(values), *whole).reason.value == reason

    @pytest.mark.parametrize(
        ("values", "raters", "units", "groups"),
        [([1.0], [0, 0], [0], [0]), ([1.0], [1], [0], [0]), ([np.nan], [0], [0], [0])],
    )
    def test_what_cannot_be_is_refused(self, values, raters, units, groups):
        with pytest.raises(ValueError, match=r"."):
            nested_components(*(np.array(part) for part in (values, raters, units, groups)))


class TestPermutation:
    def test_groups_dealt_by_lot_are_as_far_apart_as_often_as_they_say(self):
        generator, groups = rng(10), np.repeat(np.arange(4), 8)
        found = [
            group_permutation_p(generator.normal(0, 1, 32), groups, 4, generator, 39)
            for _ in range(200)
        ]
        assert np.mean(np.array(found) <= 0.1) == pytest.approx(0.1, abs=0.06)

    def test_groups_far_apart_have_the_least_there_is(self):
        values, groups, _ = simulated_raters(rng(11), between=2)
        assert group_permutation_p(values, groups, 40, rng(), 99) == 0.01

    @pytest.mark.parametrize(
        ("values", "groups", "reason"),
        [
            ([1.0, 2.0], [0, 0], "too_few_groups"),
            ([1.0, 2.0], [0, 1], "too_few_raters"),
            ([1.0, 1.0, 1.0], [0, 1, 1], "all_alike"),
        ],
    )
    def test_raters_without_an_answer_say_why(self, values, groups, reason):
        found = group_permutation_p(np.array(values), np.array(groups), 2, rng())
        assert found.reason.value == reason

    def test_no_permutation_is_refused(self):
        with pytest.raises(ValueError, match="no permutation"):
            group_permutation_p(np.arange(4.0), np.array([0, 0, 1, 1]), 2, rng(), 0)


class TestNestedDifference:
    def test_the_number_of_groups_counts_and_not_of_the_raters_in_them(self):
        generator = rng(12)
        truth = generator.normal(0, 0.3, 20)
        groups = np.repeat(np.arange(20), 200)
        values = truth[groups] + generator.normal(0, 0.5, groups.size)
        found = nested_difference(values, groups, np.arange(20) < 10, generator)
        as_if_raters_alone = 0.58 * (2 / 2000) ** 0.5
        assert found.se > 3 * as_if_raters_alone
        of_groups = (np.var(truth[:10], ddof=1) / 10 + np.var(truth[10:], ddof=1) / 10) ** 0.5
        assert found.se == pytest.approx(of_groups, rel=0.25)

    def test_intervals_cover_about_as_often_as_they_say(self):
        covered = 0
        for seed in range(60):
            values, groups, _ = simulated_raters(rng(seed), n_groups=30)
            values = values + 0.4 * (groups < 15)
            found = nested_difference(values, groups, np.arange(30) < 15, rng(seed), 200)
            covered += found.low <= 0.4 <= found.high
        assert 52 <= covered <= 60

    def test_an_empty_group_changes_nothing(self):
        values, groups, _ = simulated_raters(rng(13), n_groups=6)
        is_first = np.arange(6) < 3
        one = nested_difference(values, groups, is_first, rng())
        assert nested_difference(values, groups, np.append(is_first, True), rng()) == one

    def test_one_group_of_a_kind_is_too_few(self):
        found = nested_difference(np.arange(6.0), np.arange(6) // 2, np.arange(3) < 1, rng())
        assert isinstance(found, Undefined)
        assert found.reason.value == "too_few_groups"

    def test_two_groups_of_either_kind_are_enough(self):
        found = nested_difference(np.arange(8.0), np.arange(8) // 2, np.arange(4) < 2, rng())
        assert found.value == -4
        assert found.low < -4 < found.high

    def test_no_resample_is_refused(self):
        with pytest.raises(ValueError, match="no resample"):
            nested_difference(np.arange(8.0), np.arange(8) // 2, np.arange(4) < 2, rng(), 0)

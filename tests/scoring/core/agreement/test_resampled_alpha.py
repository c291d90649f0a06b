"""Alpha's intervals: what is drawn afresh, that order does not matter, and honest coverage."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from scoring.core import Estimate, Ratings, Reason, Undefined
from scoring.core.agreement import (
    Metric,
    alpha_over_raters,
    alpha_over_scenarios,
    krippendorff_alpha,
    ordinal_ruler,
    resampled_alpha,
)
from tests.scoring.core.agreement import drawn
from tests.scoring.core.agreement.published import SIX_PSYCHIATRISTS, four_observers

FOUR_LEVELS = np.arange(4.0)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def simulated(n_raters=12, n_scenarios=15, each=4, seed=2) -> tuple[Ratings, np.ndarray]:
    """Ratings with gaps, and the scenario of each unit; scenarios differ, and so do raters."""
    generator = rng(seed)
    scenarios = np.repeat(np.arange(n_scenarios), each)
    middle = 1.5 + generator.normal(0, 0.8, n_scenarios)[scenarios]
    severe = generator.normal(0, 0.5, n_raters)
    drawn_levels = middle[:, None] - severe + generator.normal(0, 0.6, (scenarios.size, n_raters))
    levels = np.clip(np.round(drawn_levels), 0, 3).astype(int)
    table = [[int(level) if generator.random() < 0.7 else None for level in row] for row in levels]
    return Ratings.of_table(table, FOUR_LEVELS), scenarios


def over_scenarios(ratings: Ratings, scenarios=None, seed: int = 1, **options):
    return alpha_over_scenarios(
        ratings.counts(), ratings.scale, rng(seed), scenarios=scenarios, **options
    )


def close(one: dict, other: dict) -> bool:
    return all(
        one[metric] == other[metric]
        if isinstance(one[metric], Undefined)
        else [one[metric].value, one[metric].low, one[metric].high]
        == pytest.approx([other[metric].value, other[metric].low, other[metric].high], abs=1e-9)
        if one[metric].se is not None
        else other[metric].se is None
        for metric in Metric
    )


class TestScenarios:
    def test_values_are_those_without_an_interval(self):
        ratings, scenarios = simulated()
        for metric, found in over_scenarios(ratings, scenarios).items():
            point = krippendorff_alpha(ratings.counts(), ratings.scale, metric)
            assert found.value == point.value
            assert found.low < found.value < found.high
            assert found.se == pytest.approx((found.high - found.low) / 3.9, rel=0.25)

    def test_one_seed_gives_one_answer(self):
        ratings, scenarios = simulated()
        one, same, other = (over_scenarios(ratings, scenarios, seed) for seed in (1, 1, 2))
        assert one == same != other

    @pytest.mark.parametrize("kept", [True, False], ids=["scenarios", "units"])
    def test_order_and_names_change_nothing(self, kept):
        ratings, scenarios = simulated()
        order = rng(9).permutation(ratings.n_units)
        moved = replace(ratings, units=order[ratings.units])
        renamed = np.empty_like(scenarios)
        renamed[order] = rng(10).permutation(100)[scenarios]
        found = over_scenarios(ratings, scenarios if kept else None)
        assert close(over_scenarios(moved, renamed if kept else None), found)

    @settings(max_examples=30)
    @given(drawn.ratings())
    def test_nobody_and_nothing_change_nothing(self, ratings):
        found = over_scenarios(ratings, resamples=50)
        assert over_scenarios(drawn.with_nobody(ratings), resamples=50) == found
        for each in found.values():
            assert isinstance(each, Undefined) or -1e9 < each.value <= 1

    def test_the_ordinal_ruler_is_drawn_too_unless_one_is_given(self):
        ratings, scenarios = simulated()
        ruler = ordinal_ruler(ratings.counts())
        own = over_scenarios(ratings, scenarios)[Metric.ORDINAL]
        given_one = over_scenarios(ratings, scenarios, ruler=ruler)
        assert given_one[Metric.ORDINAL].value == pytest.approx(own.value)
        assert given_one[Metric.ORDINAL].low != pytest.approx(own.low, abs=1e-6)
        assert given_one[Metric.NOMINAL] == over_scenarios(ratings, scenarios)[Metric.NOMINAL]

    def test_draws_are_alphas_of_whole_scenarios_put_together(self):
        """Every draw of three scenarios, by hand, against those of the code."""
        ratings, scenarios = simulated(n_scenarios=3)
        counts = ratings.counts()
        possible = {
            round(
                krippendorff_alpha(
                    np.concatenate([counts[scenarios == each] for each in (a, b, c)]),
                    FOUR_LEVELS,
                    Metric.ORDINAL,
                ).value,
                9,
            )
            for a in range(3)
            for b in range(3)
            for c in range(3)
        }
        found = over_scenarios(ratings, scenarios, resamples=2)[Metric.ORDINAL]
        spread = (found.high - found.low) / 0.95
        assert any(
            spread == pytest.approx(abs(one - other), abs=1e-8)
            for one in possible
            for other in possible
        )

    def test_many_units_alike_are_drawn_as_kinds(self):
        """A hundred copies of every unit: an interval a tenth as wide, in no more time."""
        counts = SIX_PSYCHIATRISTS
        few = alpha_over_scenarios(counts, np.arange(5.0), rng())[Metric.NOMINAL]
        many = alpha_over_scenarios(np.tile(counts, (100, 1)), np.arange(5.0), rng())
        assert many[Metric.NOMINAL].se == pytest.approx(few.se / 10, rel=0.1)

    def test_counts_too_large_for_one_number_are_told_apart_all_the_same(self):
        generator = rng()
        counts = generator.integers(0, 40, size=(30, 12))
        narrow = alpha_over_scenarios(counts, np.arange(12.0), rng(), resamples=50)
        order = generator.permutation(30)
        assert close(
            alpha_over_scenarios(counts[order], np.arange(12.0), rng(), resamples=50), narrow
        )

    def test_pieces_change_nothing(self, monkeypatch):
        ratings, scenarios = simulated()
        found = over_scenarios(ratings, scenarios)
        monkeypatch.setattr(resampled_alpha, "PIECE", 40)
        assert close(over_scenarios(ratings, scenarios), found)

    @pytest.mark.parametrize("kept", [True, False], ids=["scenarios", "units"])
    def test_no_interval_where_there_is_nothing_to_draw(self, kept, monkeypatch):
        one = Ratings.of_table([[0, 1, 1], [None, 1, None]], FOUR_LEVELS)
        scenarios = np.array([0, 1]) if kept else None
        assert over_scenarios(one, scenarios)[Metric.NOMINAL].se is None
        ratings, scenarios = simulated()
        for most in ("MOST_COINCIDENCES", "MOST_WORK"):
            with monkeypatch.context() as patched:
                patched.setattr(resampled_alpha, most, 100)
                found = over_scenarios(ratings, scenarios if kept else None)
                assert found[Metric.NOMINAL].se is None

    def test_undefined_stays_undefined(self):
        for table, reason in (
            ([[1, 1], [1, 1]], Reason.ALL_ALIKE),
            ([[0, None], [None, 1]], Reason.NO_OVERLAP),
        ):
            ratings = Ratings.of_table(table, FOUR_LEVELS)
            for scenarios in (None, np.array([0, 1])):
                found = over_scenarios(ratings, scenarios)
                assert {each.reason for each in found.values()} == {reason}

    def test_draws_without_variation_are_left_out(self):
        ratings = Ratings.of_table([[0, 1], [0, 0], [0, 0]], FOUR_LEVELS)
        found = over_scenarios(ratings)[Metric.NOMINAL]
        assert found.low <= found.value <= found.high <= 1
        assert over_scenarios(ratings, resamples=1)[Metric.NOMINAL].se is None

    def test_what_does_not_fit_is_refused(self):
        ratings, scenarios = simulated()
        with pytest.raises(ValueError, match="one scenario"):
            over_scenarios(ratings, scenarios[1:])
        with pytest.raises(ValueError, match="one place for each level"):
            over_scenarios(ratings, scenarios, ruler=np.arange(2.0))

    def test_only_the_metrics_asked_for(self):
        found = over_scenarios(four_observers(), metrics=[Metric.ORDINAL])
        assert list(found) == [Metric.ORDINAL]


class TestRaters:
    def test_somebody_drawn_twice_is_not_compared_with_themselves(self):
        """Two who never agree, whoever is drawn: with oneself there would be agreement."""
        ratings = Ratings.of_table([[0, 1]] * 5 + [[1, 0]] * 5)
        found = alpha_over_raters(ratings, rng())[Metric.NOMINAL]
        assert found.value < -0.8
        assert found.high == pytest.approx(found.value)

    def test_a_draw_of_everybody_once_is_alpha(self):
        ratings, _scenarios = simulated()
        counts = ratings.counts().astype(float)
        paired = (counts.sum(axis=1) > 1).astype(float)
        drawn_once = resampled_alpha._coincidences_drawn(counts, counts, paired)
        values, _defined = resampled_alpha.alphas(drawn_once[None], FOUR_LEVELS, Metric.ORDINAL)
        point = krippendorff_alpha(ratings.counts(), FOUR_LEVELS, Metric.ORDINAL)
        assert values[0] == pytest.approx(point.value)

    def test_what_is_drawn_decides(self):
        """Scenarios differ more than raters do; with both drawn the interval is widest."""
        ratings, scenarios = simulated(n_scenarios=30)
        raters = alpha_over_raters(ratings, rng(), resamples=300)[Metric.INTERVAL]
        cases = over_scenarios(ratings, scenarios)[Metric.INTERVAL]
        both = alpha_over_raters(ratings, rng(), scenarios=scenarios, resamples=300)
        assert raters.value == cases.value == both[Metric.INTERVAL].value
        assert raters.se < cases.se < both[Metric.INTERVAL].se

    def test_one_seed_gives_one_answer_and_nobody_changes_it(self):
        ratings, scenarios = simulated()
        options = {"scenarios": scenarios, "resamples": 20}
        found = alpha_over_raters(ratings, rng(), **options)
        assert alpha_over_raters(ratings, rng(), **options) == found
        more = replace(ratings, n_raters=ratings.n_raters + 1)
        assert alpha_over_raters(more, rng(), **options) == found

    @pytest.mark.parametrize(
        ("table", "reason"),
        [
            ([[0], [1]], Reason.NO_OVERLAP),
            ([[0, None], [None, 1]], Reason.NO_OVERLAP),
            ([[1, 1], [1, 1]], Reason.ALL_ALIKE),
        ],
    )
    def test_undefined_stays_undefined(self, table, reason):
        found = alpha_over_raters(Ratings.of_table(table, FOUR_LEVELS), rng(), resamples=5)
        assert {each.reason for each in found.values()} == {reason}

    def test_one_scenario_gives_no_interval_for_both(self):
        ratings, scenarios = simulated(n_scenarios=1)
        found = alpha_over_raters(ratings, rng(), scenarios=scenarios)[Metric.NOMINAL]
        assert found.se is None

    def test_what_does_not_fit_is_refused(self):
        ratings, scenarios = simulated()
        with pytest.raises(ValueError, match="one scenario"):
            alpha_over_raters(ratings, rng(), scenarios=scenarios[1:])


class TestCoverage:
    def test_intervals_over_scenarios_cover_nearly_what_they_say(self):
        """Scenarios drawn from a population of scenarios; the percentile bootstrap of 40 is a
        little short of 95%."""
        ratings, _scenarios = simulated(n_scenarios=400)
        counts = ratings.counts()
        truth = krippendorff_alpha(counts, FOUR_LEVELS, Metric.INTERVAL).value
        generator, hits = rng(3), 0
        for _sample in range(200):
            chosen = generator.integers(0, 400, size=40)
            units = (chosen[:, None] * 4 + np.arange(4)).ravel()
            found = alpha_over_scenarios(
                counts[units],
                FOUR_LEVELS,
                generator,
                scenarios=np.repeat(np.arange(40), 4),
                metrics=[Metric.INTERVAL],
                resamples=300,
            )[Metric.INTERVAL]
            assert isinstance(found, Estimate)
            hits += found.low <= truth <= found.high
        assert 0.87 <= hits / 200 <= 0.98

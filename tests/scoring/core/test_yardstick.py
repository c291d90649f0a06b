"""The yardstick, by hand and as laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.core import (
    OVERALL,
    Interval,
    PanelUnit,
    Reason,
    Undefined,
    Votes,
    Yardstick,
    build_yardstick,
)

LEVELS = [Votes(tuple(6 if k == level else 0 for k in range(4))) for level in range(4)]


def unanimous(case: str, factor: str, level: int, stage: int = 1) -> PanelUnit:
    return PanelUnit(case, stage, factor, LEVELS[level])


def build(units, seed=1, **options) -> Yardstick:
    yardstick = build_yardstick(units, np.random.default_rng(seed), **options)
    assert isinstance(yardstick, Yardstick)
    return yardstick


def why_not(units) -> Reason:
    value = build_yardstick(units, np.random.default_rng(1))
    assert isinstance(value, Undefined)
    return value.reason


def bank(n_cases: int, level_of=lambda number: number % 4) -> list[PanelUnit]:
    return [unanimous(f"TR-{n:04}", "social", level_of(n)) for n in range(n_cases)]


def test_the_answer_without_reading_comes_from_the_other_cases():
    # A is at 0 and B, C at 1. Over B and C the best constant is 1, which costs 1 on A. Over A and
    # B, levels 0 and 1 tie, and the lower costs 1 on C; so too for B.
    units = [unanimous("A", "social", 0), unanimous("B", "social", 1), unanimous("C", "social", 1)]
    yardstick = build(units)
    assert yardstick.mean_loss == 1
    assert yardstick.no_reading_cost == {"social": 1}
    assert yardstick.no_reading == {"social": 1}  # over all three, for a case outside
    assert yardstick.cases == ("A", "B", "C")


def test_on_a_split_panel_the_answer_without_reading_costs_what_lies_beyond_the_least():
    # On A level 0 is 2/6 from the panel, the least, and level 1 is 4/6: from B's middle, 1, it
    # costs 2/6. On B level 0, from A's middle, costs 1.
    units = [PanelUnit("A", 1, "social", Votes((4, 2, 0, 0))), unanimous("B", "social", 1)]
    assert build(units).mean_loss == pytest.approx((2 / 6 + 1) / 2)


def test_every_case_counts_once_however_many_units_it_has():
    # Case A: social costs 1, routine 0: mean .5. Case B the same. Case C has social alone: 1.
    units = [
        unanimous("A", "social", 0),
        unanimous("A", "routine", 2),
        unanimous("B", "social", 1),
        unanimous("B", "routine", 2),
        unanimous("C", "social", 1),
    ]
    yardstick = build(units)
    assert yardstick.mean_loss == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert yardstick.case_costs == (0.5, 0.5, 1)
    assert yardstick.no_reading_cost == {"social": 1, "routine": 0}


def test_stages_of_one_factor_are_averaged_within_the_case():
    units = [
        unanimous("A", "social", 0, stage=1),
        unanimous("A", "social", 2, stage=2),
        unanimous("B", "social", 3),
    ]
    # Without B: levels 0, 1 and 2 cost the same on A, so 0, which costs 3 on B. Without A: 3,
    # which costs 3 and 1 on the two stages of A, 2 on average.
    yardstick = build(units)
    assert yardstick.no_reading_cost == {"social": 2.5}
    assert yardstick.mean_loss == 2.5


def test_units_that_are_not_scored_and_the_overall_level_are_left_out():
    scored = [unanimous("A", "social", 0), unanimous("B", "social", 1)]
    left_out = [
        PanelUnit("A", 1, "routine", Votes((5, 0, 0, 5))),
        PanelUnit("B", 1, "routine", Votes((0, 0, 0, 4))),
        PanelUnit("C", 1, "routine", Votes((0, 0, 0, 0), not_enough=9)),
        unanimous("A", OVERALL, 0),
        unanimous("B", OVERALL, 3),
    ]
    assert build(scored + left_out) == build(scored)


def test_a_factor_of_one_case_only_enters_nothing_and_r_stands_in_for_its_cost():
    scored = [unanimous("A", "social", 0), unanimous("B", "social", 1)]
    yardstick = build([*scored, unanimous("A", "routine", 3)])
    assert yardstick.mean_loss == build(scored).mean_loss
    assert yardstick.no_reading == {"social": 0, "routine": 3}
    assert "routine" not in yardstick.no_reading_cost
    assert yardstick.cost_of_not_answering("routine") == yardstick.mean_loss
    assert yardstick.cost_of_not_answering("never seen") == yardstick.mean_loss


def test_a_case_whose_factors_no_other_case_has_is_not_among_its_cases():
    units = [
        unanimous("A", "social", 0),
        unanimous("B", "social", 1),
        unanimous("C", "routine", 2),
    ]
    assert build(units).cases == ("A", "B")


def test_without_a_scored_unit_there_is_none():
    assert why_not([]) is Reason.NO_SCORED_UNIT
    assert why_not([unanimous("A", OVERALL, 1)]) is Reason.NO_SCORED_UNIT


def test_one_case_has_no_other_cases():
    assert why_not([unanimous("A", "social", 0)]) is Reason.TOO_FEW_CASES
    apart = [unanimous("A", "social", 0), unanimous("B", "routine", 2)]
    assert why_not(apart) is Reason.TOO_FEW_CASES


def test_where_every_case_is_alike_not_reading_costs_nothing_and_there_is_no_ruler():
    assert why_not(bank(20, level_of=lambda _: 2)) is Reason.NO_VARIATION


def test_below_twelve_cases_it_is_provisional():
    few = build(bank(11)).provisional
    assert isinstance(few, Undefined)
    assert few.reason is Reason.PROVISIONAL_YARDSTICK


def test_twelve_cases_with_a_wide_interval_are_provisional():
    one_odd_case = build(bank(12, level_of=lambda number: 3 if number == 0 else 0))
    assert one_odd_case.interval.high > 1.25 * one_odd_case.mean_loss
    assert one_odd_case.provisional is not None


def test_twelve_cases_with_a_narrow_interval_are_not():
    narrow = build(bank(12, level_of=lambda number: number % 2))
    assert narrow.interval == Interval(1, 1)
    assert narrow.provisional is None
    assert narrow.n_cases == 12


def test_a_check_that_asks_for_ten_ratings_leaves_smaller_units_out():
    value = build_yardstick(bank(12), np.random.default_rng(1), minimum=10)
    assert isinstance(value, Undefined)


def test_the_same_seed_gives_the_same_interval():
    assert build(bank(13), seed=5) == build(bank(13), seed=5)


def test_a_unit_given_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        build([unanimous("A", "social", 0), unanimous("A", "social", 1)])


def test_one_factor_on_two_scales_is_refused():
    units = [unanimous("A", "social", 0), PanelUnit("B", 1, "social", Votes((0, 6, 0)))]
    with pytest.raises(ValueError, match="different lengths"):
        build(units)


panel_votes = st.tuples(*[st.integers(0, 6)] * 4).map(Votes)
banks = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.integers(1, 2),
        st.sampled_from(["social", "routine", "desist"]),
        panel_votes,
    ),
    max_size=20,
    unique_by=lambda row: row[:3],
).map(lambda rows: [PanelUnit(*row) for row in rows])


@settings(max_examples=50)
@given(banks, st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_nothing(units, random):
    shuffled = units.copy()
    random.shuffle(shuffled)
    first = build_yardstick(units, np.random.default_rng(3))
    second = build_yardstick(shuffled, np.random.default_rng(3))
    assert first == second


@settings(max_examples=50)
@given(banks)
def test_an_empty_unit_changes_nothing(units):
    empty = PanelUnit("F", 1, "social", Votes((0, 0, 0, 0)))
    first = build_yardstick(units, np.random.default_rng(3))
    assert build_yardstick([*units, empty], np.random.default_rng(3)) == first


@settings(max_examples=50)
@given(banks)
def test_r_is_above_nought_and_lies_on_the_scale_where_it_exists(units):
    yardstick = build_yardstick(units, np.random.default_rng(3))
    if isinstance(yardstick, Undefined):
        return
    assert 0 < yardstick.mean_loss <= 3
    assert yardstick.interval.low <= yardstick.mean_loss + 1e-9
    assert yardstick.interval.high >= yardstick.mean_loss - 1e-9
    assert set(yardstick.no_reading_cost) <= set(yardstick.no_reading)

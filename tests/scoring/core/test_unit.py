"""One answer against the panel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import (
    AnswerKind,
    FactorKind,
    Given,
    Interval,
    PanelUnit,
    Reason,
    Standing,
    Undefined,
    Votes,
    Yardstick,
    chance_exact,
    chance_within_one,
    judge_unit,
)

YARDSTICK = Yardstick(0.5, Interval(0.45, 0.55), {"social": 1}, {"social": 0.6}, ("A",) * 12)
PROVISIONAL = Yardstick(
    0.5,
    Interval(0.2, 0.9),
    {"social": 1},
    {"social": 0.6},
    ("A", "B"),
    Undefined.because(Reason.PROVISIONAL_YARDSTICK),
)
PANEL = Votes((0, 2, 7, 3))
NOT_ENOUGH = Given(AnswerKind.NOT_ENOUGH)
NOT_APPLICABLE = Given(AnswerKind.NOT_APPLICABLE)


def judge(votes, given, kind=FactorKind.RISK, yardstick=YARDSTICK, **options):
    return judge_unit(PanelUnit("A", 1, "social", votes), given, kind, yardstick, **options)


def reason(value: object) -> Reason:
    assert isinstance(value, Undefined)
    return value.reason


def test_a_level_costs_its_distance_beyond_the_best():
    judged = judge(PANEL, Given.of_level(1), n_scored=4)
    assert judged.standing is Standing.SCORED
    assert judged.key_levels == (2,)
    assert judged.excess == pytest.approx(8 / 12)
    assert judged.share == pytest.approx(100 * (1 - (8 / 12) / 0.5) / 4)
    assert (judged.exact, judged.within_one, judged.signed) == (False, True, -1)
    assert judged.answer_right is None


def test_the_panels_middle_earns_its_whole_share():
    judged = judge(PANEL, Given.of_level(2), n_scored=4)
    assert (judged.exact, judged.within_one, judged.signed) == (True, True, 0)
    assert (judged.excess, judged.share) == (0, 25)


@pytest.mark.parametrize("given_answer", [NOT_ENOUGH, NOT_APPLICABLE])
def test_an_answer_without_a_level_costs_what_not_reading_costs(given_answer):
    judged = judge(PANEL, given_answer)
    assert judged.excess == 0.6
    assert judged.share == pytest.approx(-20)
    assert (judged.exact, judged.within_one, judged.signed) == (False, False, None)
    assert not judged.missed_concern
    assert not judged.false_alarm


@pytest.mark.parametrize(
    ("kind", "level", "votes", "missed_concern", "false_alarm"),
    [
        (FactorKind.RISK, 0, PANEL, True, False),
        (FactorKind.RISK, 1, PANEL, False, False),
        (FactorKind.RISK, 3, PANEL, False, False),
        (FactorKind.RISK, 2, Votes((9, 1, 0, 0)), False, True),
        (FactorKind.PROTECTIVE, 0, PANEL, False, True),
        (FactorKind.PROTECTIVE, 2, Votes((9, 1, 0, 0)), True, False),
        (FactorKind.OVERALL, 0, PANEL, False, False),
    ],
)
def test_missed_concern_and_false_alarm(kind, level, votes, missed_concern, false_alarm):
    judged = judge(votes, Given.of_level(level), kind)
    assert (judged.missed_concern, judged.false_alarm) == (missed_concern, false_alarm)


def test_two_levels_are_counted_from_the_nearest_key_level():
    between = Votes((0, 0, 6, 6))
    assert not judge(between, Given.of_level(1)).missed_concern
    assert judge(between, Given.of_level(0)).missed_concern


@pytest.mark.parametrize(
    ("votes", "right"),
    [(Votes((0, 0, 3, 0), not_enough=9), NOT_ENOUGH), (Votes((0,) * 4, 0, 9), NOT_APPLICABLE)],
)
def test_an_answer_key_is_right_or_wrong_and_outside_the_score(votes, right):
    for answer in (NOT_ENOUGH, NOT_APPLICABLE, Given.of_level(2)):
        judged = judge(votes, answer)
        assert judged.answer_right is (answer == right)
        assert judged.exact is judged.within_one is judged.signed is None
        assert reason(judged.excess) is reason(judged.share) is Reason.NOT_SCORED


def test_a_contested_unit_is_shown_and_not_scored():
    judged = judge(Votes((5, 0, 0, 5)), Given.of_level(0))
    assert judged.standing is Standing.CONTESTED
    assert judged.key_levels == (0, 1, 2, 3)
    assert not judged.is_scored
    assert judged.exact is judged.within_one is judged.signed is judged.answer_right is None
    assert reason(judged.share) is Reason.NOT_SCORED


def test_without_a_yardstick_the_distance_is_known_and_the_share_is_not():
    judged = judge(PANEL, Given.of_level(1), yardstick=None)
    assert judged.excess == pytest.approx(8 / 12)
    assert reason(judged.share) is Reason.NO_YARDSTICK
    assert reason(judge(PANEL, NOT_ENOUGH, yardstick=None).excess) is Reason.NO_YARDSTICK


def test_a_provisional_yardstick_gives_no_share():
    judged = judge(PANEL, NOT_ENOUGH, yardstick=PROVISIONAL)
    assert judged.excess == 0.6
    assert reason(judged.share) is Reason.PROVISIONAL_YARDSTICK


def test_the_overall_level_is_compared_and_has_no_share():
    judged = judge(PANEL, Given.of_level(1), FactorKind.OVERALL)
    assert (judged.exact, judged.signed, judged.excess) == (False, -1, pytest.approx(8 / 12))
    assert reason(judged.share) is Reason.NOT_SCORED
    assert reason(judge(PANEL, NOT_ENOUGH, FactorKind.OVERALL).excess) is Reason.NOT_SCORED


def test_the_minimum_of_a_check_that_certifies_is_passed_on():
    assert judge(Votes((0, 0, 9, 0)), Given.of_level(2), minimum=10).standing is Standing.TOO_FEW


@pytest.mark.parametrize("votes", [PANEL, Votes((5, 0, 0, 5)), Votes((0, 0, 0, 0))])
def test_a_level_off_the_scale_is_refused_whatever_the_standing(votes):
    with pytest.raises(ValueError, match="not on a scale"):
        judge(votes, Given.of_level(4))


def test_a_share_of_nothing_is_refused():
    with pytest.raises(ValueError, match="one scored unit or more"):
        judge(PANEL, Given.of_level(2), n_scored=0)


@pytest.mark.parametrize(
    "answer", [(AnswerKind.LEVEL,), (AnswerKind.NOT_ENOUGH, 2), (AnswerKind.LEVEL, 2, 101)]
)
def test_answers_that_cannot_be_are_refused(answer):
    with pytest.raises(ValueError, match=r"level|percentage"):
        Given(*answer)


def test_chance_depends_on_where_the_keys_are():
    end, middle, between = Votes((9, 1, 0, 0)), PANEL, Votes((0, 6, 6, 0))
    assert (chance_exact([end]), chance_within_one([end])) == (0.25, 0.5)
    assert (chance_exact([middle]), chance_within_one([middle])) == (0.25, 0.75)
    assert (chance_exact([between]), chance_within_one([between])) == (0.5, 1)
    each_level_once = [Votes(tuple(9 * (k == key) for k in range(4))) for key in range(4)]
    assert chance_within_one(each_level_once) == 10 / 16


def test_chance_runs_over_scored_units_alone():
    assert chance_exact([PANEL, Votes((5, 0, 0, 5)), Votes((0, 0, 0, 0))]) == 0.25
    assert reason(chance_exact([])) is Reason.NO_SCORED_UNIT
    assert reason(chance_within_one([Votes((5, 0, 0, 5))])) is Reason.NO_SCORED_UNIT


@given(st.tuples(*[st.integers(0, 6)] * 4).map(Votes), st.integers(0, 3))
def test_exact_goes_with_no_cost_and_no_distance(votes, level):
    judged = judge(votes, Given.of_level(level))
    if not judged.is_scored:
        assert judged.exact is None
        return
    assert judged.exact == (judged.excess == 0) == (judged.signed == 0)
    assert judged.exact <= judged.within_one
    assert not (judged.missed_concern and judged.false_alarm)

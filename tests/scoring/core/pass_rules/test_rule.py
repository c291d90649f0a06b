"""A pass rule as data, held against a sitting."""

from dataclasses import replace

import pytest

from scoring.core import (
    OVERALL,
    AnswerKind,
    FactorKind,
    Given,
    Interval,
    PanelUnit,
    Reason,
    Undefined,
    Votes,
    Yardstick,
    judge_case,
)
from scoring.core.pass_rules import Figure, PassRule, figure_of_sitting, judge_sitting

AT_ONE = Votes((1, 8, 1, 0))
KINDS = {"opportunity": FactorKind.RISK, "routine": FactorKind.PROTECTIVE}
YARDSTICK = Yardstick(0.5, Interval(0.45, 0.55), {}, {}, ("A", "B"))


def case(opportunity, routine, overall=1, yardstick=YARDSTICK):
    """One case whose key is level 1 on both factors and on the overall level."""
    answers = {"opportunity": opportunity, "routine": routine, OVERALL: overall}
    return judge_case(
        [PanelUnit("A", 1, factor, AT_ONE) for factor in answers],
        {
            (1, factor): Given(AnswerKind.NOT_ENOUGH) if level is None else Given.of_level(level)
            for factor, level in answers.items()
        },
        KINDS,
        yardstick,
    )


def passed(bounds, *cases):
    return judge_sitting(PassRule.of(bounds, n_cases=len(cases)), cases).passed


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        (Figure.EXACT, 2 / 4),
        (Figure.WITHIN_ONE, 3 / 4),
        (Figure.MISSED_CONCERNS, 1),
        (Figure.FALSE_ALARMS, 0),
        (Figure.TWO_LEVEL_MISSES, 1),
        (Figure.OVERALL_EXACT, 1 / 2),
        (Figure.OVERALL_WITHIN_ONE, 1 / 2),
    ],
)
def test_figures_run_over_all_cases_of_a_sitting(figure, value):
    # Protection rated two levels too high is a missed concern.
    assert figure_of_sitting(figure, [case(1, 3, overall=3), case(0, 1)]) == value


def test_a_bound_is_met_when_it_is_reached():
    assert passed({"exact": 0.5, "within_one": 1.0}, case(1, 0))
    assert passed({"missed_concerns": 1}, case(1, 3))
    assert not passed({"exact": 0.51}, case(1, 0))
    assert not passed({"missed_concerns": 0}, case(1, 3))


def test_what_fell_short_is_named_and_all_bounds_must_be_met():
    rule = PassRule.of({"exact": 0.9, "within_one": 0.5, "false_alarms": 0}, n_cases=1)
    outcome = judge_sitting(rule, [case(3, 1)])
    assert outcome.missed == (Figure.EXACT, Figure.FALSE_ALARMS)
    assert not outcome.passed


def test_a_score_is_the_mean_of_four_cases_or_more():
    four = [case(1, 1), case(1, 1), case(1, 1), case(None, None)]
    score = figure_of_sitting(Figure.SCORE, four)
    assert score == pytest.approx(sum(one.score for one in four) / 4)
    assert passed({"score": score}, *four)
    assert not passed({"score": score + 1}, *four)


def test_a_score_of_three_cases_passes_and_fails_nobody():
    rule = PassRule.of({"score": 10}, n_cases=3)
    assert judge_sitting(rule, [case(1, 1)] * 3).reason is Reason.TOO_FEW_CASES


def test_a_provisional_yardstick_passes_and_fails_nobody():
    provisional = replace(YARDSTICK, provisional=Undefined.because(Reason.PROVISIONAL_YARDSTICK))
    rule = PassRule.of({"exact": 0.0, "score": 10}, n_cases=4)
    found = judge_sitting(rule, [case(1, 1, yardstick=provisional)] * 4)
    assert found.reason is Reason.PROVISIONAL_YARDSTICK


def test_a_share_of_nothing_scored_passes_and_fails_nobody():
    unrated = judge_case(
        [PanelUnit("A", 1, "opportunity", Votes((1, 0)))],
        {(1, "opportunity"): Given.of_level(0)},
        KINDS,
    )
    for figure in ("exact", "within_one", "overall_exact"):
        rule = PassRule.of({figure: 0.5}, n_cases=1)
        assert judge_sitting(rule, [unrated]).reason is Reason.NO_SCORED_UNIT


def test_another_number_of_cases_is_refused():
    with pytest.raises(ValueError, match="3 cases"):
        judge_sitting(PassRule.of({"exact": 0.5}, n_cases=3), [case(1, 1)])


@pytest.mark.parametrize(
    ("bounds", "n_cases"),
    [
        ({}, 1),
        ({"exact": 0.5}, 0),
        ({"exact": 60}, 3),
        ({"within_one": -0.1}, 3),
        ({"missed_concerns": -1}, 3),
        ({"two_level_misses": 0.5}, 3),
        ({"charm": 1}, 3),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(bounds, n_cases):
    with pytest.raises(ValueError, match=r"."):
        PassRule.of(bounds, n_cases)


def test_a_figure_bounded_twice_is_refused():
    with pytest.raises(ValueError, match="one bound"):
        PassRule(((Figure.EXACT, 0.5), (Figure.EXACT, 0.6)), 3)


def test_a_score_may_be_bounded_anywhere():
    assert PassRule.of({"score": -20}, n_cases=4).bounds == ((Figure.SCORE, -20),)

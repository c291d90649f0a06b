"""One case against the panel."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    key_levels,
    panellists_place,
)

NOT_ENOUGH = Given(AnswerKind.NOT_ENOUGH)
FACTORS = ("opportunity", "preoccupation", "social", "desist", "routine")
KINDS = {
    "opportunity": FactorKind.RISK,
    "preoccupation": FactorKind.RISK,
    "social": FactorKind.RISK,
    "hostility": FactorKind.RISK,
    "congruence": FactorKind.RISK,
    "desist": FactorKind.PROTECTIVE,
    "routine": FactorKind.PROTECTIVE,
}
YARDSTICK = Yardstick(
    mean_loss=0.5,
    interval=Interval(0.45, 0.55),
    no_reading=dict.fromkeys(FACTORS, 1),
    no_reading_cost=dict.fromkeys(FACTORS, 0.5),
    cases=tuple(f"TR-{number:04}" for number in range(12)),
)
PROVISIONAL = replace(YARDSTICK, provisional=Undefined.because(Reason.PROVISIONAL_YARDSTICK))


def unit(factor, levels, blind=None, **without_level) -> PanelUnit:
    first_round = None if blind is None else Votes(blind)
    return PanelUnit("TR-0007", 1, factor, Votes(levels, **without_level), first_round)


CASE = [
    unit("opportunity", (0, 2, 7, 3), blind=(0, 3, 6, 3)),
    unit("preoccupation", (9, 3, 0, 0), blind=(8, 4, 0, 0)),
    unit("desist", (1, 8, 3, 0)),
    unit("routine", (0, 3, 9, 0)),
    unit("hostility", (5, 1, 1, 5)),
    unit("congruence", (0, 0, 2, 0), not_applicable=10),
    unit(OVERALL, (0, 0, 10, 2)),
]
ANSWERS = {
    (1, "opportunity"): Given.of_level(1, confidence=90),
    (1, "preoccupation"): Given.of_level(2, confidence=50),
    (1, "desist"): Given(AnswerKind.NOT_ENOUGH, confidence=25),
    (1, "routine"): Given.of_level(2, confidence=70),
    (1, "hostility"): Given.of_level(3, confidence=90),
    (1, "congruence"): Given(AnswerKind.NOT_APPLICABLE, confidence=90),
    (1, OVERALL): Given.of_level(1, confidence=70),
}


def reason(value: object) -> Reason:
    assert isinstance(value, Undefined)
    return value.reason


@pytest.fixture
def judged():
    return judge_case(CASE, ANSWERS, KINDS, YARDSTICK)


def test_the_score_is_the_mean_cost_against_the_yardstick(judged):
    # Costs: 8/12; 21/12 - 3/12 = 18/12; N_f = .5; 0.
    mean_cost = (8 / 12 + 18 / 12 + 0.5 + 0) / 4
    assert judged.score == pytest.approx(100 * (1 - mean_cost / 0.5))
    assert judged.raw == judged.score
    assert judged.score < 0  # kept as it is; pages read it as no better than not reading


def test_the_shares_of_the_units_add_up_to_the_score(judged):
    shares = [one.share for one in judged.units if one.is_scored]
    assert len(shares) == judged.scored == 4
    assert sum(shares) == pytest.approx(judged.score)


def test_counts_run_over_scored_factors_alone(judged):
    assert (judged.exact, judged.within_one) == (1, 2)
    assert (judged.share_exact, judged.share_within_one) == (0.25, 0.5)
    assert (judged.chance_exact, judged.chance_within_one) == (0.25, (3 + 2 + 3 + 3) / 16)
    assert (judged.missed_concerns, judged.false_alarms) == (0, 1)


def test_risk_and_protective_differences_are_never_pooled(judged):
    assert judged.signed_risk == (-1 + 2) / 2
    assert judged.signed_protective == 0  # the answer without a level is left out


def test_an_answer_key_is_told_apart(judged):
    assert (judged.answer_keys, judged.answer_keys_right) == (1, 1)


def test_the_overall_level_is_told_apart(judged):
    (overall,) = judged.overall
    assert (overall.factor, overall.signed, overall.exact) == (OVERALL, -1, False)
    assert OVERALL not in {one.factor for one in judged.units}
    without = [one for one in CASE if one.factor != OVERALL]
    answers = {at: answer for at, answer in ANSWERS.items() if at[1] != OVERALL}
    assert replace(judged, overall=()) == judge_case(without, answers, KINDS, YARDSTICK)


def test_confidence_is_set_against_the_scored_factors(judged):
    assert judged.confidence.n == 4
    assert judged.confidence.share_exact == 0.25
    assert judged.confidence.mean_confidence == pytest.approx((0.9 + 0.5 + 0.25 + 0.7) / 4)


def test_the_panellists_place_comes_from_the_blind_round(judged):
    # (0, 3, 6, 3): pairs 3*6 + 3*3*2 + 6*3 = 54 of 66, least 6/12. (8, 4): 32 of 66, least 4/12.
    gaps = [54 / 66 - 6 / 12, 32 / 66 - 4 / 12]
    assert judged.panellists_place == pytest.approx(100 * (1 - sum(gaps) / 2 / 0.5))


def test_the_panellists_place_says_why_it_is_unknown():
    scored = CASE[:2]
    assert reason(panellists_place(scored, None)) is Reason.NO_YARDSTICK
    assert reason(panellists_place(scored, PROVISIONAL)) is Reason.PROVISIONAL_YARDSTICK
    assert reason(panellists_place([], YARDSTICK)) is Reason.NO_SCORED_UNIT
    assert reason(panellists_place(CASE[2:4], YARDSTICK)) is Reason.NO_BLIND_RATINGS
    alone = [unit("social", (0, 6, 0, 0), blind=(0, 1, 0, 0))]
    assert reason(panellists_place(alone, YARDSTICK)) is Reason.NO_BLIND_RATINGS


def test_without_a_yardstick_everything_but_the_score_is_there(judged):
    bare = judge_case(CASE, ANSWERS, KINDS)
    assert reason(bare.score) is reason(bare.raw) is Reason.NO_YARDSTICK
    assert (bare.exact, bare.within_one) == (judged.exact, judged.within_one)
    assert bare.signed_risk == judged.signed_risk


def test_a_provisional_yardstick_keeps_the_number_and_does_not_show_it(judged):
    provisional = judge_case(CASE, ANSWERS, KINDS, PROVISIONAL)
    assert reason(provisional.score) is Reason.PROVISIONAL_YARDSTICK
    assert provisional.raw == judged.raw


def test_a_case_without_a_scored_unit_says_so():
    units = [unit("hostility", (5, 1, 1, 5))]
    for yardstick in (YARDSTICK, PROVISIONAL):
        bare = judge_case(units, {(1, "hostility"): NOT_ENOUGH}, KINDS, yardstick)
        assert reason(bare.score) is reason(bare.raw) is Reason.NO_SCORED_UNIT
    assert bare.scored == 0
    assert reason(bare.share_exact) is reason(bare.share_within_one) is Reason.NO_SCORED_UNIT
    assert reason(bare.chance_exact) is Reason.NO_SCORED_UNIT
    assert reason(bare.signed_risk) is reason(bare.signed_protective) is Reason.NO_ANSWERS
    assert reason(bare.confidence) is Reason.NO_ANSWERS


def test_stages_are_units_of_their_own():
    second = replace(CASE[0], stage=2)
    answers = {(1, "opportunity"): Given.of_level(2), (2, "opportunity"): Given.of_level(0)}
    judged = judge_case([second, CASE[0]], answers, KINDS, YARDSTICK)
    assert [(one.stage, one.signed) for one in judged.units] == [(1, 0), (2, -2)]
    assert judged.missed_concerns == 1


@pytest.mark.parametrize(
    ("units", "answers", "words"),
    [
        ([], {}, "exactly one case"),
        ([CASE[0], replace(CASE[1], case="TR-0008")], {}, "exactly one case"),
        ([CASE[0], CASE[0]], {(1, "opportunity"): NOT_ENOUGH}, "twice"),
        ([CASE[0]], {}, "differ"),
        ([], ANSWERS, "exactly one case"),
        ([CASE[0]], {(1, "opportunity"): NOT_ENOUGH, (1, "social"): NOT_ENOUGH}, "differ"),
        ([unit("unknown", (6, 0, 0, 0))], {(1, "unknown"): NOT_ENOUGH}, "no kind"),
    ],
)
def test_answers_and_units_that_do_not_belong_together_are_refused(units, answers, words):
    with pytest.raises(ValueError, match=words):
        judge_case(units, answers, KINDS, YARDSTICK)


panels = st.lists(
    st.tuples(*[st.integers(0, 6)] * 4), min_size=len(FACTORS), max_size=len(FACTORS)
).map(lambda rows: [unit(factor, row) for factor, row in zip(FACTORS, rows, strict=True)])
answers_of_some = st.lists(
    st.one_of(st.integers(0, 3).map(Given.of_level), st.just(NOT_ENOUGH)),
    min_size=len(FACTORS),
    max_size=len(FACTORS),
).map(lambda rows: {(1, factor): row for factor, row in zip(FACTORS, rows, strict=True)})


@given(panels)
def test_the_panels_middle_scores_a_hundred(units):
    middle = {
        one.at: Given.of_level(key_levels(one.votes)[-1]) if one.votes.ratings else NOT_ENOUGH
        for one in units
    }
    judged = judge_case(units, middle, KINDS, YARDSTICK)
    assert judged.score == 100 if judged.scored else isinstance(judged.score, Undefined)
    assert judged.exact == judged.scored


@given(panels)
def test_never_answering_scores_about_nought(units):
    judged = judge_case(
        units, dict.fromkeys((one.at for one in units), NOT_ENOUGH), KINDS, YARDSTICK
    )
    assert judged.score == pytest.approx(0) if judged.scored else judged.exact == 0


@given(panels, answers_of_some, st.randoms(use_true_random=False))
def test_the_order_of_units_and_answers_changes_nothing(units, answers, random):
    shuffled, pairs = units.copy(), list(answers.items())
    random.shuffle(shuffled)
    random.shuffle(pairs)
    first = judge_case(units, answers, KINDS, YARDSTICK)
    assert judge_case(shuffled, dict(pairs), KINDS, YARDSTICK) == first


@given(
    panels, answers_of_some, st.one_of(st.integers(0, 3).map(Given.of_level), st.just(NOT_ENOUGH))
)
def test_a_unit_that_nobody_rated_changes_nothing(units, answers, answer):
    first = judge_case(units, answers, KINDS, YARDSTICK)
    empty = unit("hostility", (0, 0, 0, 0))
    second = judge_case([*units, empty], answers | {empty.at: answer}, KINDS, YARDSTICK)
    assert replace(second, units=first.units) == first


@given(panels, answers_of_some)
def test_no_score_is_above_a_hundred_and_the_shares_explain_it(units, answers):
    judged = judge_case(units, answers, KINDS, YARDSTICK)
    if isinstance(judged.score, Undefined):
        assert judged.scored == 0
        return
    assert judged.score <= 100
    assert judged.score == pytest.approx(sum(one.share for one in judged.units if one.is_scored))
    assert judged.exact <= judged.within_one <= judged.scored

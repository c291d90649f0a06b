"""Everybody at once comes to what the one-by-one functions come to, on banks of every sort."""

from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given, settings
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
    build_yardstick,
    judge_case,
    panellists_place,
    pooled_between_case_variance,
    score_over_cases,
)
from scoring.core.bulk import (
    NOT_APPLICABLE,
    NOT_ENOUGH,
    Answers,
    PanelVotes,
    answer_keys,
    chance_within,
    distances,
    panellists_places,
    score_everyone,
    scores_over_cases,
)

FACTORS = ("desist", "opportunity", OVERALL, "social")
KINDS = {
    "desist": FactorKind.PROTECTIVE,
    "opportunity": FactorKind.RISK,
    "social": FactorKind.RISK,
}

MADE_UP = Yardstick(
    mean_loss=0.5,
    interval=Interval(0.45, 0.55),
    no_reading={"social": 1},
    no_reading_cost={"social": 0.4},
    cases=tuple(f"X{number}" for number in range(12)),
)

votes = st.builds(
    Votes,
    st.tuples(*[st.integers(0, 6)] * 4),
    not_enough=st.sampled_from([0, 0, 0, 1, 8]),
    not_applicable=st.sampled_from([0, 0, 0, 1, 8]),
)


@st.composite
def banks(draw):
    """Up to 14 cases of one or two stages, some of them without this factor or that one."""
    units = []
    for number in range(draw(st.integers(1, 14))):
        for factor in draw(st.lists(st.sampled_from(FACTORS), unique=True, min_size=1)):
            for stage in range(1, draw(st.integers(1, 2)) + 1):
                blind = draw(st.none() | votes)
                units.append(PanelUnit(f"TR-{number:02}", stage, factor, draw(votes), blind))
    return units


@st.composite
def answered(draw):
    """A bank, and for each of three people what they answered on every unit of some cases."""
    units = draw(banks())
    cases = sorted({unit.case for unit in units})
    people = []
    for _ in range(3):
        seen = draw(st.sets(st.sampled_from(cases)))
        mine = [place for place, unit in enumerate(units) if unit.case in seen]
        levels = st.integers(NOT_APPLICABLE, 3)
        people.append({place: draw(levels) for place in mine})
    return units, people


def given_of(level: int) -> Given:
    if level == NOT_ENOUGH:
        return Given(AnswerKind.NOT_ENOUGH)
    if level == NOT_APPLICABLE:
        return Given(AnswerKind.NOT_APPLICABLE)
    return Given.of_level(level)


def arrays(units, people) -> Answers:
    rows = [
        (person, place, level)
        for person, mine in enumerate(people)
        for place, level in mine.items()
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Answers(*columns, n_people=len(people), n_units=len(units), n_levels=4)


def judged(units, mine, ruler):
    """One person's judgements, by case."""
    cases = sorted({units[place].case for place in mine})
    return {
        case: judge_case(
            [units[place] for place in mine if units[place].case == case],
            {
                units[place].at: given_of(level)
                for place, level in mine.items()
                if units[place].case == case
            },
            KINDS,
            ruler,
        )
        for case in cases
    }


def alike(one: float | Undefined, other: float | Undefined) -> bool:
    if isinstance(one, Undefined) or isinstance(other, Undefined):
        return one == other
    return one == pytest.approx(other, abs=1e-9)


def ruler_of(units) -> Yardstick:
    """The bank's own where it has one; else one made up, since the scores need some ruler."""
    own = build_yardstick(units, np.random.default_rng(1))
    if isinstance(own, Yardstick):
        return own
    return MADE_UP


@settings(max_examples=25)
@given(answered())
def test_case_scores_are_those_of_judge_case(bank):
    units, people = bank
    ruler = ruler_of(units)
    panel = PanelVotes.of_units(units)
    found = score_everyone(arrays(units, people), panel, ruler)
    got = {
        (int(person), panel.case_names[case]): raw
        for person, case, raw in zip(found.people, found.cases, found.raw, strict=True)
    }
    wanted = {
        (person, case): one.raw
        for person, mine in enumerate(people)
        for case, one in judged(units, mine, ruler).items()
        if not isinstance(one.raw, Undefined)
    }
    assert got == pytest.approx(wanted, abs=1e-9)
    assert found.provisional == ruler.provisional


@settings(max_examples=25)
@given(answered())
def test_every_figure_beside_the_score_is_that_of_judge_case(bank):
    units, people = bank
    panel = PanelVotes.of_units(units)
    answers = arrays(units, people)
    protective = np.array([KINDS.get(name) is FactorKind.PROTECTIVE for name in panel.factor_names])
    found = distances(answers, panel, protective)
    chance = chance_within(answers, panel, 1)
    keys, right = answer_keys(answers, panel)
    for person, mine in enumerate(people):
        cases = list(judged(units, mine, None).values())
        scored = [unit for case in cases for unit in case.units if unit.is_scored]
        assert found.scored[person] == sum(case.scored for case in cases)
        assert found.exact[person] == sum(case.exact for case in cases)
        assert found.within_one[person] == sum(case.within_one for case in cases)
        assert found.missed_concerns[person] == sum(case.missed_concerns for case in cases)
        assert found.false_alarms[person] == sum(case.false_alarms for case in cases)
        assert keys[person] == sum(case.answer_keys for case in cases)
        assert right[person] == sum(case.answer_keys_right for case in cases)
        for column, kinds in (
            (found.signed, FactorKind),
            (found.signed_risk, [FactorKind.RISK]),
            (found.signed_protective, [FactorKind.PROTECTIVE]),
        ):
            signed = [one.signed for one in scored if one.signed is not None and one.kind in kinds]
            none = Undefined.because(Reason.NO_ANSWERS)
            assert alike(column[person], fmean(signed) if signed else none)
        by_case = [(case.chance_within_one, case.scored) for case in cases if case.scored]
        if by_case:
            total = sum(share * n for share, n in by_case)
            assert alike(chance[person], total / sum(n for _, n in by_case))
        else:
            assert chance[person] == Undefined.because(Reason.NO_SCORED_UNIT)


@settings(max_examples=25)
@given(banks())
def test_yardstick_and_places_are_the_same(units):
    own = build_yardstick(units, np.random.default_rng(1))
    panel = PanelVotes.of_units(units)
    assert panel.yardstick(np.random.default_rng(1)) == own
    places = panellists_places(panel, own)
    for case, place in zip(panel.case_names, places, strict=True):
        mine = [unit for unit in units if unit.case == case]
        if isinstance(own, Undefined):
            assert place == own
        else:
            assert alike(place, panellists_place(mine, replace(own, provisional=None)))


@settings(max_examples=15)
@given(banks(), st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(units, random):
    shuffled = units.copy()
    random.shuffle(shuffled)
    panel, other = PanelVotes.of_units(units), PanelVotes.of_units(shuffled)
    at = [shuffled.index(unit) for unit in units]
    assert (other.costs[at] == panel.costs).all()
    assert (other.standings[at] == panel.standings).all()
    assert other.yardstick(np.random.default_rng(1)) == panel.yardstick(np.random.default_rng(1))


def person_with(n_cases: int, generator: np.random.Generator) -> tuple[list[PanelUnit], Answers]:
    units = [PanelUnit(f"C{n:02}", 1, "social", Votes((0, 2, 7, 3))) for n in range(n_cases)]
    levels = generator.integers(NOT_ENOUGH, 4, n_cases)
    everyone = Answers(np.zeros(n_cases, int), np.arange(n_cases), levels, 1, n_cases, 4)
    return units, everyone


@pytest.mark.parametrize("n_cases", [0, 1, 3, 4, 7, 8, 20])
def test_scores_over_cases_are_those_of_one_person(n_cases):
    units, everyone = person_with(n_cases, np.random.default_rng(n_cases))
    scores = score_everyone(everyone, PanelVotes.of_units(units) if units else EMPTY, MADE_UP)
    raw = scores.raw.tolist()
    wanted = score_over_cases(raw, pooled_between_case_variance([raw]), np.random.default_rng(7))
    over = scores_over_cases(scores, np.random.default_rng(7))
    if isinstance(wanted, Undefined):
        no_case = Undefined.because(Reason.NO_SCORED_UNIT)
        assert over.score[0] == (wanted if n_cases else no_case)
        assert over.low[0] == over.high[0] == over.score[0]
    else:
        assert over.score[0] == pytest.approx(wanted.mean)
        assert over.low[0] == pytest.approx(wanted.interval.low)
        assert over.high[0] == pytest.approx(wanted.interval.high)


EMPTY = PanelVotes(
    levels=np.zeros((0, 4), int),
    not_enough=np.zeros(0, int),
    not_applicable=np.zeros(0, int),
    cases=np.zeros(0, int),
    factors=np.zeros(0, int),
    case_names=(),
    factor_names=(),
)

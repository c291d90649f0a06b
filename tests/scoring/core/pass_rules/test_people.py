"""Those a rule is tried on answer as they should."""

from dataclasses import replace

import numpy as np
import pytest

from scoring.core import (
    OVERALL,
    AnswerKind,
    Given,
    PanelUnit,
    Votes,
    key_levels,
)
from scoring.core.pass_rules import (
    CaseBank,
    NoReader,
    Panellist,
    left_out,
    no_reader,
    ordinary_trainees,
    votes_without,
)
from tests.scoring.core.pass_rules.bank import KINDS, simulated

NOT_ENOUGH, NOT_APPLICABLE = Given(AnswerKind.NOT_ENOUGH), Given(AnswerKind.NOT_APPLICABLE)


def small_bank(*cases, minimum=1):
    """Cases named A, B, …, each of the votes on one factor."""
    units = {
        name: [PanelUnit(name, 1, "risk_0", Votes(levels))]
        for name, levels in zip("ABCDEF", cases, strict=False)
    }
    return CaseBank(units, KINDS, None, minimum)


def test_votes_without_one_panellist():
    votes = Votes((0, 2, 1), not_enough=1, not_applicable=1)
    assert votes_without(votes, Given.of_level(2)).levels == (0, 2, 0)
    assert votes_without(votes, NOT_ENOUGH).not_enough == 0
    assert votes_without(votes, NOT_APPLICABLE).not_applicable == 0


@pytest.mark.parametrize("given", [Given.of_level(0), NOT_ENOUGH, NOT_APPLICABLE])
def test_an_answer_nobody_gave_is_refused(given):
    with pytest.raises(ValueError, match="negative"):
        votes_without(Votes((0, 1)), given)


def test_a_panellist_is_judged_by_the_others_alone():
    bank = small_bank((0, 3, 3))
    with_key = key_levels(bank.cases["A"][0].votes)
    judge, cases = left_out(Panellist({"A": {(1, "risk_0"): Given.of_level(1)}}), bank)
    judged = judge("A")
    assert cases == ["A"]
    assert with_key == (1, 2)
    assert judged.units[0].key_levels == (2,)
    assert judged.units[0].signed == -1


def test_a_blind_answer_is_what_is_judged():
    bank, at = small_bank((0, 5, 1)), (1, "risk_0")
    final, blind = {"A": {at: Given.of_level(1)}}, {"A": {at: Given.of_level(2)}}
    assert left_out(Panellist(final), bank)[0]("A").exact == 1
    assert left_out(Panellist(final, blind), bank)[0]("A").units[0].signed == 1


def test_units_outside_their_field_and_cases_without_one_are_left_out():
    bank = small_bank((0, 5, 1), (0, 5, 1), (0, 5, 1))
    answers = {"A": {}, "B": {(1, "risk_0"): Given.of_level(1)}}
    assert left_out(Panellist(answers), bank)[1] == ["B"]
    assert left_out(Panellist(answers, blind={}), bank)[1] == []


def test_the_best_constant_is_the_other_cases():
    bank = small_bank((0, 6, 0), (0, 6, 0), (0, 0, 6))
    judge = no_reader(NoReader.BEST_CONSTANTS, bank, np.random.default_rng(1))
    assert [judge(case).units[0].given.level for case in "ABC"] == [1, 1, 1]
    # Where all three levels cost the others the same, the lowest.
    judge = no_reader(
        NoReader.BEST_CONSTANTS,
        small_bank((0, 6, 0), (6, 0, 0), (0, 0, 6)),
        np.random.default_rng(1),
    )
    assert [judge(case).units[0].given.level for case in "ABC"] == [0, 1, 0]


def test_stages_of_a_case_count_as_one_case_together():
    # Case A has two stages at the top, B and C one each lower: over A and B the case means tie.
    units = {
        "A": [PanelUnit("A", stage, "risk_0", Votes((0, 0, 6))) for stage in (1, 2)],
        "B": [PanelUnit("B", 1, "risk_0", Votes((6, 0, 0)))],
        "C": [PanelUnit("C", 1, "risk_0", Votes((0, 6, 0)))],
    }
    bank = CaseBank(units, KINDS, None, minimum=1)
    judge = no_reader(NoReader.BEST_CONSTANTS, bank, np.random.default_rng(1))
    assert judge("C").units[0].given.level == 0


@pytest.mark.parametrize(("n_levels", "middle"), [(2, 0), (3, 1), (4, 1), (5, 2)])
def test_the_middle_of_an_even_scale_is_the_lower(n_levels, middle):
    bank = small_bank((3,) * n_levels)
    judge = no_reader(NoReader.MIDDLE, bank, np.random.default_rng(1))
    assert judge("A").units[0].given.level == middle


def test_units_that_are_not_scored_make_no_constant():
    bank = small_bank((0, 6, 0), (6, 0, 0), (0, 0, 2), minimum=5)
    judge = no_reader(NoReader.BEST_CONSTANTS, bank, np.random.default_rng(1))
    assert judge("A").units[0].given.level == 0


@pytest.mark.parametrize(
    ("way", "levels"),
    [
        (NoReader.LOWEST, {0}),
        (NoReader.MIDDLE, {1}),
        (NoReader.HIGHEST, {3}),
        (NoReader.NOT_ENOUGH, {None}),
        (NoReader.GUESSING, {0, 1, 2, 3}),
    ],
)
def test_ways_of_not_reading(way, levels):
    bank, _ = simulated()
    judge = no_reader(way, bank, np.random.default_rng(1))
    units = [*judge("TR-0000").units, *judge("TR-0001").units, *judge("TR-0001").overall]
    assert {unit.given.level for unit in units} == levels


def test_the_best_constants_score_about_nought_over_the_bank():
    bank, _ = simulated()
    judge = no_reader(NoReader.BEST_CONSTANTS, bank, np.random.default_rng(1))
    scores = [judge(case).score for case in bank.cases]
    assert np.mean(scores) == pytest.approx(0, abs=1e-9)
    assert {unit.factor for unit in judge("TR-0000").overall} == {OVERALL}


def test_ordinary_trainees_are_not_all_alike():
    trainees = ordinary_trainees(20, np.random.default_rng(1))
    assert len(set(trainees)) == 20
    assert all(0.6 <= rater.spread <= 0.9 for rater in trainees)


def test_a_higher_minimum_scores_fewer_units():
    bank, panellists = simulated()
    strict = replace(bank, minimum=12)
    assert left_out(panellists[0], bank)[0]("TR-0000").scored > 0
    assert left_out(panellists[0], strict)[0]("TR-0000").scored == 0

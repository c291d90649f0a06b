"""Arrays of answers and votes: what they refuse, and the figures by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import PanelUnit, Reason, Standing, Undefined, Votes, Yardstick
from scoring.core.bulk import (
    NOT_ENOUGH,
    Answers,
    CaseScores,
    Column,
    PanelVotes,
    constant_answers,
    distances,
    kappas_against_key,
    panellists_places,
    score_everyone,
    scores_over_cases,
)
from scoring.core.bulk import scores as scores_module
from scoring.core.resampling import Interval

ZERO = np.array([0])
SOCIAL = PanelUnit("TR-0007", 1, "social", Votes((0, 2, 7, 3)))


def one_person(levels) -> Answers:
    n = len(levels)
    return Answers(np.zeros(n, int), np.arange(n), levels, 1, n, 4)


def ruler(provisional=None) -> Yardstick:
    return Yardstick(0.5, Interval(0.45, 0.55), {}, {"social": 0.4}, ("A",), provisional)


@pytest.mark.parametrize(
    "changed",
    [
        {"people": np.array([0, 0])},
        {"people": np.array([1])},
        {"units": np.array([-1])},
        {"levels": np.array([4])},
        {"levels": np.array([-3])},
    ],
)
def test_answers_that_cannot_be_are_refused(changed):
    given = {"people": ZERO, "units": ZERO, "levels": ZERO, "n_people": 1, "n_units": 1}
    with pytest.raises(ValueError, match=r"."):
        Answers(**{**given, **changed}, n_levels=4)


@pytest.mark.parametrize(
    "changed",
    [
        {"levels": ZERO},
        {"cases": np.array([0, 0])},
        {"not_enough": np.array([0, 0])},
        {"blind": np.array([[1, 2, 3]])},
    ],
)
def test_votes_that_do_not_fit_together_are_refused(changed):
    given = {
        "levels": np.array([[1, 2]]),
        "not_enough": ZERO,
        "not_applicable": ZERO,
        "cases": ZERO,
        "factors": ZERO,
        "case_names": ("A",),
        "factor_names": ("social",),
    }
    with pytest.raises(ValueError, match=r"."):
        PanelVotes(**{**given, **changed})


def test_scales_of_different_lengths_are_refused():
    other = PanelUnit("TR-0007", 1, "desist", Votes((1, 2)))
    with pytest.raises(ValueError, match="different lengths"):
        PanelVotes.of_units([SOCIAL, other])


def test_answers_on_other_units_than_the_panels_are_refused():
    with pytest.raises(ValueError, match="same units"):
        score_everyone(constant_answers(2, 4), PanelVotes.of_units([SOCIAL]), ruler())


def test_units_one_by_one_and_as_arrays_are_the_same():
    units = [
        PanelUnit("A", 1, "social", Votes((0, 2, 7, 3)), blind=Votes((1, 1, 7, 3))),
        PanelUnit("A", 2, "social", Votes((0, 2, 7, 3), 1, 2), blind=Votes((0, 0, 0, 0))),
    ]
    assert PanelVotes.of_units(units).panel_units() == units


def test_a_bank_without_units_has_nothing_to_score():
    panel = PanelVotes.of_units([])
    assert panel.yardstick(np.random.default_rng(1)) == Undefined.because(Reason.NO_SCORED_UNIT)
    assert panellists_places(panel, None).size == 0


def test_where_every_factor_is_in_one_case_there_is_no_yardstick():
    panel = PanelVotes.of_units([SOCIAL])
    own = panel.yardstick(np.random.default_rng(1))
    assert own == Undefined.because(Reason.TOO_FEW_CASES)
    assert list(panellists_places(panel, own)) == [own]
    assert list(panellists_places(panel, None)) == [Undefined.because(Reason.NO_YARDSTICK)]


def test_on_a_scale_of_one_level_all_are_right_and_nothing_varies():
    units = PanelVotes(
        levels=np.array([[6], [6]]),
        not_enough=np.array([0, 0]),
        not_applicable=np.array([0, 0]),
        cases=np.array([0, 1]),
        factors=np.array([0, 0]),
        case_names=("A", "B"),
        factor_names=("social",),
    )
    assert set(units.standings) == {Standing.SCORED}
    assert units.yardstick(np.random.default_rng(1)) == Undefined.because(Reason.NO_VARIATION)
    far = distances(constant_answers(2, 1), units)
    assert far.exact.tolist() == far.within_one.tolist() == [2, 0]
    assert far.share_exact.values.tolist() == far.share_within_one.values.tolist() == [1, 0]
    assert far.missed_concerns.tolist() == [0, 0]


def test_a_provisional_yardstick_keeps_the_raw_score_and_shows_none():
    why = Undefined.because(Reason.PROVISIONAL_YARDSTICK)
    panel = PanelVotes.of_units([SOCIAL])
    over = scores_over_cases(score_everyone(constant_answers(1, 4), panel, ruler(why)))
    assert over.score[2] == why
    assert over.raw[2] == 100


def test_under_four_cases_the_raw_score_is_kept_and_none_shown():
    over = scores_over_cases(CaseScores(np.zeros(3, int), np.arange(3), np.arange(3.0), 1))
    assert over.score[0] == over.se[0] == Undefined.because(Reason.TOO_FEW_CASES)
    assert over.raw[0] == 1


def test_a_wider_interval_is_surer():
    four = CaseScores(np.zeros(4, int), np.arange(4), np.array([30.0, 50, 60, 20]), 1)
    narrow, wide = scores_over_cases(four, level=0.9), scores_over_cases(four, level=0.95)
    assert wide.low[0] < narrow.low[0] < narrow.high[0] < wide.high[0]
    with pytest.raises(ValueError, match="between 0 and 1"):
        scores_over_cases(four, level=95)


def test_few_of_very_many_pairs_are_counted_as_few_of_few(monkeypatch):
    units = [PanelUnit(f"C{n}", 1, "social", Votes((0, 2, 7, 3))) for n in range(6)]
    panel = PanelVotes.of_units(units)
    answers = constant_answers(6, 4)
    dense = score_everyone(answers, panel, ruler())
    monkeypatch.setattr(scores_module, "PAIRS_WORTH_A_TABLE", 0)
    monkeypatch.setattr(scores_module, "PAIRS_FOR_EACH_ANSWER", 0)
    sparse = score_everyone(answers, panel, ruler())
    assert sparse.people.tolist() == dense.people.tolist()
    assert sparse.cases.tolist() == dense.cases.tolist()
    assert sparse.raw.tolist() == dense.raw.tolist()


@pytest.mark.parametrize("in_order", [True, False])
def test_answers_in_parts_have_the_scores_of_all_at_once(monkeypatch, in_order):
    units = [PanelUnit(f"C{n}", 1, "social", Votes((0, 2, 7, 3))) for n in range(6)]
    panel = PanelVotes.of_units(units)
    whole = constant_answers(6, 4)
    order = np.arange(whole.size) if in_order else np.random.default_rng(2).permutation(whole.size)
    answers = Answers(whole.people[order], whole.units[order], whole.levels[order], 5, 6, 4)
    monkeypatch.setattr(scores_module, "ANSWERS_AT_ONCE", 7)
    parts = score_everyone(answers, panel, ruler())
    monkeypatch.undo()
    at_once = score_everyone(whole, panel, ruler())
    assert parts.people.tolist() == at_once.people.tolist()
    assert parts.cases.tolist() == at_once.cases.tolist()
    assert parts.raw.tolist() == at_once.raw.tolist()


def test_of_several_reasons_the_first_stands():
    both = np.array([True])
    column = Column.of(np.array([7.0]), {Reason.NO_ANSWERS: both, Reason.TOO_FEW_CASES: both})
    assert column[0] == Undefined.because(Reason.NO_ANSWERS)
    assert column.values.tolist() == [0]
    assert column.is_defined.tolist() == [False]
    assert len(column) == 1


def kappa_by_definition(pairs, width) -> float:
    """From the full table of one person's levels by the key's."""
    table = np.zeros((width, width))
    for mine, key in pairs:
        table[mine, key] += 1
    weights = np.subtract.outer(np.arange(width), np.arange(width)) ** 2
    by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return 1 - (weights * table).sum() / (weights * by_chance).sum()


def bank_with_keys(keys) -> PanelVotes:
    votes = [Votes(tuple(9 * (level == key) for level in range(4))) for key in keys]
    return PanelVotes.of_units(PanelUnit(f"C{n}", 1, "social", v) for n, v in enumerate(votes))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
def test_quadratic_kappa_is_that_of_the_full_table(pairs):
    mine, keys = np.array(pairs).T
    n = len(pairs)
    answers = Answers(np.zeros(n, int), np.arange(n), mine, 1, n, 4)
    found = kappas_against_key(answers, bank_with_keys(keys.tolist()))[0]
    if len({*mine.tolist(), *keys.tolist()}) == 1:
        assert found == Undefined.because(Reason.ALL_ALIKE)
    else:
        assert found.value == pytest.approx(kappa_by_definition(pairs, 4))


def test_kappa_is_taken_against_the_lower_level_on_scored_units_with_a_level():
    units = [
        PanelUnit("A", 1, "social", Votes((0, 6, 6, 0))),
        PanelUnit("B", 1, "social", Votes((0, 0, 12, 0))),
        PanelUnit("C", 1, "social", Votes((6, 0, 0, 6))),
        PanelUnit("D", 1, "social", Votes((12, 0, 0, 0))),
    ]
    levels = np.array([2, 2, 3, NOT_ENOUGH])
    found = kappas_against_key(one_person(levels), PanelVotes.of_units(units))
    assert found[0].value == pytest.approx(kappa_by_definition([(2, 1), (2, 2)], 4))


def test_people_in_parts_have_the_kappas_of_all_at_once(monkeypatch):
    generator = np.random.default_rng(4)
    panel = bank_with_keys(generator.integers(0, 4, 9).tolist())
    answers = Answers(
        np.repeat(np.arange(5), 9), np.tile(np.arange(9), 5), generator.integers(-1, 4, 45), 5, 9, 4
    )
    whole = kappas_against_key(answers, panel)
    monkeypatch.setattr("scoring.core.bulk.kappa.COUNTS_AT_ONCE", 34)
    for part, one in zip(kappas_against_key(answers, panel), whole, strict=True):
        assert (part.value, part.low) == pytest.approx((one.value, one.low))


def test_kappa_without_an_answer_is_a_reason():
    found = kappas_against_key(one_person(np.array([NOT_ENOUGH])), bank_with_keys([1]))
    assert found[0] == Undefined.because(Reason.NO_ANSWERS)

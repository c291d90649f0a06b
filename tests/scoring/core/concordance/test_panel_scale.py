"""The panel on keys built without each of them, and the scale that rests on it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import Reason, Undefined
from scoring.core.bulk import NOT_ENOUGH, Answers, Column
from scoring.core.concordance import (
    PanelScale,
    concordance_of_all,
    credits,
    is_rated,
    leave_one_out_scores,
    panel_scale,
    scaled_80_5,
    standard_errors_over_panellists,
)


def panel_of(table, n_levels=4) -> Answers:
    """A row for each panellist; None where they did not answer."""
    rows = [
        (person, unit, level)
        for person, row in enumerate(table)
        for unit, level in enumerate(row)
        if level is not None
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Answers(*columns, len(table), len(table[0]), n_levels)


def counts_of(panel: Answers):
    given = panel.levels >= 0
    cells = panel.units[given] * panel.n_levels + panel.levels[given]
    counted = np.bincount(cells, minlength=panel.n_units * panel.n_levels)
    return counted.reshape(panel.n_units, panel.n_levels)


levels = st.none() | st.integers(NOT_ENOUGH, 3)
tables = st.integers(1, 4).flatmap(
    lambda n_units: st.lists(
        st.lists(levels, min_size=n_units, max_size=n_units), min_size=1, max_size=6
    )
)


@given(tables)
def test_each_is_scored_on_the_key_that_the_others_make(table):
    panel = panel_of(table)
    found = leave_one_out_scores(panel, counts_of(panel))
    for person, row in enumerate(table):
        others = counts_of(panel_of([*table[:person], [None] * len(row), *table[person + 1 :]]))
        alone = concordance_of_all(
            panel_of([[None] * len(row)] * person + [row]), credits(others), is_rated(others)
        )
        if isinstance(alone[person], Undefined):
            assert found[person] == alone[person]
        else:
            assert found[person] == pytest.approx(alone[person])


def test_with_their_own_vote_the_panel_would_stand_higher():
    generator = np.random.default_rng(3)
    table = generator.integers(0, 4, (10, 30)).tolist()
    panel = panel_of(table)
    counts = counts_of(panel)
    with_own_vote = concordance_of_all(panel, credits(counts), is_rated(counts))
    without = leave_one_out_scores(panel, counts)
    assert without.values.mean() < with_own_vote.values.mean() - 10


def test_the_panels_mean_is_80_and_one_standard_deviation_5():
    raw = Column.of(np.array([70.0, 80.0, 90.0]))
    scale = panel_scale(raw)
    assert scale == PanelScale(80, 10, 3)
    scaled = scaled_80_5(raw, scale)
    assert scaled.values.tolist() == [75, 80, 85]
    assert panel_scale(scaled) == PanelScale(80, 5, 3)


def test_a_panel_that_does_not_vary_has_no_scale():
    panel = panel_of([[1, 2]] * 5)
    scale = panel_scale(leave_one_out_scores(panel, counts_of(panel)))
    assert scale == Undefined.because(Reason.PANEL_ALIKE)
    assert scaled_80_5(Column.of(np.array([50.0])), scale)[0] == scale


@pytest.mark.parametrize("table", [[[1, 2]], [[1, None], [None, 2]]])
def test_a_panel_of_one_or_without_a_unit_in_common_has_no_scale(table):
    panel = panel_of(table)
    scale = panel_scale(leave_one_out_scores(panel, counts_of(panel)))
    assert scale == Undefined.because(Reason.TOO_FEW_RATERS)


def test_two_panellists_half_a_point_apart_are_a_spread():
    scale = panel_scale(Column.of(np.array([80.0, 80.5])))
    assert scale == PanelScale(80.25, pytest.approx(0.5**1.5), 2)


def test_whoever_has_no_score_has_no_place_on_the_scale():
    raw = Column.of(np.array([50.0, 0.0]), {Reason.NO_OVERLAP: np.array([False, True])})
    scaled = scaled_80_5(raw, PanelScale(60, 5, 9))
    assert scaled[0] == 70
    assert scaled[1] == Undefined.because(Reason.NO_OVERLAP)


def slow_errors(answers, table, generator, resamples):
    """The same bootstrap, one drawn panel at a time."""
    scores = []
    for _ in range(resamples):
        drawn = generator.integers(0, len(table), len(table))
        counts = counts_of(panel_of([table[one] for one in drawn]))
        scores.append(concordance_of_all(answers, credits(counts), is_rated(counts)))
    return [
        np.std([column[person] for column in scores if column.is_defined[person]], ddof=1)
        for person in range(answers.n_people)
    ]


@pytest.mark.parametrize("gaps", [False, True])
def test_the_standard_error_is_that_of_panels_drawn_one_at_a_time(gaps, monkeypatch):
    monkeypatch.setattr("scoring.core.concordance.sampling.CREDITS_AT_ONCE", 500)
    monkeypatch.setattr("scoring.core.concordance.sampling.VALUES_AT_ONCE", 100)
    generator = np.random.default_rng(5)
    table = generator.integers(0, 4, (6, 10)).tolist()
    if gaps:
        table[0][0] = NOT_ENOUGH
        for row in table[1:]:
            row[0] = None
    people = np.repeat(np.arange(4), 6)
    units = np.tile(np.arange(6), 4)
    answers = Answers(people, units, generator.integers(NOT_ENOUGH, 4, 24), 4, 10, 4)
    found = standard_errors_over_panellists(answers, panel_of(table), np.random.default_rng(9), 20)
    wanted = slow_errors(answers, table, np.random.default_rng(9), 20)
    assert found.values == pytest.approx(wanted, abs=1e-3)


def test_a_panel_of_one_has_no_standard_error():
    answers = Answers(np.array([0]), np.array([0]), np.array([1]), 1, 1, 4)
    found = standard_errors_over_panellists(answers, panel_of([[1]]), np.random.default_rng(1))
    assert found[0] == Undefined.because(Reason.TOO_FEW_RATERS)


def test_somebody_who_answered_nothing_the_panel_rated_has_no_standard_error():
    answers = Answers(np.array([0]), np.array([1]), np.array([1]), 2, 2, 4)
    panel = panel_of([[1, None], [2, None]])
    found = standard_errors_over_panellists(answers, panel, np.random.default_rng(1))
    no_overlap = Undefined.because(Reason.NO_OVERLAP)
    assert list(found) == [no_overlap, no_overlap]


def test_a_unanimous_panel_has_an_error_of_nought():
    answers = Answers(np.array([0]), np.array([0]), np.array([1]), 1, 1, 4)
    found = standard_errors_over_panellists(answers, panel_of([[1]] * 4), np.random.default_rng(1))
    assert found[0] == 0


def test_two_drawn_panels_are_enough_for_an_error():
    answers = Answers(np.array([0]), np.array([0]), np.array([1]), 1, 1, 4)
    panel = panel_of([[1], [1], [2]])
    found = standard_errors_over_panellists(answers, panel, np.random.default_rng(1), 2)
    assert found.is_defined.tolist() == [True]


def test_what_does_not_fit_together_is_refused():
    answers = Answers(np.array([0]), np.array([0]), np.array([1]), 1, 1, 4)
    with pytest.raises(ValueError, match="same units"):
        standard_errors_over_panellists(answers, panel_of([[1, 1]]), np.random.default_rng(1))
    with pytest.raises(ValueError, match="two resamples"):
        standard_errors_over_panellists(answers, panel_of([[1]]), np.random.default_rng(1), 1)

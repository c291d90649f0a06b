"""Script-concordance credit and what it can be gamed with."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scoring.core import Reason, Undefined
from scoring.core.bulk import NOT_APPLICABLE, NOT_ENOUGH, Answers
from scoring.core.concordance import (
    concordance_of_all,
    concordance_of_constants,
    credits,
    expected_losses,
    is_rated,
    loss_scores,
)

counts = arrays(np.int64, st.tuples(st.integers(1, 6), st.just(4)), elements=st.integers(0, 7))


def one_person(levels, n_levels=4) -> Answers:
    n = len(levels)
    return Answers(np.zeros(n, int), np.arange(n), np.array(levels), 1, n, n_levels)


def test_credit_is_votes_over_the_commonest_levels_votes():
    assert credits(np.array([[6, 4, 0, 0]])).tolist() == [[1, 4 / 6, 0, 0]]


def test_every_commonest_level_earns_one_even_opposite_ones():
    assert credits(np.array([[5, 0, 0, 5]])).tolist() == [[1, 0, 0, 1]]


def test_the_distance_to_the_panel_counts_for_nothing():
    near, far = credits(np.array([[0, 6, 4, 0]]))[0, [3, 0]]
    assert near == far == 0


def test_the_score_is_the_mean_credit_of_what_was_answered():
    panel = np.array([[0, 3, 6, 3], [12, 0, 0, 0], [0, 6, 6, 0]])
    found = concordance_of_all(one_person([1, 3, 2]), credits(panel), is_rated(panel))
    assert found[0] == pytest.approx(100 * (0.5 + 0 + 1) / 3)


def test_an_answer_without_a_level_earns_nothing():
    panel = np.array([[0, 6], [0, 6], [0, 6]])
    found = concordance_of_all(
        one_person([1, NOT_ENOUGH, NOT_APPLICABLE], 2), credits(panel), is_rated(panel)
    )
    assert found[0] == pytest.approx(100 / 3)


def test_a_unit_that_no_panellist_gave_a_level_is_left_out():
    panel = np.array([[0, 6], [0, 0]])
    found = concordance_of_all(one_person([1, 1], 2), credits(panel), is_rated(panel))
    assert found[0] == 100


def test_without_a_rated_unit_there_is_no_score():
    panel = np.array([[0, 0]])
    found = concordance_of_all(one_person([1], 2), credits(panel), is_rated(panel))
    assert found[0] == Undefined.because(Reason.NO_OVERLAP)


def test_a_constant_earns_its_mean_credit_and_silence_nothing():
    panel = np.array([[6, 3, 0, 0], [0, 0, 4, 4]])
    assert concordance_of_constants(panel).values.tolist() == [50, 25, 50, 50, 0]


@given(counts)
def test_a_constant_earns_what_somebody_who_gave_it_throughout_would(panel):
    constants = concordance_of_constants(panel)
    for level in range(4):
        answers = one_person([level] * len(panel))
        same = concordance_of_all(answers, credits(panel), is_rated(panel))
        assert constants[level] == same[0]


@given(counts)
def test_turning_the_scale_round_turns_credit_and_loss_round(panel):
    assert (credits(panel[:, ::-1]) == credits(panel)[:, ::-1]).all()
    losses = expected_losses(panel, under=2, over=1)
    assert expected_losses(panel[:, ::-1], under=1, over=2) == pytest.approx(losses[:, ::-1])


def test_with_equal_weights_the_loss_is_the_distance_and_the_best_answer_the_median():
    assert expected_losses(np.array([[0, 2, 7, 3]]))[0] == pytest.approx(
        [25 / 12, 13 / 12, 5 / 12, 11 / 12]
    )


def test_a_dearer_under_rating_pushes_the_best_answer_up_on_a_split_panel():
    split = np.array([[0, 7, 5, 0]])
    assert expected_losses(split).argmin() == 1
    assert expected_losses(split, under=2).argmin() == 2


@given(counts, st.floats(0.5, 4))
def test_loss_scores_run_from_nought_to_a_hundred(panel, under):
    scores = loss_scores(panel, under)
    assert scores.max(axis=1) == pytest.approx(100)
    rated = is_rated(panel)
    assert scores[rated].min(axis=1, initial=0) == pytest.approx(0)
    assert (scores[~rated] == 100).all()


@pytest.mark.parametrize(("under", "over"), [(0, 1), (1, 0), (-1, 1)])
def test_a_weight_that_is_not_above_nought_is_refused(under, over):
    with pytest.raises(ValueError, match="above 0"):
        expected_losses(np.array([[1, 2]]), under, over)

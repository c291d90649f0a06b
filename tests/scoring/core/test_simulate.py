"""Synthetic trainees."""

import numpy as np
import pytest

from scoring.core import (
    STATED_CONFIDENCES,
    AnswerKind,
    PanelUnit,
    Rater,
    Votes,
    simulate_choices,
    simulate_given,
    simulate_givens,
)

PANEL = Votes((0, 2, 7, 3))


def many(votes, rater, n=2_000, seed=1, centre=None):
    generator = np.random.default_rng(seed)
    return [simulate_given(votes, rater, generator, centre) for _ in range(n)]


def mean_level(answers):
    return np.mean([one.level for one in answers if one.level is not None])


def test_the_same_seed_gives_the_same_person():
    assert many(PANEL, Rater(), seed=4) == many(PANEL, Rater(), seed=4)
    assert many(PANEL, Rater(), seed=4) != many(PANEL, Rater(), seed=5)


def test_answers_stay_on_the_scale_and_confidence_among_the_words():
    answers = many(PANEL, Rater(spread=3))
    assert {one.level for one in answers} == {0, 1, 2, 3}
    assert {one.confidence for one in answers} <= set(STATED_CONFIDENCES)


def test_a_shift_moves_answers_and_a_spread_scatters_them():
    assert mean_level(many(PANEL, Rater(shift=-0.5))) < mean_level(many(PANEL, Rater())) - 0.3
    assert {one.level for one in many(PANEL, Rater(spread=0))} == {2}


def test_a_designed_level_stands_in_for_the_panel():
    assert {one.level for one in many(PANEL, Rater(spread=0), centre=0)} == {0}


def test_without_level_votes_the_middle_of_the_scale_serves():
    assert {one.level for one in many(Votes((0, 0, 0)), Rater(spread=0))} == {1}


def test_answers_without_a_level_are_as_common_as_on_the_panel_or_as_wished():
    def share(votes, rater, kind):
        answers = many(votes, rater)
        return sum(one.kind is kind for one in answers) / len(answers)

    mixed = Votes((0, 0, 6, 0), not_enough=3, not_applicable=3)
    assert share(mixed, Rater(), AnswerKind.NOT_ENOUGH) == pytest.approx(0.25, abs=0.04)
    assert share(mixed, Rater(), AnswerKind.NOT_APPLICABLE) == pytest.approx(0.25, abs=0.04)
    assert share(PANEL, Rater(), AnswerKind.LEVEL) == 1
    assert share(PANEL, Rater(not_enough=0.3), AnswerKind.NOT_ENOUGH) == pytest.approx(
        0.3, abs=0.04
    )


def test_boldness_raises_stated_confidence():
    def mean_confidence(rater):
        return np.mean([one.confidence for one in many(PANEL, rater)])

    assert mean_confidence(Rater(boldness=1)) > mean_confidence(Rater()) + 10


def test_a_case_gets_one_answer_for_each_unit():
    units = [PanelUnit("A", 1, "social", PANEL), PanelUnit("A", 2, "social", PANEL)]
    answers = simulate_givens(
        units, Rater(spread=0), np.random.default_rng(1), {(2, "social"): 3.0}
    )
    assert {at: answer.level for at, answer in answers.items()} == {
        (1, "social"): 2,
        (2, "social"): 3,
    }


def test_things_are_chosen_in_proportion_to_the_panel():
    generator = np.random.default_rng(1)
    rater = Rater(recall=0.8, stray=0.05)
    draws = [
        simulate_choices({"D2.2": 12, "D4.1": 6}, 12, ["D1.3", "D2.2"], rater, generator)
        for _ in range(2_000)
    ]
    share = {one: sum(one in draw for draw in draws) / 2_000 for one in ("D2.2", "D4.1", "D1.3")}
    assert share == {
        "D2.2": pytest.approx(0.8, abs=0.04),
        "D4.1": pytest.approx(0.4, abs=0.04),
        "D1.3": pytest.approx(0.05, abs=0.02),
    }


def test_raters_and_panels_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="spread"):
        Rater(spread=-1)
    with pytest.raises(ValueError, match="chance"):
        Rater(recall=1.2)
    with pytest.raises(ValueError, match="panellist"):
        simulate_choices({}, 0, [], Rater(), np.random.default_rng(1))


@pytest.mark.parametrize(("cases", "learning"), [(-1, 0.1), (2, -0.1)])
def test_nobody_unlearns(cases, learning):
    with pytest.raises(ValueError, match="unlearns"):
        Rater().after(cases, learning=learning)

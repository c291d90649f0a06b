"""Difficulty and discrimination of questions."""

import numpy as np
import pytest

from scoring.core.item_health import question_health


def of_table(right: np.ndarray, **options: int) -> list:
    people, questions = np.indices(right.shape).reshape(2, -1)
    return question_health(people, questions, right.ravel(), *right.shape, **options)


def test_difficulty_is_the_share_right_and_discrimination_the_item_rest_correlation() -> None:
    right = np.random.default_rng(1).random((40, 5)) < np.linspace(0.2, 0.9, 40)[:, None]
    for place, found in enumerate(of_table(right)):
        rest = np.delete(right, place, axis=1).sum(axis=1)
        assert found.n_people == 40
        assert found.share_right == pytest.approx(right[:, place].mean())
        expected = np.corrcoef(right[:, place], rest)[0, 1]
        assert found.discrimination == pytest.approx(expected)


def test_too_few_people_have_a_reason() -> None:
    (one, _other) = of_table(np.ones((9, 2), dtype=bool))
    assert one.share_right.reason.value == one.discrimination.reason.value == "too_few_raters"


def test_without_variation_there_is_a_difficulty_and_no_discrimination() -> None:
    (one, _other) = of_table(np.ones((10, 2), dtype=bool))
    assert one.share_right == 1.0
    assert one.discrimination.reason.value == "all_alike"


def test_one_question_alone_has_nothing_to_go_with() -> None:
    (one,) = of_table(np.arange(12)[:, None] % 2 == 0)
    assert one.share_right == 0.5
    assert one.discrimination.reason.value == "too_few_raters"


def test_people_who_met_different_questions_are_taken_as_they_are() -> None:
    right = np.random.default_rng(2).random((60, 6)) < np.linspace(0.1, 0.9, 60)[:, None]
    met = np.random.default_rng(3).random((60, 6)) < 0.6
    people, questions = np.nonzero(met)
    found = question_health(people, questions, right[met], 60, 6)
    assert [one.n_people for one in found] == met.sum(axis=0).tolist()
    assert all(one.discrimination > 0 for one in found)


def test_nobody_met_anything() -> None:
    none = np.zeros(0, dtype=np.int64)
    (one,) = question_health(none, none, np.zeros(0, dtype=bool), 0, 1)
    assert one.n_people == 0
    assert one.share_right.reason.value == "too_few_raters"

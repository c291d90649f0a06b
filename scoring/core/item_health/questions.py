"""How questions with a right answer do: how many get them right, and whether the able do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.item_health.discrimination import FEWEST_PEOPLE, discrimination
from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class QuestionHealth:
    """One question: how many people met it, the share who were right, and its discrimination."""

    n_people: int
    share_right: float | Undefined
    discrimination: float | Undefined


def question_health(
    people: NDArray[np.integer],
    questions: NDArray[np.integer],
    right: NDArray[np.bool_],
    n_people: int,
    n_questions: int,
    fewest: int = FEWEST_PEOPLE,
) -> list[QuestionHealth]:
    """Difficulty and discrimination of every question, from one answer a person and question.

    ``people``, ``questions`` and ``right`` are of shape (n,), a place for each answer. People need
    not have met the same questions, as where each draws some from a pool. The difficulty is the
    classical one, the share right (Lord and Novick 1968, Statistical theories of mental test
    scores, section 15.3): higher is easier. The discrimination is the point-biserial correlation
    of the question with the rest score, the question itself left out (Henrysson 1963); see
    ``discrimination`` for how unlike draws are made alike.

    Undefined: both under ``fewest`` people (too few raters); the discrimination also where all
    were right or all wrong, or nobody's rest differs (all alike), or under ``fewest`` people who
    met another question too. ValueError: as ``discrimination``.

    >>> people, questions = np.repeat(np.arange(12), 3), np.tile(np.arange(3), 12)
    >>> found = question_health(people, questions, (people + questions) % 4 > 0, 12, 3)
    >>> [(one.n_people, one.share_right) for one in found]
    [(12, 0.75), (12, 0.75), (12, 0.75)]
    """
    told = discrimination(
        people, questions, right.astype(np.float64), n_people, n_questions, fewest
    )
    met = np.bincount(questions, minlength=n_questions)
    n_right = np.bincount(questions, weights=right, minlength=n_questions)
    return [
        QuestionHealth(
            n_people=int(n),
            share_right=float(n_right[place] / n) if n >= fewest and n else _too_few(),
            discrimination=told.of(place) if n >= fewest else _too_few(),
        )
        for place, n in enumerate(met)
    ]


def _too_few() -> Undefined:
    return Undefined.because(Reason.TOO_FEW_RATERS)

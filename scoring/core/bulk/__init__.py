"""Everybody's answers against the panel at once: arrays in, a column of figures out.

The same formulas as one by one (``judge_case`` and the rest), which a property test holds these
against. Explained in ``docs/scoring/concordance.md``.
"""

from scoring.core.bulk.answers import (
    NOT_APPLICABLE,
    NOT_ENOUGH,
    Answers,
    constant_answers,
    mean_by_person,
)
from scoring.core.bulk.column import Column
from scoring.core.bulk.from_key import Distances, answer_keys, chance_within, distances
from scoring.core.bulk.kappa import kappas_against_key
from scoring.core.bulk.panel_votes import PanelVotes, panellists_places
from scoring.core.bulk.scores import (
    CaseScores,
    ScoresOverCases,
    score_everyone,
    scores_over_cases,
)

__all__ = [
    "NOT_APPLICABLE",
    "NOT_ENOUGH",
    "Answers",
    "CaseScores",
    "Column",
    "Distances",
    "PanelVotes",
    "ScoresOverCases",
    "answer_keys",
    "chance_within",
    "constant_answers",
    "distances",
    "kappas_against_key",
    "mean_by_person",
    "panellists_places",
    "score_everyone",
    "scores_over_cases",
]

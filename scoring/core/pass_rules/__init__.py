"""Pass rules: data, tried on people who should and should not pass before they are used."""

from scoring.core.pass_rules.people import (
    CaseBank,
    NoReader,
    Panellist,
    left_out,
    no_reader,
    ordinary_trainees,
    votes_without,
)
from scoring.core.pass_rules.rule import (
    Figure,
    Outcome,
    PassRule,
    figure_of_sitting,
    judge_sitting,
)
from scoring.core.pass_rules.simulated import Objection, PassShare, TriedRule, try_pass_rule

__all__ = [
    "CaseBank",
    "Figure",
    "NoReader",
    "Objection",
    "Outcome",
    "Panellist",
    "PassRule",
    "PassShare",
    "TriedRule",
    "figure_of_sitting",
    "judge_sitting",
    "left_out",
    "no_reader",
    "ordinary_trainees",
    "try_pass_rule",
    "votes_without",
]

"""How quick everybody's score against a panel is: rows for ``benchmarks/measurement.py``.

The plain loops do the same for a hundred trainees, and their time is taken times a hundred.
"""

import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.timing import Data, Row, timed_once
from scoring.core import AnswerKind, FactorKind, Given, Yardstick, judge_case
from scoring.core.bulk import (
    Answers,
    PanelVotes,
    distances,
    kappas_against_key,
    score_everyone,
    scores_over_cases,
)
from scoring.core.concordance import (
    concordance_of_all,
    credits,
    is_rated,
    leave_one_out_scores,
    standard_errors_over_panellists,
)

IN_THE_LOOP = 100

Work = Callable[[], object]


def _panel_anchored(data: Data) -> Work:
    answers, ruler = data.nation.answers, _ruler(data)
    return lambda: scores_over_cases(score_everyone(answers, data.nation.panel, ruler))


def _panel_anchored_in_a_loop(data: Data) -> float:
    panel, ruler = data.nation.panel, _ruler(data)
    return _of_all(data, lambda few: _judge_one_by_one(few, panel, ruler))


def _script_concordance(data: Data) -> Work:
    answers, votes = data.nation.answers, data.nation.votes
    credit, rated = credits(votes), is_rated(votes)
    return lambda: concordance_of_all(answers, credit, rated)


def _script_concordance_in_a_loop(data: Data) -> float:
    return _of_all(data, lambda few: _credit_one_by_one(few, data.nation.votes))


def _kappas(data: Data) -> Work:
    answers, panel = data.nation.answers, data.nation.panel
    return lambda: kappas_against_key(answers, panel)


def _kappas_in_a_loop(data: Data) -> float:
    panel = data.nation.panel
    return _of_all(data, lambda few: _kappa_one_by_one(few, panel))


def _distances(data: Data) -> Work:
    answers, panel = data.nation.answers, data.nation.panel
    return lambda: distances(answers, panel)


def _yardstick(data: Data) -> Work:
    return lambda: _ruler(data)


def _leave_one_out(data: Data) -> Work:
    panellists, votes = data.nation.panellists, data.nation.votes
    return lambda: leave_one_out_scores(panellists, votes)


def _errors(data: Data) -> Work:
    answers, panellists = data.nation.answers, data.nation.panellists
    return lambda: standard_errors_over_panellists(answers, panellists, np.random.default_rng(0))


ROWS = [
    Row(
        "Panel-anchored score of all, keys and costs included",
        _panel_anchored,
        0.100,
        loop=_panel_anchored_in_a_loop,
    ),
    Row("Script-concordance score of all", _script_concordance, loop=_script_concordance_in_a_loop),
    Row("Kappa of all against the key, with standard errors", _kappas, loop=_kappas_in_a_loop),
    Row("Exact, within one, signed, concerns of all", _distances),
    Row("Yardstick of 200 scenarios with its interval", _yardstick),
    Row("The panel on keys without each of them", _leave_one_out),
    Row("Error of all over 200 drawn panels", _errors),
]


def _ruler(data: Data) -> Yardstick:
    ruler = data.nation.panel.yardstick(np.random.default_rng(0))
    assert isinstance(ruler, Yardstick)
    return ruler


def _of_all(data: Data, loop: Callable[[Answers], object]) -> float:
    """Seconds for everybody, from those for the first hundred."""
    few = _first(data.nation.answers, IN_THE_LOOP)
    return timed_once(lambda: loop(few)) * data.nation.answers.n_people / few.n_people


def _first(answers: Answers, people: int) -> Answers:
    kept = answers.people < people
    return Answers(
        answers.people[kept],
        answers.units[kept],
        answers.levels[kept],
        min(people, answers.n_people),
        answers.n_units,
        answers.n_levels,
    )


def _by_person(answers: Answers) -> list[list[tuple[int, int]]]:
    people: list[list[tuple[int, int]]] = [[] for _ in range(answers.n_people)]
    for person, unit, level in zip(
        answers.people.tolist(), answers.units.tolist(), answers.levels.tolist(), strict=True
    ):
        people[person].append((unit, level))
    return people


def _judge_one_by_one(answers: Answers, panel: PanelVotes, ruler: Yardstick) -> None:
    units = panel.panel_units()
    kinds = dict.fromkeys(panel.factor_names, FactorKind.RISK)
    for mine in _by_person(answers):
        cases: dict[str, dict[int, Given]] = {}
        for unit, level in mine:
            given = Given.of_level(level) if level >= 0 else Given(AnswerKind.NOT_ENOUGH)
            cases.setdefault(units[unit].case, {})[unit] = given
        for givens in cases.values():
            answered = {units[unit].at: given for unit, given in givens.items()}
            judge_case([units[unit] for unit in givens], answered, kinds, ruler)


def _credit_one_by_one(answers: Answers, counts: np.ndarray[Any, Any]) -> list[float]:
    votes = counts.tolist()
    return [
        statistics.fmean(
            votes[unit][level] / max(votes[unit]) if level >= 0 else 0 for unit, level in mine
        )
        for mine in _by_person(answers)
    ]


def _kappa_one_by_one(answers: Answers, panel: PanelVotes) -> list[float]:
    levels = np.arange(answers.n_levels)
    apart = np.subtract.outer(levels, levels) ** 2
    kappas = []
    for person in range(answers.n_people):
        mine = (answers.people == person) & (answers.levels >= 0)
        units = answers.units[mine]
        scored = panel.scored[units]
        table = np.zeros(apart.shape)
        np.add.at(table, (answers.levels[mine][scored], panel.lower_key[units][scored]), 1)
        by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
        kappas.append(float(1 - (apart * table).sum() / (apart * by_chance).sum()))
    return kappas

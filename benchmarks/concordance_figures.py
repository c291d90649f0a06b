"""How quickly a nation is scored against its panel: ``python -m benchmarks.concordance_figures``.

10,000 trainees on about 20 of 200 scenarios each, 12 units a scenario, 12 panellists; medians of
several runs in one process. The plain loops do the same for a hundred trainees, times a hundred.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.tables import markdown
from scoring.core import AnswerKind, FactorKind, Given, Yardstick, judge_case
from scoring.core.bulk import (
    NOT_ENOUGH,
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

SCENARIOS, FACTORS, LEVELS, PANELLISTS = 200, 12, 4, 12
IN_THE_LOOP = 100

# Name, words, and the goal in milliseconds where there is one.
LINES = (
    ("panel_anchored", "panel-anchored score of all, keys and costs included", 100),
    ("script_concordance", "script-concordance score of all", None),
    ("kappas", "quadratic kappa of all against the key, with standard errors", 150),
    ("distances", "exact, within one, signed, concerns of all", None),
    ("yardstick", "yardstick of 200 scenarios with its interval", None),
    ("leave_one_out", "panel on keys without each of them", None),
    ("errors", "error of all over 200 drawn panels", None),
)


@dataclass(frozen=True)
class Timed:
    """One figure in milliseconds, its goal, and what a plain loop takes for the same."""

    name: str
    reached: float
    goal: float | None = None
    loop: float | None = None

    @property
    def row(self) -> list[str]:
        met = "" if self.goal is None else "met" if self.reached <= self.goal else "**not met**"
        return [
            self.name,
            f"{self.reached:,.0f} ms",
            "" if self.goal is None else f"≤ {self.goal:,.0f} ms",
            met,
            "" if self.loop is None else f"{self.loop / 1000:,.1f} s",
            "" if self.loop is None else f"{self.loop / self.reached:,.0f} ×",
        ]


@dataclass(frozen=True)
class Nation:
    """A panel's ratings one by one and counted, and the answers of all trainees."""

    panellists: Answers
    counts: np.ndarray[Any, np.dtype[np.int64]]
    answers: Answers

    def panel(self) -> PanelVotes:
        """Votes without anything worked out from them yet."""
        n_units = SCENARIOS * FACTORS
        nobody = np.zeros(n_units, dtype=np.int64)
        return PanelVotes(
            levels=self.counts,
            not_enough=nobody,
            not_applicable=nobody,
            cases=np.repeat(np.arange(SCENARIOS), FACTORS),
            factors=np.tile(np.arange(FACTORS), SCENARIOS),
            case_names=tuple(f"S{number:03}" for number in range(SCENARIOS)),
            factor_names=(*(f"factor {number:02}" for number in range(FACTORS - 1)), "overall"),
            blind=self.counts,
        )


def synthetic_nation(people: int = 10_000, each: int = 20, seed: int = 1) -> Nation:
    """Made-up people around made-up levels; one answer in fifty is missing, one has no level."""
    generator = np.random.default_rng(seed)
    n_units = SCENARIOS * FACTORS
    usual = generator.uniform(0.7, 2.3, FACTORS)
    centres = np.clip(generator.normal(usual, 1.3, (SCENARIOS, FACTORS)), 0, 3).ravel()
    lean = generator.normal(0, 0.2, (PANELLISTS, 1))
    rated = _on_scale(centres + lean + generator.normal(0, 0.55, (PANELLISTS, n_units)))
    panellists = Answers(
        people=np.repeat(np.arange(PANELLISTS), n_units),
        units=np.tile(np.arange(n_units), PANELLISTS),
        levels=rated.ravel(),
        n_people=PANELLISTS,
        n_units=n_units,
        n_levels=LEVELS,
    )
    seen = np.argsort(generator.random((people, SCENARIOS)), axis=1)[:, :each]
    units = (np.sort(seen, axis=1)[:, :, None] * FACTORS + np.arange(FACTORS)).ravel()
    answered = generator.random(units.size) < 0.98
    who = np.repeat(np.arange(people), each * FACTORS)[answered]
    units = units[answered]
    shift = generator.normal(0, 0.3, people)[who]
    levels = _on_scale(centres[units] + shift + generator.normal(0, 0.75, units.size))
    levels[generator.random(units.size) < 0.02] = NOT_ENOUGH
    answers = Answers(who, units, levels, people, n_units, LEVELS)
    counts = np.stack([(rated == level).sum(axis=0) for level in range(LEVELS)], axis=1)
    return Nation(panellists, counts, answers)


def work_on(nation: Nation) -> dict[str, Callable[[], object]]:
    """What is timed, by name, for whoever lists it beside other figures."""
    answers, counts = nation.answers, nation.counts
    panel, ruler = nation.panel(), _ruler(nation)
    credit, rated = credits(counts), is_rated(counts)
    generator = np.random.default_rng(0)
    return {
        "panel_anchored": lambda: scores_over_cases(score_everyone(answers, nation.panel(), ruler)),
        "script_concordance": lambda: concordance_of_all(answers, credit, rated),
        "kappas": lambda: kappas_against_key(answers, panel),
        "distances": lambda: distances(answers, panel),
        "yardstick": lambda: nation.panel().yardstick(generator),
        "leave_one_out": lambda: leave_one_out_scores(nation.panellists, counts),
        "errors": lambda: standard_errors_over_panellists(answers, nation.panellists, generator),
    }


def concordance_timings(nation: Nation, runs: int = 7) -> list[Timed]:
    """The figures beside the goals of the measurement core and beside plain loops."""
    reached = {
        name: _median(work, 1 if name == "errors" else runs)
        for name, work in work_on(nation).items()
    }
    few = _first(nation.answers, IN_THE_LOOP)
    panel, ruler = nation.panel(), _ruler(nation)
    times = nation.answers.n_people / few.n_people
    loops = {
        "panel_anchored": lambda: _judge_one_by_one(few, panel, ruler),
        "script_concordance": lambda: _credit_one_by_one(few, nation.counts),
        "kappas": lambda: _kappa_one_by_one(few, panel),
    }
    return [
        Timed(
            words,
            reached[name],
            goal,
            times * _median(loops[name], 1) if name in loops else None,
        )
        for name, words, goal in LINES
    ]


def concordance_table(timings: list[Timed]) -> str:
    """As Markdown, to paste into a page."""
    headings = ["2.35 million answers", "reached", "goal", "", "plain loop", "quicker by"]
    return markdown(headings, [one.row for one in timings])


def _ruler(nation: Nation) -> Yardstick:
    ruler = nation.panel().yardstick(np.random.default_rng(0))
    assert isinstance(ruler, Yardstick)
    return ruler


def _on_scale(seen: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    levels: np.ndarray[Any, np.dtype[np.int64]] = np.clip(np.rint(seen), 0, LEVELS - 1).astype(int)
    return levels


def _median(work: Callable[[], object], runs: int) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)


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
    apart = np.subtract.outer(np.arange(LEVELS), np.arange(LEVELS)) ** 2
    kappas = []
    for person in range(answers.n_people):
        mine = (answers.people == person) & (answers.levels >= 0)
        units = answers.units[mine]
        scored = panel.scored[units]
        table = np.zeros((LEVELS, LEVELS))
        np.add.at(table, (answers.levels[mine][scored], panel.lower_key[units][scored]), 1)
        by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
        kappas.append(float(1 - (apart * table).sum() / (apart * by_chance).sum()))
    return kappas


if __name__ == "__main__":
    print(concordance_table(concordance_timings(synthetic_nation())))

"""A simulated bank that remembers what every panellist answered."""

from functools import cache

import numpy as np

from scoring.core import (
    OVERALL,
    FactorKind,
    PanelUnit,
    Rater,
    Votes,
    build_yardstick,
    simulate_given,
)
from scoring.core.pass_rules import CaseBank, Panellist

KINDS = {f"risk_{n}": FactorKind.RISK for n in range(7)} | {
    f"protective_{n}": FactorKind.PROTECTIVE for n in range(4)
}
EMPTY = Votes((0, 0, 0, 0))


@cache
def simulated(
    n_cases: int = 18, n_panellists: int = 12, spread: float = 0.65
) -> tuple[CaseBank, list[Panellist]]:
    """Cases of eleven factors and an overall level, rated by people of like mind."""
    generator = np.random.default_rng(30)
    factors = [*KINDS, OVERALL]
    usual = {factor: generator.uniform(0.7, 2.3) for factor in factors}
    raters = [Rater(shift=generator.normal(0, 0.2), spread=spread) for _ in range(n_panellists)]
    cases, answers = {}, [{} for _ in raters]
    for number in range(n_cases):
        case = f"TR-{number:04}"
        cases[case] = []
        for given in answers:
            given[case] = {}
        for factor in factors:
            centre = float(np.clip(generator.normal(usual[factor], 1.3), 0, 3))
            givens = [simulate_given(EMPTY, rater, generator, centre) for rater in raters]
            levels = [given.level for given in givens]
            votes = Votes(tuple(levels.count(level) for level in range(4)))
            cases[case].append(PanelUnit(case, 1, factor, votes))
            for given, own in zip(givens, answers, strict=True):
                own[case][1, factor] = given
    units = [unit for of_case in cases.values() for unit in of_case]
    yardstick = build_yardstick(units, generator)
    return CaseBank(cases, KINDS, yardstick), [Panellist(given) for given in answers]

"""The yardstick: what never opening a file costs, on average over the bank of cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np

from scoring.core.panel import MINIMUM_RATINGS, Standing, Votes, standing, total_distances
from scoring.core.resampling import Interval, resampled_mean_interval
from scoring.core.undefined import Reason, Undefined

OVERALL = "overall"
"""Code of the overall level: rated by the panel, reported, and outside score and yardstick."""

MINIMUM_CASES = 12
WIDEST_INTERVAL = 0.25


@dataclass(frozen=True, slots=True)
class PanelUnit:
    """One factor at one stage of one case version, with the panel's votes on it.

    ``votes`` are the final round, which makes the key; ``blind`` the first round, rated alone.
    """

    case: str
    stage: int
    factor: str
    votes: Votes
    blind: Votes | None = None

    @property
    def at(self) -> tuple[int, str]:
        """Stage and factor: where in its case the unit is."""
        return self.stage, self.factor


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The ruler of every score: 0 on it is never opening a file, on average over its cases.

    ``mean_loss`` is R and ``interval`` its 90% interval, both in levels. ``no_reading`` is the
    constant answer that does best for each factor over all the cases. ``no_reading_cost`` is N_f,
    in levels: what such an answer, chosen from the *other* cases, costs on that factor.
    ``provisional`` says why no number may be shown yet, or is None. ``case_costs`` are what R is
    the mean of, where they are still known: a stored yardstick has forgotten them.
    """

    mean_loss: float
    interval: Interval
    no_reading: Mapping[str, int]
    no_reading_cost: Mapping[str, float]
    cases: tuple[str, ...]
    provisional: Undefined | None = None
    case_costs: tuple[float, ...] = field(default=(), compare=False)

    @property
    def n_cases(self) -> int:
        """Cases that R is the mean of."""
        return len(self.cases)

    def cost_of_not_answering(self, factor: str) -> float:
        """What an answer without a level costs, in levels, where the panel gave levels: N_f.

        A factor that only one case has, or none, has no N_f; R stands in for it, being the mean
        cost of not reading.
        """
        return self.no_reading_cost.get(factor, self.mean_loss)


_Costs = tuple[int, ...]
"""What each level of a scale costs, L(u, k) - Lmin(u), as a whole number of small parts of a level.

One bank has one such part, so that sums and ties are exact without fractions, which are slow.
"""


def build_yardstick(
    units: Iterable[PanelUnit], generator: np.random.Generator, minimum: int = MINIMUM_RATINGS
) -> Yardstick | Undefined:
    """Build the yardstick from the panel's votes on a bank of cases.

    For each factor f and case, c_f is the constant with the least cost over the *other* cases
    (ties to the lower level), every case counting once: stages are averaged within it first.
    R is the mean over cases of the mean over a case's scored units of ``L(u, c_f) - Lmin(u)``; N_f
    is the same over the units of one factor. The overall level is left out. A unit whose factor
    is scored in no other case has no c_f, so it enters neither R nor N_f; a case all of whose
    units are so is not among the yardstick's cases. Choices are made in whole numbers, so ties are
    exact. The interval resamples cases and holds the c_f fixed.

    Provisional: fewer than 12 cases, or an end of the interval further than 25% from R.
    Undefined: no scored unit; no factor scored in two cases (too few cases); R is 0, since the
    constants already are the panel's middle everywhere (no variation).
    ValueError: a unit given twice, or one factor on scales of different lengths.

    >>> units = [
    ...     PanelUnit("A", 1, "social", Votes((6, 0, 0, 0))),
    ...     PanelUnit("B", 1, "social", Votes((0, 6, 0, 0))),
    ... ]
    >>> yardstick = build_yardstick(units, np.random.default_rng(1))
    >>> yardstick.mean_loss, yardstick.no_reading, yardstick.provisional.reason.value
    (1.0, {'social': 0}, 'provisional_yardstick')
    """
    votes = _scored_votes(units, minimum)
    if not votes:
        return Undefined.because(Reason.NO_SCORED_UNIT)
    parts = _parts_of_a_level(votes)
    by_case: defaultdict[str, list[int]] = defaultdict(list)
    no_reading_cost: dict[str, float] = {}
    no_reading: dict[str, int] = {}
    for factor, cases in votes.items():
        costs = {c: [_costs(stage, parts) for stage in stages] for c, stages in cases.items()}
        means = {
            case: tuple(sum(at_level) // len(stages) for at_level in zip(*stages, strict=True))
            for case, stages in costs.items()
        }
        totals = [sum(at_level) for at_level in zip(*means.values(), strict=True)]
        no_reading[factor] = _best_constant(totals)
        if len(cases) < 2:
            continue
        others = {
            case: _best_constant([total - own for total, own in zip(totals, mine, strict=True)])
            for case, mine in means.items()
        }
        no_reading_cost[factor] = sum(means[c][others[c]] for c in cases) / (len(cases) * parts)
        for case, stages in costs.items():
            by_case[case].extend(unit[others[case]] for unit in stages)
    if not by_case:
        return Undefined.because(Reason.TOO_FEW_CASES)
    case_costs = {
        case: Fraction(sum(by_case[case]), len(by_case[case]) * parts) for case in sorted(by_case)
    }
    mean_loss = float(sum(case_costs.values(), Fraction()) / len(case_costs))
    if mean_loss == 0:
        return Undefined.because(Reason.NO_VARIATION)
    interval = resampled_mean_interval([float(cost) for cost in case_costs.values()], generator)
    return Yardstick(
        mean_loss=mean_loss,
        interval=interval,
        no_reading=no_reading,
        no_reading_cost=no_reading_cost,
        cases=tuple(case_costs),
        provisional=_provisional(mean_loss, interval, len(case_costs)),
        case_costs=tuple(float(cost) for cost in case_costs.values()),
    )


def _provisional(mean_loss: float, interval: Interval, n_cases: int) -> Undefined | None:
    widest = WIDEST_INTERVAL * mean_loss
    if (
        n_cases < MINIMUM_CASES
        or mean_loss - interval.low > widest
        or interval.high - mean_loss > widest
    ):
        return Undefined.because(Reason.PROVISIONAL_YARDSTICK)
    return None


def _scored_votes(units: Iterable[PanelUnit], minimum: int) -> dict[str, dict[str, list[Votes]]]:
    """The votes on every scored unit, by factor and case, in order of their stages."""
    ordered = sorted(units, key=lambda unit: (unit.factor, unit.case, unit.stage))
    places = [(unit.case, unit.at) for unit in ordered]
    if len(set(places)) < len(places):
        raise ValueError("A unit is given twice.")
    votes: dict[str, dict[str, list[Votes]]] = {}
    for unit in ordered:
        if unit.factor == OVERALL or standing(unit.votes, minimum) is not Standing.SCORED:
            continue
        votes.setdefault(unit.factor, {}).setdefault(unit.case, []).append(unit.votes)
    for factor, cases in votes.items():
        if len({stage.n_levels for stages in cases.values() for stage in stages}) > 1:
            raise ValueError(f"Factor {factor} has scales of different lengths.")
    return votes


def _parts_of_a_level(votes: Mapping[str, Mapping[str, Sequence[Votes]]]) -> int:
    """So many parts that a mean over any panel, and then over any case's stages, is whole."""
    cases = [stages for cases in votes.values() for stages in cases.values()]
    panels = {stage.ratings for stages in cases for stage in stages}
    return lcm(*panels) * lcm(*{len(stages) for stages in cases})


@lru_cache(maxsize=10_000)
def _costs(votes: Votes, parts: int) -> _Costs:
    totals = total_distances(votes)
    return tuple((total - min(totals)) * (parts // votes.ratings) for total in totals)


def _best_constant(totals: Sequence[int]) -> int:
    return totals.index(min(totals))  # the lowest level of those that tie

"""The yardstick: what never opening a file costs, on average over the bank of cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

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


_Costs = tuple[Fraction, ...]
"""What each level of a scale costs: L(u, k) - Lmin(u) for every k, exactly."""


def build_yardstick(
    units: Iterable[PanelUnit], generator: np.random.Generator, minimum: int = MINIMUM_RATINGS
) -> Yardstick | Undefined:
    """Build the yardstick from the panel's votes on a bank of cases.

    For each factor f and case, c_f is the constant with the least cost over the *other* cases
    (ties to the lower level), every case counting once: stages are averaged within it first.
    R is the mean over cases of the mean over a case's scored units of ``L(u, c_f) - Lmin(u)``; N_f
    is the same over the units of one factor. The overall level is left out. A unit whose factor
    is scored in no other case has no c_f, so it enters neither R nor N_f; a case all of whose
    units are so is not among the yardstick's cases. Choices are made in exact fractions. The
    interval resamples cases and holds the c_f fixed.

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
    costs = _costs_by_factor_and_case(units, minimum)
    if not costs:
        return Undefined.because(Reason.NO_SCORED_UNIT)
    by_case: defaultdict[str, list[Fraction]] = defaultdict(list)
    no_reading_cost: dict[str, float] = {}
    no_reading: dict[str, int] = {}
    for factor, cases in costs.items():
        means = {
            case: tuple(_mean(at_level) for at_level in zip(*stages, strict=True))
            for case, stages in cases.items()
        }
        # Added up once: a sum of fractions for each case of a bank of 200 would take seconds.
        totals = [sum(at_level, Fraction()) for at_level in zip(*means.values(), strict=True)]
        no_reading[factor] = _best_constant(totals)
        if len(cases) < 2:
            continue
        others = {
            case: _best_constant([total - own for total, own in zip(totals, mine, strict=True)])
            for case, mine in means.items()
        }
        no_reading_cost[factor] = float(_mean([means[c][others[c]] for c in cases]))
        for case, stages in cases.items():
            by_case[case].extend(unit[others[case]] for unit in stages)
    if not by_case:
        return Undefined.because(Reason.TOO_FEW_CASES)
    case_costs = {case: _mean(by_case[case]) for case in sorted(by_case)}
    mean_loss = float(_mean(list(case_costs.values())))
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


def _costs_by_factor_and_case(
    units: Iterable[PanelUnit], minimum: int
) -> dict[str, dict[str, list[_Costs]]]:
    ordered = sorted(units, key=lambda unit: (unit.factor, unit.case, unit.stage))
    places = [(unit.case, unit.at) for unit in ordered]
    if len(set(places)) < len(places):
        raise ValueError("A unit is given twice.")
    costs: dict[str, dict[str, list[_Costs]]] = {}
    for unit in ordered:
        if unit.factor == OVERALL or standing(unit.votes, minimum) is not Standing.SCORED:
            continue
        costs.setdefault(unit.factor, {}).setdefault(unit.case, []).append(_costs(unit.votes))
    for factor, cases in costs.items():
        if len({len(unit_costs) for case in cases.values() for unit_costs in case}) > 1:
            raise ValueError(f"Factor {factor} has scales of different lengths.")
    return costs


def _costs(votes: Votes) -> _Costs:
    totals = total_distances(votes)
    return tuple(Fraction(total - min(totals), votes.ratings) for total in totals)


def _best_constant(totals: Sequence[Fraction]) -> int:
    return totals.index(min(totals))  # the lowest level of those that tie


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)

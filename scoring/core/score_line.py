"""Where a rater who follows one rule would stand on one case: on the line that scores are read on.

Costs are in levels beyond the panel's middle: 0 is that middle itself. Points are of the score,
100 for the panel's middle and 0 for what never reading costs on average over the bank.
"""

from collections.abc import Iterable, Mapping

from scoring.core.panel import (
    MINIMUM_RATINGS,
    Standing,
    excess,
    least_distance,
    mean_distance_between_panellists,
    standing,
)
from scoring.core.undefined import Reason, Undefined
from scoring.core.yardstick import OVERALL, PanelUnit, Yardstick


def cost_of_constants(
    units: Iterable[PanelUnit], constants: Mapping[str, int], minimum: int = MINIMUM_RATINGS
) -> float | Undefined:
    """Mean cost, in levels, of giving each factor a level of its own without reading the file.

    ``mean(L(u, c_f) - Lmin(u))`` over the scored factors that have a constant; with those of a
    yardstick it is what never reading costs on this case, which that yardstick sets to 0 points
    on average. Where the case is one of the yardstick's own, give the constants of its other cases:
    chosen in view of the case itself they cost too little.
    Undefined: no scored factor with a constant. ValueError: a constant off its scale.

    >>> from scoring.core import Votes
    >>> unit = PanelUnit("TR-0007", 1, "social", Votes((0, 0, 6, 0)))
    >>> cost_of_constants([unit], {"social": 1})
    1.0
    """
    costs = [
        cost
        for unit in _scored(units, minimum)
        if unit.factor in constants
        and not isinstance(cost := excess(constants[unit.factor], unit.votes), Undefined)
    ]
    return sum(costs) / len(costs) if costs else Undefined.because(Reason.NO_SCORED_UNIT)


def best_single_level(
    units: Iterable[PanelUnit], minimum: int = MINIMUM_RATINGS
) -> tuple[int, float] | Undefined:
    """The one level that does best when it is given to every factor, and its cost in levels.

    Where it does well, the factors of the case are so alike that answering tests little. Ties go
    to the lower level; a level that some scale lacks is no candidate.
    Undefined: no scored factor.

    >>> from scoring.core import Votes
    >>> votes = (Votes((0, 6, 0, 0)), Votes((0, 6, 0, 0)), Votes((0, 0, 0, 6)))
    >>> cases = [PanelUnit("A", 1, f"f{n}", each) for n, each in enumerate(votes)]
    >>> best_single_level(cases)
    (1, 0.6666666666666666)
    """
    scored = _scored(units, minimum)
    if not scored:
        return Undefined.because(Reason.NO_SCORED_UNIT)
    shortest = min(unit.votes.n_levels for unit in scored)
    costs: dict[int, float] = {}
    for level in range(shortest):
        cost = cost_of_constants(scored, dict.fromkeys((u.factor for u in scored), level), minimum)
        if not isinstance(cost, Undefined):
            costs[level] = cost
    best = min(costs, key=lambda level: (costs[level], level))
    return best, costs[best]


def cost_of_a_panellist(
    units: Iterable[PanelUnit], minimum: int = MINIMUM_RATINGS
) -> float | Undefined:
    """What a typical panellist costs, in levels: ``mean(W(u) - Lmin(u))`` over the scored factors.

    W and Lmin are both of the blind first round: after the revision experts agree more than
    anybody could alone. Units with fewer than two blind ratings are left out.
    Undefined: no scored unit, no blind ratings.

    >>> from scoring.core import Votes
    >>> votes = Votes((0, 3, 3, 0))
    >>> cost_of_a_panellist([PanelUnit("A", 1, "social", votes, blind=votes)])
    0.09999999999999998
    """
    scored = _scored(units, minimum)
    if not scored:
        return Undefined.because(Reason.NO_SCORED_UNIT)
    gaps = []
    for unit in scored:
        if unit.blind is None:
            continue
        apart, least = mean_distance_between_panellists(unit.blind), least_distance(unit.blind)
        if not isinstance(apart, Undefined) and not isinstance(least, Undefined):
            gaps.append(apart - least)
    return sum(gaps) / len(gaps) if gaps else Undefined.because(Reason.NO_BLIND_RATINGS)


def points_of(cost: float | Undefined, yardstick: Yardstick | None) -> float | Undefined:
    """A cost in levels as points of the score: ``100 (1 - cost / R)``.

    Undefined: no yardstick, a provisional one, or no cost, in this order.

    >>> points_of(0.5, None).reason.value
    'no_yardstick'
    """
    if yardstick is None:
        return Undefined.because(Reason.NO_YARDSTICK)
    if yardstick.provisional:
        return yardstick.provisional
    return cost if isinstance(cost, Undefined) else 100 * (1 - cost / yardstick.mean_loss)


def _scored(units: Iterable[PanelUnit], minimum: int) -> list[PanelUnit]:
    return [
        unit
        for unit in units
        if unit.factor != OVERALL and standing(unit.votes, minimum) is Standing.SCORED
    ]

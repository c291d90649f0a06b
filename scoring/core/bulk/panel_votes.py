"""A panel's votes on many units, and what every answer to each of them is worth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.core.bulk.column import Flags, Objects
from scoring.core.panel import (
    MINIMUM_RATINGS,
    Standing,
    Votes,
    excess,
    key_levels,
    least_distance,
    mean_distance_between_panellists,
    signed_distance,
    standing,
)
from scoring.core.ratings import Floats, Integers
from scoring.core.undefined import Reason, Undefined
from scoring.core.yardstick import OVERALL, PanelUnit, Yardstick, build_yardstick


@dataclass(frozen=True, eq=False)
class PanelVotes:
    """A panel's votes on a bank of U units, a row for each, on one scale of K levels.

    ``levels`` is of shape (U, K): how many panellists gave each level. ``not_enough`` and
    ``not_applicable``, of shape (U,), count the answers without one. ``cases`` and ``factors``, of
    shape (U,), are places in ``case_names`` and ``factor_names``. ``blind`` is like ``levels``, for
    the first round. Units of one case and factor are its stages, in the order they stand in.
    ValueError: arrays whose shapes do not fit together.

    >>> panel = PanelVotes.of_units([PanelUnit("A", 1, "social", Votes((0, 2, 7, 3)))])
    >>> panel.standings.tolist(), panel.keys[0], panel.costs[0].round(2).tolist()
    ([<Standing.SCORED: 'scored'>], (2,), [1.67, 0.67, 0.0, 0.5])
    """

    levels: Integers
    not_enough: Integers
    not_applicable: Integers
    cases: Integers
    factors: Integers
    case_names: tuple[str, ...]
    factor_names: tuple[str, ...]
    blind: Integers | None = None
    minimum: int = MINIMUM_RATINGS

    def __post_init__(self) -> None:
        rows = (self.not_enough, self.not_applicable, self.cases, self.factors)
        if self.levels.ndim != 2 or any(one.shape != (self.n_units,) for one in rows):
            raise ValueError("A panel has a row of votes, a case and a factor for each unit.")
        if self.blind is not None and self.blind.shape != self.levels.shape:
            raise ValueError("Blind ratings are on the same units and the same scale.")

    @classmethod
    def of_units(cls, units: Iterable[PanelUnit], minimum: int = MINIMUM_RATINGS) -> "PanelVotes":
        """The same units as arrays, in the same order.

        ``blind`` is known for all units or for none; a unit without stands as one nobody rated.
        ValueError: scales of different lengths.
        """
        listed = list(units)
        scales = {len(unit.votes.levels) for unit in listed} or {0}
        if len(scales) > 1:
            raise ValueError("Units on scales of different lengths are not scored together.")
        width = scales.pop()
        cases = sorted({unit.case for unit in listed})
        factors = sorted({unit.factor for unit in listed})
        case_at = {case: place for place, case in enumerate(cases)}
        factor_at = {factor: place for place, factor in enumerate(factors)}
        blind = None
        if any(unit.blind is not None for unit in listed):
            nobody = (0,) * width
            blind = _table([unit.blind.levels if unit.blind else nobody for unit in listed], width)
        return cls(
            levels=_table([unit.votes.levels for unit in listed], width),
            not_enough=np.array([unit.votes.not_enough for unit in listed], dtype=np.int64),
            not_applicable=np.array([unit.votes.not_applicable for unit in listed], dtype=np.int64),
            cases=np.array([case_at[unit.case] for unit in listed], dtype=np.int64),
            factors=np.array([factor_at[unit.factor] for unit in listed], dtype=np.int64),
            case_names=tuple(cases),
            factor_names=tuple(factors),
            blind=blind,
            minimum=minimum,
        )

    @property
    def n_units(self) -> int:
        """How many units there are, U."""
        return int(self.levels.shape[0])

    @property
    def n_levels(self) -> int:
        """Length of the scale, K."""
        return int(self.levels.shape[1])

    @cached_property
    def votes(self) -> tuple[Votes, ...]:
        """The votes on each unit. A scale of one level gets a second that nobody can use."""
        padding = (0,) * max(2 - self.n_levels, 0)
        rows = np.column_stack([self.not_enough, self.not_applicable, self.levels])
        distinct, places = np.unique(rows, axis=0, return_inverse=True)
        unlike = [
            Votes((*levels, *padding), not_enough, not_applicable)
            for not_enough, not_applicable, *levels in distinct.tolist()
        ]
        return tuple(unlike[place] for place in places.ravel().tolist())

    @cached_property
    def standings(self) -> Objects:
        """What each unit is used for, of shape (U,)."""
        return _objects([standing(votes, self.minimum) for votes in self.votes])

    @cached_property
    def keys(self) -> tuple[tuple[int, ...], ...]:
        """The middle of each unit's level votes, whatever its standing; empty without ratings."""
        return tuple(key_levels(votes) for votes in self.votes)

    @cached_property
    def overall(self) -> Flags:
        """Which units are of the overall level, of shape (U,)."""
        is_overall = np.array([name == OVERALL for name in self.factor_names], dtype=bool)
        flags: Flags = is_overall[self.factors] if self.n_units else np.zeros(0, dtype=bool)
        return flags

    @cached_property
    def scored(self) -> Flags:
        """Which units are in the score, of shape (U,): scored ones, but for the overall level."""
        flags: Flags = (self.standings == Standing.SCORED) & ~self.overall
        return flags

    @cached_property
    def costs(self) -> Floats:
        """What each level costs beyond the best, in levels, of shape (U, K); 0 without ratings."""
        known = {votes: _costs(votes, self.n_levels) for votes in set(self.votes)}
        costs = np.array([known[votes] for votes in self.votes], dtype=float)
        return costs.reshape(self.levels.shape)

    @cached_property
    def signed(self) -> NDArray[np.int64]:
        """Each level's signed distance to the nearest key level, (U, K); 0 without ratings."""
        known = {key: _signed(key, self.n_levels) for key in set(self.keys)}
        signed = np.array([known[key] for key in self.keys], dtype=np.int64)
        return signed.reshape(self.levels.shape)

    @cached_property
    def lower_key(self) -> NDArray[np.int64]:
        """The lowest key level of each unit, of shape (U,); 0 without ratings."""
        return np.array([key[0] if key else 0 for key in self.keys], dtype=np.int64)

    def panel_units(self) -> list[PanelUnit]:
        """The same units one by one, in the same order."""
        nth: Counter[tuple[int, int]] = Counter()
        units = []
        for place, votes in enumerate(self.votes):
            at = int(self.cases[place]), int(self.factors[place])
            nth[at] += 1
            blind = None if self.blind is None else Votes(tuple(self.blind[place].tolist()))
            case, factor = self.case_names[at[0]], self.factor_names[at[1]]
            units.append(PanelUnit(case, nth[at], factor, votes, blind))
        return units

    def yardstick(self, generator: np.random.Generator) -> Yardstick | Undefined:
        """The yardstick of this bank: see ``build_yardstick``, which it comes from.

        Undefined as there. A bank in which no factor is in two cases is told from one look.
        """
        if not self.scored.any():
            return Undefined.because(Reason.NO_SCORED_UNIT)
        together = np.column_stack([self.factors, self.cases])[self.scored]
        if np.unique(together, axis=0)[:, 0].size == np.unique(together[:, 0]).size:
            return Undefined.because(Reason.TOO_FEW_CASES)
        return build_yardstick(self.panel_units(), generator, self.minimum)


def panellists_places(panel: PanelVotes, yardstick: Yardstick | Undefined | None) -> Objects:
    """Where a typical panellist stands on the score's line, on each case of a bank.

    Of shape (cases,): a float or ``Undefined``, as ``panellists_place`` says of one case; but by a
    provisional yardstick the number is given too, since whoever asks for many shows it beside the
    reason. Undefined: no yardstick, no scored unit, no blind ratings.
    """
    if yardstick is None or isinstance(yardstick, Undefined):
        why = Undefined.because(Reason.NO_YARDSTICK) if yardstick is None else yardstick
        return _objects([why] * len(panel.case_names))
    gaps: list[list[float]] = [[] for _ in panel.case_names]
    is_scored = np.bincount(panel.cases[panel.scored], minlength=len(panel.case_names)) > 0
    blind = np.zeros_like(panel.levels) if panel.blind is None else panel.blind
    for place in np.flatnonzero(panel.scored & (blind.sum(axis=1) > 1)).tolist():
        votes = Votes((*blind[place].tolist(), 0))
        apart, least = mean_distance_between_panellists(votes), least_distance(votes)
        if not isinstance(apart, Undefined) and not isinstance(least, Undefined):
            gaps[int(panel.cases[place])].append(apart - least)
    return _objects(
        [
            100 * (1 - sum(mine) / len(mine) / yardstick.mean_loss)
            if mine
            else Undefined.because(Reason.NO_BLIND_RATINGS if known else Reason.NO_SCORED_UNIT)
            for mine, known in zip(gaps, is_scored, strict=True)
        ]
    )


def _table(rows: list[tuple[int, ...]], width: int) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def _objects(values: list[object]) -> Objects:
    objects = np.empty(len(values), dtype=object)
    objects[:] = values
    return objects


def _costs(votes: Votes, n_levels: int) -> list[float]:
    costs = [excess(level, votes) for level in range(n_levels)]
    return [0.0 if isinstance(cost, Undefined) else cost for cost in costs]


def _signed(key: tuple[int, ...], n_levels: int) -> list[int]:
    return [signed_distance(level, key) if key else 0 for level in range(n_levels)]

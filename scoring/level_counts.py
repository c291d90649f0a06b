"""How many people gave each unit each level, counted by the database: what agreement is made of."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import Count, QuerySet
from numpy.typing import NDArray

from scoring.core.unit import AnswerKind
from scoring.models import Factor, UnitResult


class UnitAt(NamedTuple):
    """One factor, by its id, at one stage of one case version."""

    subject: UUID
    stage: int
    factor: int


@dataclass(frozen=True, slots=True, eq=False)
class LevelCounts:
    """``counts`` is of shape (n_units, K), a row for each of ``units``, a column for each level."""

    units: tuple[UnitAt, ...]
    counts: NDArray[np.int64]

    @property
    def ratings(self) -> int:
        return int(self.counts.sum())

    @property
    def cases(self) -> NDArray[np.int64]:
        """The number of the case of each unit, of shape (n_units,)."""
        subjects = [unit.subject.int for unit in self.units]
        known = {subject: number for number, subject in enumerate(dict.fromkeys(subjects))}
        return np.array([known[subject] for subject in subjects], dtype=np.int64)

    @property
    def scale(self) -> NDArray[np.float64]:
        """The levels as numbers, from 0."""
        return np.arange(self.counts.shape[1], dtype=float)

    def of_factor(self, factor: int, n_levels: int) -> "LevelCounts":
        """The units of one factor, on its own scale."""
        return self._where([unit.factor == factor for unit in self.units], n_levels)

    def of_case(self, subject: UUID, factors: set[int], n_levels: int) -> "LevelCounts":
        """The units of some factors of one case."""
        rows = [unit.subject == subject and unit.factor in factors for unit in self.units]
        return self._where(rows, n_levels)

    def _where(self, rows: list[bool], n_levels: int) -> "LevelCounts":
        units = tuple(unit for unit, is_in in zip(self.units, rows, strict=True) if is_in)
        return LevelCounts(units, self.counts[np.array(rows, dtype=bool), :n_levels])


def level_counts(units: QuerySet[UnitResult], factors: list[Factor]) -> LevelCounts:
    """The counts of these rows, in the order of case, stage and factor: one query.

    Answers without a level are no ratings. However many people there are, what is read is a row a
    unit and level. ``factors`` come with their scales.
    """
    longest = max((len(factor.scale.levels.all()) for factor in factors), default=1)
    rows = (
        units.filter(answer_kind=AnswerKind.LEVEL)
        .order_by("result__subject", "stage", "factor__number", "factor", "level")
        .values_list("result__subject", "stage", "factor", "level")
        .annotate(n=Count("pk"))
    )
    found: dict[UnitAt, list[int]] = {}
    for subject, stage, factor, level, n in rows:
        found.setdefault(UnitAt(subject, stage, factor), [0] * longest)[level] += n
    counts = np.array(list(found.values()), dtype=np.int64).reshape(len(found), longest)
    return LevelCounts(tuple(found), counts)

"""How full the library is: the counts that say where the next statement is needed most."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.evidence.checking import FEWEST
from scenarios.evidence.library import LEVELS, STANCES, Library


@dataclass(frozen=True)
class Count:
    """How many statements a cell has."""

    factor: str
    level: int
    stance: str
    n: int

    @property
    def is_thin(self) -> bool:
        return self.n < FEWEST


@dataclass(frozen=True)
class FactorCounts:
    """The cells of one factor, level by level, for and against."""

    factor: str
    counts: tuple[Count, ...]

    @property
    def total(self) -> int:
        return sum(each.n for each in self.counts)


def coverage(library: Library, factors: Sequence[str]) -> list[FactorCounts]:
    """The counts of each factor in the order given."""
    return [
        FactorCounts(
            factor,
            tuple(
                Count(factor, level, stance, len(library.cells.get((factor, level, stance), ())))
                for level in LEVELS
                for stance in STANCES
            ),
        )
        for factor in factors
    ]

"""Many ratings at once, as arrays: what agreement and severity are worked out from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Who gave which unit which level, one place in each array for each rating.

    ``raters``, ``units`` and ``levels`` are of shape (n,): numbers from 0 that name a rater, a unit
    and a place on the scale. ``scale`` is of shape (K,): the value of each level, ascending; every
    level that could have been given is on it, used or not. ``n_raters`` and ``n_units`` count those
    without a rating too. A rater rates a unit once at most; whoever makes the arrays sees to it.
    ValueError: arrays of unlike length, a number out of range, a scale that does not ascend.

    >>> ratings = Ratings.of_table([[0, 1], [2, None]], scale=[0, 1, 2])
    >>> ratings.raters.tolist(), ratings.units.tolist(), ratings.levels.tolist()
    ([0, 1, 0], [0, 0, 1], [0, 1, 2])
    """

    raters: Integers
    units: Integers
    levels: Integers
    scale: Floats
    n_raters: int
    n_units: int

    def __post_init__(self) -> None:
        if not self.raters.shape == self.units.shape == self.levels.shape == (self.size,):
            raise ValueError("Raters, units and levels are one array each, of one length.")
        if not np.isfinite(self.scale).all() or (self.scale[1:] <= self.scale[:-1]).any():
            raise ValueError("The values of a scale are finite and ascend.")
        numbers = (self.raters, self.n_raters), (self.units, self.n_units)
        for codes, most in (*numbers, (self.levels, self.scale.size)):
            if codes.size and not 0 <= codes.min() <= codes.max() < most:
                raise ValueError("A rater, unit or level is out of range.")

    @classmethod
    def of_table(
        cls, table: list[list[int | None]], scale: list[float] | list[int] | None = None
    ) -> "Ratings":
        """A row for each unit, a column for each rater; each place holds a level's place or None.

        Without a scale the levels stand for themselves, from 0 to the highest there is.
        """
        places = [
            (rater, unit, level)
            for unit, row in enumerate(table)
            for rater, level in enumerate(row)
            if level is not None
        ]
        columns = np.array(places, dtype=np.int64).reshape(-1, 3).T
        highest = int(columns[2].max()) if places else 0
        return cls(
            raters=columns[0],
            units=columns[1],
            levels=columns[2],
            scale=np.array(range(highest + 1) if scale is None else scale, dtype=float),
            n_raters=len(table[0]) if table else 0,
            n_units=len(table),
        )

    @property
    def size(self) -> int:
        """How many ratings there are."""
        return int(self.raters.size)

    @property
    def n_levels(self) -> int:
        """Length of the scale, K."""
        return int(self.scale.size)

    def counts(self) -> NDArray[np.int64]:
        """How many raters gave each unit each level, of shape (n_units, K).

        >>> Ratings.of_table([[0, 1], [1, 1]]).counts().tolist()
        [[1, 1], [0, 2]]
        """
        cells = self.units.astype(np.int64) * self.n_levels + self.levels
        counted = np.bincount(cells, minlength=self.n_units * self.n_levels)
        return counted.reshape(self.n_units, self.n_levels)

    def values(self) -> Floats:
        """The value of each rating on the scale, of shape (n,)."""
        values: Floats = self.scale[self.levels]
        return values

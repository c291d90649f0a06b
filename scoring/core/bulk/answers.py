"""The answers of many people at once, those without a level among them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.ratings import Integers

NOT_ENOUGH = -1
"""In place of a level: "not enough information"."""

NOT_APPLICABLE = -2
"""In place of a level: "not applicable"."""

WITHOUT_LEVEL = 2
"""How many answers there are besides the levels of the scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Who gave which unit which answer, one place in each array for each answer.

    ``people``, ``units`` and ``levels`` are of shape (n,): numbers from 0 that name a person, a
    unit and a place on a scale of ``n_levels``; in place of a level stands ``NOT_ENOUGH`` (-1) or
    ``NOT_APPLICABLE`` (-2). ``n_people`` and ``n_units`` count those without an answer too. A
    person answers a unit once at most; whoever makes the arrays sees to it. They may stand in any
    order; sorted by person they are read quicker.
    ValueError: arrays of unlike length, a number out of range.

    >>> Answers(
    ...     np.array([0, 0]), np.array([0, 1]), np.array([3, NOT_ENOUGH]), 1, 2, 4
    ... ).cells().tolist()
    [5, 7]
    """

    people: Integers
    units: Integers
    levels: Integers
    n_people: int
    n_units: int
    n_levels: int

    def __post_init__(self) -> None:
        if not self.people.shape == self.units.shape == self.levels.shape == (self.size,):
            raise ValueError("People, units and levels are one array each, of one length.")
        bounds = (
            (self.people, 0, self.n_people),
            (self.units, 0, self.n_units),
            (self.levels, -WITHOUT_LEVEL, self.n_levels),
        )
        for codes, least, most in bounds:
            if codes.size and not least <= codes.min() <= codes.max() < most:
                raise ValueError("A person, unit or level is out of range.")

    @property
    def size(self) -> int:
        """How many answers there are."""
        return int(self.people.size)

    def cells(self, some: slice = slice(None)) -> NDArray[np.int64]:
        """Where each answer, or some, stands in a flattened table of units by answers: shape (n,).

        Such a table has a row for each unit and ``n_levels + 2`` columns: not applicable, not
        enough information, and the levels from the lowest.
        """
        cells = self.units[some] * np.int64(self.n_levels + WITHOUT_LEVEL)
        cells += self.levels[some]
        cells += WITHOUT_LEVEL
        return cells


def constant_answers(n_units: int, n_levels: int) -> Answers:
    """Somebody for each answer there is, who gives it to every unit without reading.

    Person k gives level k, for k below ``n_levels``; the last one answers "not enough information".

    >>> constant_answers(2, 3).levels.tolist()
    [0, 0, 1, 1, 2, 2, -1, -1]
    """
    levels = np.append(np.arange(n_levels), NOT_ENOUGH)
    return Answers(
        people=np.repeat(np.arange(levels.size), n_units),
        units=np.tile(np.arange(n_units), levels.size),
        levels=np.repeat(levels, n_units),
        n_people=int(levels.size),
        n_units=n_units,
        n_levels=n_levels,
    )


def mean_by_person(
    answers: Answers, table: NDArray[np.float64], counted: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each person, the mean over their answers of what a table says of them, and how many.

    ``table`` is of shape (n_units, n_levels + 2), in the order of ``Answers.cells``; ``counted``,
    of shape (n_units,), says which units come in. Both results are of shape (n_people,); the mean
    is 0 where there was nothing to take it over.

    >>> two = constant_answers(1, 2)
    >>> mean, n = mean_by_person(two, np.array([[9.0, 8.0, 1.0, 2.0]]), np.array([True]))
    >>> mean.tolist(), n.tolist()
    ([1.0, 2.0, 8.0], [1, 1, 1])
    """
    worth = np.where(counted[:, None], table, 0.0).ravel()
    sums = np.bincount(answers.people, worth.take(answers.cells()), minlength=answers.n_people)
    if counted.all():
        numbers = np.bincount(answers.people, minlength=answers.n_people)
    else:
        kept = answers.people[counted.take(answers.units)]
        numbers = np.bincount(kept, minlength=answers.n_people)
    return sums / np.maximum(numbers, 1), numbers

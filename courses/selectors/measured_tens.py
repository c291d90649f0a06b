"""Of whom figures of measures are told: whole tens, and cohorts that give away nobody by what they
leave over.

Why so: docs/decisions/measuring-learning.md and docs/decisions/report-privacy.md.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from scoring.public import SMALLEST_GROUP, tells_of_fewer

Row = TypeVar("Row")


class HeldBack(StrEnum):
    """Why a cohort has no figures of its own."""

    TOO_FEW = "too_few"
    SHARED = "shared"
    THE_REST = "the_rest"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Members:
    """A cohort and the ids of those who are in it."""

    pk: int
    name: str
    people: frozenset[int]


def whole_tens(rows: Sequence[Row]) -> Sequence[Row]:
    """The first whole tens of rows that come in the order of finishing; the others wait."""
    return rows[: len(rows) - len(rows) % SMALLEST_GROUP]


def in_tens(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows ten by ten."""
    return (rows[at : at + SMALLEST_GROUP] for at in range(0, len(rows), SMALLEST_GROUP))


def unbroken_tens(rows: Sequence[Row], fell_away: Callable[[Row], bool]) -> list[Row]:
    """Of whole tens in their order those of which nobody's case has fallen away since.

    A ten is never filled up by those who come after: it would be made of other people than the
    one whose figures were told before, and the two could be subtracted.

    >>> [*unbroken_tens(range(30), lambda row: row == 12)] == [*range(10), *range(20, 30)]
    True
    """
    return [row for ten in in_tens(rows) if not any(map(fell_away, ten)) for row in ten]


def tens_of_each(
    tens: Sequence[Row], entered: Callable[[Row], datetime], kind: Callable[[Row], int]
) -> dict[int, Sequence[Row]]:
    """Whole tens of each kind among rows of whole tens, each in the order in which it came in.

    A ten comes in at once, with its last row, and has any number of a kind. So that no figure of a
    kind is ever about fewer than ten, each kind makes tens of its own.

    >>> found = tens_of_each(range(30), lambda row: row, lambda row: row % 2)
    >>> [*found[0]] == [*range(0, 20, 2)], [*found[1]] == [*range(1, 20, 2)]
    (True, True)
    """
    of: defaultdict[int, list[Row]] = defaultdict(list)
    for ten in sorted(in_tens(tens), key=lambda ten: entered(ten[-1])):
        for row in ten:
            of[kind(row)].append(row)
    return {each: whole_tens(rows) for each, rows in of.items()}


def tens_below(n: int) -> int:
    """A number as it is told of: how many are in its whole tens."""
    return n - n % SMALLEST_GROUP


def cohorts_told(
    people: Sequence[int], cohorts: Sequence[Members]
) -> dict[int, frozenset[int] | HeldBack]:
    """Whom each cohort's figures are of, by its id, or why it has none.

    ``people`` are the whole tens of one organisation in their order; each ten was once the newest,
    so that its own total is known to whoever looked before and after. Cohorts come the oldest
    first: of two that share somebody the older one is told of, or their difference would be told
    too. And what is left of any ten, or of all of them, without the cohorts is ten people or more,
    or nobody.
    """
    told: dict[int, frozenset[int]] = {}
    answers: dict[int, frozenset[int] | HeldBack] = {}
    taken: set[int] = set()
    for cohort in cohorts:
        here = [person for person in people if person in cohort.people]
        theirs = frozenset(whole_tens(here))
        if not theirs:
            answers[cohort.pk] = HeldBack.TOO_FEW
        elif taken & set(here):
            answers[cohort.pk] = HeldBack.SHARED
        elif tells_of_fewer(_placed(people, {**told, cohort.pk: theirs}), SMALLEST_GROUP):
            answers[cohort.pk] = HeldBack.THE_REST
        else:
            told[cohort.pk] = answers[cohort.pk] = theirs
            taken |= set(here)
    return answers


def _placed(
    people: Sequence[int], told: Mapping[int, Collection[int]]
) -> Iterator[tuple[int, int | None]]:
    """Everybody's ten, and their cohort if it is told of."""
    cohort_of = {person: pk for pk, theirs in told.items() for person in theirs}
    for at, person in enumerate(people):
        yield at // SMALLEST_GROUP, cohort_of.get(person)

"""Anybody's ratings from a CSV file in long form: a header, then a row for each rating.

Columns are found by name, in any order, and others are ignored. Spaces round an id, a name of a
column or a number mean nothing. Five million rows fit: what is kept of a row is a few numbers.
"""

import math
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from scoring.core import Ratings
from scoring.csv_batches import BadInput, Batch, batches, fault_at

__all__ = ["BadInput", "Column", "RatingsTable", "levels_of", "read_ratings"]

NO_LEVEL = -1
NO_GROUP = -1
STANDARD_INPUT = "-"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Ids in order of first appearance, and for each place the number of its id, from 0."""

    codes: Codes
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RatingsTable:
    """What a file of ratings holds, one place in each array for each rating, in the file's order.

    ``levels`` are places on ``scale``, -1 where the level was left empty (and that was asked for).
    ``of_units`` has a place for each unit instead (its scenario, its factor); ``of_ratings`` has -1
    where the field is empty. Columns that the file lacks are not in them. ``lines`` is the line of
    the file on which each row begins.
    """

    name: str
    raters: Column
    units: Column
    levels: Codes
    scale: NDArray[np.float64]
    of_units: dict[str, Column]
    of_ratings: dict[str, Column]
    lines: Codes

    def ratings(self) -> Ratings:
        """Those with a level, for the formulas."""
        has_level = self.levels != NO_LEVEL
        every = bool(has_level.all())
        raters, units, levels = (
            codes if every else codes[has_level]
            for codes in (self.raters.codes, self.units.codes, self.levels)
        )
        counted = {"n_raters": len(self.raters.ids), "n_units": len(self.units.ids)}
        return Ratings(raters, units, levels, self.scale, **counted)


def read_ratings(
    source: str,
    *,
    rater: str = "rater",
    of_units: Sequence[str] = (),
    of_ratings: Sequence[str] = (),
    levels: Sequence[float] | None = None,
    keep_empty: bool = False,
) -> RatingsTable:
    """Read a file, or standard input where ``source`` is ``-``.

    ``rater`` is the name of the column that says who rated, beside ``unit`` and ``level``.
    ``of_units`` and ``of_ratings`` name columns that may be there: the first must say the same of
    all rows of a unit and are never empty, the second may say anything. ``levels`` is every level
    that could have been given, ascending; without it, those that were. Rows with an empty level
    are left out, raters and units that have no other row too, unless ``keep_empty``.
    BadInput: whatever is wrong with the file, with its line (of two, the later).
    """
    name = "standard input" if source == STANDARD_INPUT else source
    with _opened(source, name) as stream:
        reading = _Reading(name, rater, (*of_units, *of_ratings), set(of_ratings), levels)
        for batch in batches(stream, name):
            reading.take(batch)
    return reading.table(of_units, of_ratings, keep_empty=keep_empty)


def levels_of(text: str) -> tuple[float, ...]:
    """The levels of ``--levels 0,1,2,3``: numbers that ascend in equal steps.

    BadInput: anything else.

    >>> levels_of("1, 1.5, 2")
    (1.0, 1.5, 2.0)
    """
    levels = []
    for each in text.split(","):
        try:
            levels.append(_number(each))
        except _Fault as fault:
            raise BadInput(f"--levels: {fault}") from fault
    with np.errstate(over="ignore"):
        steps = np.diff(levels)
    if (steps <= 0).any():
        raise BadInput("--levels: the levels must ascend, each given once.")
    if steps.size and not np.allclose(steps, steps[0], rtol=1e-9, atol=0):
        raise BadInput("--levels: the levels must be equally spaced.")
    return tuple(levels)


class _Fault(Exception):
    """What is wrong with a field, in words; whoever knows the line adds it."""


class _Ids(dict[str, int]):
    """The number of each text, given as texts are first asked for: looked up without a call."""

    def __init__(self, column: str, *, may_be_empty: bool) -> None:
        self.column, self.may_be_empty = column, may_be_empty
        self.ids: list[str] = []

    def __missing__(self, text: str) -> int:
        name = text.strip()
        if not name and not self.may_be_empty:
            raise _Fault(f"the {self.column} is empty.")
        if name and name not in self:
            self[name] = len(self.ids)
            self.ids.append(name)
        self[text] = self[name] if name else NO_GROUP
        return self[text]


class _Levels(dict[str, int]):
    """The number of each level as written; of its value, so that 1 and 1.0 are one level."""

    def __init__(self, levels: Sequence[float] | None) -> None:
        self.may_grow = levels is None
        self.places = {value: place for place, value in enumerate(levels or ())}

    def __missing__(self, text: str) -> int:
        if not text.strip():
            return self.setdefault(text, NO_LEVEL)
        value = _number(text)
        if self.may_grow:
            self.places.setdefault(value, len(self.places))
        elif value not in self.places:
            known = ", ".join(f"{each:g}" for each in self.places)
            raise _Fault(f"the level {_shown(text)} is not one of {known}.")
        return self.setdefault(text, self.places[value])


class _Reading:
    """Turns batches of rows into numbers, and says what is wrong with a row."""

    def __init__(
        self,
        name: str,
        rater: str,
        others: Sequence[str],
        may_be_empty: set[str],
        levels: Sequence[float] | None,
    ) -> None:
        self.name, self.rater = name, rater
        self.levels = _Levels(levels)
        self.lookups: dict[str, _Ids | _Levels] = {
            column: _Ids(column, may_be_empty=column in may_be_empty)
            for column in (rater, "unit", *others)
        }
        self.lookups["level"] = self.levels
        self.needed = (rater, "unit", "level")
        self.places: dict[str, int] = {}
        self.taken: dict[str, list[Codes]] = {}
        self.lines: list[Codes] = []

    def take(self, batch: Batch) -> None:
        if not self.places:
            self._head([name for (name,) in batch.columns], int(batch.lines[0]))
            return
        for column, place in self.places.items():
            try:
                found = map(self.lookups[column].__getitem__, batch.columns[place])
                codes = np.fromiter(found, np.int32, batch.lines.size)
            except _Fault:
                self._name_fault(batch)
            self.taken[column].append(codes)
        self.lines.append(batch.lines)

    def _head(self, row: list[str], line: int) -> None:
        names = [name.strip() for name in row]
        for name in self.lookups:
            if names.count(name) > 1:
                raise fault_at(self.name, line, f"there are two columns called {name}.")
        for name in self.needed:
            if name not in names:
                words = f"there is no column called {name}; the header is {_shown(','.join(row))}."
                raise fault_at(self.name, line, words)
        self.places = {name: names.index(name) for name in self.lookups if name in names}
        self.taken = {name: [] for name in self.places}

    def _name_fault(self, batch: Batch) -> None:
        """The first fault of a batch in which there is one, by going through it row by row."""
        for *row, line in zip(*batch.columns, batch.lines.tolist(), strict=True):
            for column, place in self.places.items():
                try:
                    self.lookups[column][row[place]]
                except _Fault as fault:
                    raise fault_at(self.name, line, str(fault)) from fault

    def table(
        self, of_units: Sequence[str], of_ratings: Sequence[str], *, keep_empty: bool
    ) -> RatingsTable:
        if not self.lines:
            raise fault_at(self.name, 1, "there are no ratings in this file.")
        lines = np.concatenate(self.lines)
        taken = {name: np.concatenate(self.taken.pop(name)) for name in list(self.taken)}
        levels = taken.pop("level")
        if not keep_empty and (levels == NO_LEVEL).any():
            kept = levels != NO_LEVEL
            if not kept.any():
                raise fault_at(self.name, int(lines[0]), "every level in this file is empty.")
            levels, lines = levels[kept], lines[kept]
            taken = {name: codes[kept] for name, codes in taken.items()}
        columns = {name: self._column(name, codes) for name, codes in taken.items()}
        units = columns["unit"]
        self._refuse_twice(columns[self.rater], units, lines)
        scale, levels = self._scaled(levels)
        return RatingsTable(
            name=self.name,
            raters=columns[self.rater],
            units=units,
            levels=levels,
            scale=scale,
            of_units={
                name: self._of_units(name, columns[name], units, lines)
                for name in of_units
                if name in columns
            },
            of_ratings={name: columns[name] for name in of_ratings if name in columns},
            lines=lines,
        )

    def _column(self, name: str, codes: Codes) -> Column:
        """Numbers without gaps: whoever has no row left is not counted."""
        lookup = self.lookups[name]
        assert isinstance(lookup, _Ids)  # noqa: S101 - for the type checker
        used = np.zeros(len(lookup.ids) + 1, dtype=bool)  # the last place is for none, -1
        used[codes] = True
        if used[:-1].all():
            return Column(codes, tuple(lookup.ids))
        renumbered = np.append(np.cumsum(used[:-1]) - 1, NO_GROUP).astype(np.int32)
        ids = tuple(each for each, keep in zip(lookup.ids, used[:-1], strict=True) if keep)
        return Column(renumbered[codes], ids)

    def _scaled(self, levels: Codes) -> tuple[NDArray[np.float64], Codes]:
        """The scale ascending, and places on it; levels seen are numbered as they came."""
        values = np.array(list(self.levels.places), dtype=float)
        order = np.argsort(values)
        places = np.empty(values.size + 1, dtype=np.int32)
        places[order], places[-1] = np.arange(values.size), NO_LEVEL
        return values[order], places[levels]

    def _refuse_twice(self, raters: Column, units: Column, lines: Codes) -> None:
        pairs = raters.codes.astype(np.int64) * len(units.ids) + units.codes
        in_order = np.sort(pairs)
        if not (in_order[1:] == in_order[:-1]).any():
            return
        order = np.argsort(pairs, kind="stable")
        second = int(order[1:][in_order[1:] == in_order[:-1]].min())
        first = int(np.flatnonzero(pairs == pairs[second])[0])
        who = _shown(raters.ids[raters.codes[second]])
        what = _shown(units.ids[units.codes[second]])
        words = f"{who} rates {what} a second time; the first is on line {lines[first]}."
        raise fault_at(self.name, int(lines[second]), words)

    def _of_units(self, name: str, column: Column, units: Column, lines: Codes) -> Column:
        codes = np.empty(len(units.ids), dtype=np.int32)
        codes[units.codes[::-1]] = column.codes[::-1]  # of several, the first of the file stays
        others = np.flatnonzero(codes[units.codes] != column.codes)
        if others.size:
            at = int(others[0])
            unit = int(units.codes[at])
            words = (
                f"the unit {_shown(units.ids[unit])} has a second {name}, "
                f"{_shown(column.ids[column.codes[at]])}; "
                f"before, it was {_shown(column.ids[codes[unit]])}."
            )
            raise fault_at(self.name, int(lines[at]), words)
        return Column(codes, column.ids)


@contextmanager
def _opened(source: str, name: str) -> Iterator[BinaryIO]:
    if source == STANDARD_INPUT:
        if sys.stdin is None:
            raise BadInput(f"{name} cannot be read: it is closed.")
        yield sys.stdin.buffer
        return
    try:
        stream = open(source, "rb")  # noqa: SIM115 - only the opening is guarded here
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise BadInput(f"{_shown(name)} cannot be read: {why}.") from fault
    with stream:
        yield stream


def _number(text: str) -> float:
    stripped = text.strip()
    value = float(stripped) if _NUMBER.fullmatch(stripped) else math.nan
    if not math.isfinite(value):
        raise _Fault(f"the level {_shown(text)} is not a finite number.")
    return value + 0.0  # so that -0 is 0


def _shown(text: str) -> str:
    """A text from the file in one short line."""
    words = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return f"“{words[:40]}…”" if len(words) > 41 else f"“{words}”"

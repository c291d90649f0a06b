"""A panel's ratings and trainees' answers from two CSV files, brought on to one bank and scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import gcd

import numpy as np
from numpy.typing import NDArray

from scoring.core import OVERALL
from scoring.core.bulk import NOT_ENOUGH, Answers, PanelVotes
from scoring.csv_batches import BadInput, fault_at
from scoring.ratings_files import Column, RatingsTable, read_ratings

OF_UNITS = ("scenario", "factor")
LONGEST_SCALE = 101

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PanelAndAnswers:
    """Both files together: units are those of the panel's file, in its order.

    ``scale`` holds the value of each level. ``ignored`` counts answers on units that the panel's
    file lacks; they are in nothing else, but whoever gave them is among the ``trainees``.
    """

    panellists: tuple[str, ...]
    panel: Answers
    votes: PanelVotes
    trainees: tuple[str, ...]
    answers: Answers
    units: tuple[str, ...]
    scale: tuple[float, ...]
    ignored: int


def read_panel_and_answers(
    panel_file: str, answers_file: str, levels: Sequence[float] | None = None
) -> PanelAndAnswers:
    """Read both files; one of them may be standard input, ``-``.

    An empty level is "not enough information". The scenario and the factor of a unit come from
    whichever file has the column; where neither says, the unit is its own. Without ``levels`` the
    scale is that of the levels seen in either file, with those that are missing between them, so
    that its steps are equal.
    BadInput: whatever is wrong with either file; a unit with two scenarios or factors, also
    between the files; levels that no scale of equal steps holds.
    """
    ours, theirs = (
        read_ratings(source, rater=rater, of_units=OF_UNITS, levels=levels, keep_empty=True)
        for source, rater in ((panel_file, "panellist"), (answers_file, "trainee"))
    )
    scale = tuple(levels) if levels is not None else _scale_of(ours, theirs)
    unit_at = {unit: place for place, unit in enumerate(ours.units.ids)}
    places = np.array([unit_at.get(unit, -1) for unit in theirs.units.ids], dtype=np.int64)
    units = places[theirs.units.codes]
    known = units >= 0
    panel = Answers(
        people=ours.raters.codes.astype(np.int64),
        units=ours.units.codes.astype(np.int64),
        levels=_on_scale(ours, scale),
        n_people=len(ours.raters.ids),
        n_units=len(unit_at),
        n_levels=len(scale),
    )
    answers = Answers(
        people=theirs.raters.codes[known].astype(np.int64),
        units=units[known],
        levels=_on_scale(theirs, scale)[known],
        n_people=len(theirs.raters.ids),
        n_units=len(unit_at),
        n_levels=len(scale),
    )
    cases, factors = (_named(name, ours, theirs, places) for name in OF_UNITS)
    return PanelAndAnswers(
        panellists=ours.raters.ids,
        panel=panel,
        votes=_votes(panel, cases, factors),
        trainees=theirs.raters.ids,
        answers=answers,
        units=ours.units.ids,
        scale=scale,
        ignored=int((~known).sum()),
    )


def _votes(panel: Answers, cases: Column, factors: Column) -> PanelVotes:
    """A file holds one round, which is taken for the blind one too."""
    cells = np.bincount(panel.cells(), minlength=panel.n_units * (panel.n_levels + 2))
    by_unit = cells.reshape(panel.n_units, panel.n_levels + 2)
    return PanelVotes(
        levels=by_unit[:, 2:],
        not_enough=by_unit[:, 1],
        not_applicable=by_unit[:, 0],
        cases=cases.codes.astype(np.int64),
        factors=factors.codes.astype(np.int64),
        case_names=cases.ids,
        factor_names=factors.ids,
        blind=by_unit[:, 2:],
    )


def _named(name: str, ours: RatingsTable, theirs: RatingsTable, places: Codes) -> Column:
    """The scenario or factor of each of the panel's units.

    ``places`` says where among them each unit of the answers' file stands, or -1.
    """
    stated: list[str | None] = [None] * len(ours.units.ids)
    if name in ours.of_units:
        column = ours.of_units[name]
        stated = [column.ids[code] for code in column.codes.tolist()]
    if name in theirs.of_units:
        column = theirs.of_units[name]
        for unit, (place, code) in enumerate(
            zip(places.tolist(), column.codes.tolist(), strict=True)
        ):
            if place < 0:
                continue
            if stated[place] not in (None, column.ids[code]):
                line = int(theirs.lines[np.flatnonzero(theirs.units.codes == unit)[0]])
                words = (
                    f"the unit “{ours.units.ids[place]}” has a second {name}, "
                    f"“{column.ids[code]}”; in {ours.name} it is “{stated[place]}”."
                )
                raise fault_at(theirs.name, line, words)
            stated[place] = column.ids[code]
    return _numbered(_each_its_own(stated, ours.units.ids))


def _each_its_own(stated: Sequence[str | None], units: Sequence[str]) -> list[str]:
    """Where nothing is stated the unit's own name, kept apart from names that mean something."""
    taken = {OVERALL, *(name for name in stated if name is not None)}
    names = []
    for name, unit in zip(stated, units, strict=True):
        if name is None:
            name = unit
            while name in taken:
                name = f"unit {name}"
            taken.add(name)
        names.append(name)
    return names


def _numbered(names: Sequence[str]) -> Column:
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(name, len(numbers)) for name in names]
    return Column(np.array(codes, dtype=np.int32), tuple(numbers))


def _scale_of(*tables: RatingsTable) -> tuple[float, ...]:
    """The levels seen, and those between them that equal steps need.

    Steps are found in the decimal numbers as written: in binary ones 0.1 has no whole multiple.
    """
    seen = sorted({Fraction(repr(value)) for table in tables for value in table.scale.tolist()})
    if len(seen) < 2:
        return tuple(float(value) for value in seen) or (0.0,)
    step = reduce(_common_step, (high - low for low, high in pairwise(seen)))
    n_levels = int((seen[-1] - seen[0]) / step) + 1
    if n_levels > max(LONGEST_SCALE, len(seen)):
        raise BadInput(
            f"{tables[0].name} and {tables[1].name}: the levels do not fit on one scale of equal "
            "steps; name all possible levels with --levels."
        )
    return tuple(float(seen[0] + place * step) for place in range(n_levels))


def _common_step(one: Fraction, other: Fraction) -> Fraction:
    return Fraction(
        gcd(one.numerator * other.denominator, other.numerator * one.denominator),
        one.denominator * other.denominator,
    )


def _on_scale(table: RatingsTable, scale: Sequence[float]) -> Codes:
    """Places on the common scale; "not enough information" where the level was left empty."""
    halves = np.array(scale) / 2
    places = np.searchsorted(halves[:-1] + halves[1:], table.scale)
    return np.append(places, NOT_ENOUGH)[table.levels]

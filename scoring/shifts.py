"""How differently people rated two cases that are the same but for one thing: matched twins."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db.models import Count, F, Q, Sum

from people.public import Organisation
from scoring.core.groups import MeanDifference, Sample, mean_difference
from scoring.core.multiplicity import Control, adjusted_p
from scoring.core.undefined import Undefined
from scoring.core.unit import AnswerKind
from scoring.counted import SMALLEST_GROUP, in_whole_tens, that_count
from scoring.models import Factor, Result, UnitResult

SMALLEST_ORGANISATION = 30
"""An organisation with fewer people on the two cases together has no shift of its own."""
SURE = 0.05


@dataclass(frozen=True, slots=True)
class UnitShift:
    """One factor of one stage: both groups, and how much higher the copy was rated."""

    stage: int
    factor: Factor
    original: Sample
    copy: Sample
    difference: MeanDifference | Undefined
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """All factors of two twins. ``people`` on each side; no ``units`` where they are too few."""

    people: tuple[int, int]
    units: tuple[UnitShift, ...]


def shift_of(
    original: UUID, copy: UUID, *, of_invented: bool, organisation: Organisation | None = None
) -> Shift:
    """The shift in the ratings that count, of a nation or of one organisation and all below it.

    Nothing is said of fewer than 10 people on either side, nor of an organisation with fewer than
    30 on both. People are taken in by tens in the order they submitted, as in a report, so that no
    two tables differ by one person; a mean under ten levels is none. A shift is clear where it
    would be found by chance in 1 table in 20 (Holm).
    """
    people = _people(original, copy, of_invented, organisation)
    if min(people) < SMALLEST_GROUP or (organisation and sum(people) < SMALLEST_ORGANISATION):
        return Shift(people, ())
    samples = _samples(original, copy, of_invented, organisation)
    factors = Factor.objects.in_bulk({factor for _stage, factor in samples})
    found = {at: mean_difference(*sides) for at, sides in samples.items()}
    known = {at: one.p for at, one in found.items() if isinstance(one, MeanDifference)}
    adjusted = adjusted_p(np.array(list(known.values())), Control.ANY_FALSE)
    clear = {at for at, p in zip(known, adjusted, strict=True) if p < SURE}
    units = [
        UnitShift(at[0], factors[at[1]], *sides, found[at], at in clear)
        for at, sides in samples.items()
    ]
    return Shift(people, tuple(sorted(units, key=lambda unit: (unit.stage, unit.factor.number))))


def _counted(of_invented: bool, organisation: Organisation | None) -> Q:
    counted = that_count() & Q(organisation__is_invented=of_invented)
    if organisation is not None:
        counted &= Q(organisation__path__startswith=organisation.path)
    return counted


def _people(
    original: UUID, copy: UUID, of_invented: bool, organisation: Organisation | None
) -> tuple[int, int]:
    rows = dict(
        Result.objects.filter(_counted(of_invented, organisation), subject__in=(original, copy))
        .values_list("subject")
        .annotate(n=Count("person", distinct=True))
    )
    return rows.get(original, 0), rows.get(copy, 0)


def _samples(
    original: UUID, copy: UUID, of_invented: bool, organisation: Organisation | None
) -> dict[tuple[int, int], tuple[Sample, Sample]]:
    """Added up by the database: a row a unit, however many people there are."""
    told = in_whole_tens(
        Result.objects.filter(_counted(of_invented, organisation), subject__in=(original, copy)),
        "subject",
    )
    rows = (
        UnitResult.objects.filter(result__in=told.values("pk"), answer_kind=AnswerKind.LEVEL)
        .values_list("result__subject", "stage", "factor")
        .annotate(n=Count("pk"), total=Sum("level"), squares=Sum(F("level") * F("level")))
    )
    none = Sample(0, 0.0, 0.0)
    sides: defaultdict[tuple[int, int], dict[UUID, Sample]] = defaultdict(dict)
    for subject, stage, factor, n, total, squares in rows:
        if n >= SMALLEST_GROUP:
            sides[stage, factor][subject] = Sample(n, float(total), float(squares))
    return {at: (found.get(original, none), found.get(copy, none)) for at, found in sides.items()}

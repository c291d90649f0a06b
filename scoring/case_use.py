"""What trainees' counted attempts say of a case: how hard it is, how long it takes, what it tells.

Practice and checks are never mixed, nor are real and invented organisations. Each such group goes
by whole tens in the order of submitting, so that no figure before and after one person differs by
that person: docs/decisions/case-health.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from numpy.typing import NDArray

from scoring import core
from scoring.core import Estimate, Reason, Standing, Undefined
from scoring.core.item_health import discrimination, panel_gap
from scoring.core.unit import AnswerKind
from scoring.counted import SMALLEST_GROUP, that_count
from scoring.frozen import key_units
from scoring.models import Key, KeyUnit, Result, UnitResult
from scoring.selectors import votes_of

MOST_PEOPLE = 2000
"""The latest so many are enough for every figure, and as many as a page has time for."""

Z_OF_90 = 1.644854

NOTHING_YET = Undefined.because(Reason.NO_ANSWERS)
NOT_SCORED = Undefined.because(Reason.NOT_SCORED)

Figure = float | Undefined
Group = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class UnitUse:
    """One unit as a group answered it, against the key that their results were judged by.

    ``levels`` are how many gave each level, ``without_level`` how many gave another answer.
    ``exact`` is the share who gave the panel's answer; ``signed`` in levels, above the key
    positive; ``gap`` how far the trainees' middle lies from the panel's where they agree among
    themselves.
    """

    row: KeyUnit
    levels: tuple[int, ...]
    without_level: int
    exact: Figure
    signed: Figure
    missed_concerns: int
    false_alarms: int
    consensus: Figure
    gap: Figure
    is_gap: bool
    discrimination: Figure
    is_suspect: bool
    is_surely_suspect: bool

    @property
    def answers(self) -> int:
        return sum(self.levels) + self.without_level


@dataclass(frozen=True, slots=True)
class GroupUse:
    """One group's counted attempts at a case. Without ``people`` there are too few to say anything.

    ``exact`` is the share of scored answers that were the key's, ``by_guessing`` what guessing
    gives; ``score`` the mean score with its 90% interval; ``minutes`` the median, with how many
    have a time and between what the middle half lies.
    """

    use: str
    of_invented: bool
    people: int
    units: tuple[UnitUse, ...] = ()
    exact: Figure = NOTHING_YET
    by_guessing: Figure = NOTHING_YET
    score: Estimate | Undefined = NOTHING_YET
    minutes: Estimate | Undefined = NOTHING_YET
    timed: int = 0

    @property
    def is_told(self) -> bool:
        return self.people > 0

    @property
    def group(self) -> Group:
        return self.use, self.of_invented


def told_results(keys: Iterable[Key]) -> QuerySet[Result]:
    """The counted results of some keys that may be told of, each group by whole tens.

    They come with ``of_invented``. Asks nothing yet.
    """
    group = [F("key"), F("use"), F("organisation__is_invented")]
    return (
        Result.objects.filter(that_count(), key__in=[key.pk for key in keys])
        .annotate(
            of_invented=F("organisation__is_invented"),
            place=Window(RowNumber(), partition_by=group, order_by=[F("created_at"), F("pk")]),
            group=Window(Count("pk"), partition_by=group),
        )
        .filter(
            place__lte=F("group") - F("group") % SMALLEST_GROUP,
            place__gt=F("group") - F("group") % SMALLEST_GROUP - MOST_PEOPLE,
        )
    )


def case_use(key: Key) -> tuple[GroupUse, ...]:
    """Every group that has counted attempts judged by this key: three queries.

    Checks come before practice, real people before those of invented organisations.
    """
    counted = Result.objects.filter(that_count(), key=key).order_by()
    groups = counted.values_list("use", "organisation__is_invented").annotate(n=Count("pk"))
    told = told_results([key])
    attempts: defaultdict[Group, list[_Attempt]] = defaultdict(list)
    for use, of_invented, *attempt in told.values_list(
        "use", "of_invented", "pk", "score", "score_undefined", "seconds"
    ):
        attempts[use, of_invented].append(_Attempt(*attempt))
    answers: defaultdict[int, list[_Row]] = defaultdict(list)
    for row in _rows_of(told) if attempts else ():
        answers[row[0]].append(_Row(*row[1:]))
    rows = key_units(key)
    return tuple(
        _group(use, of_invented, rows, attempts[use, of_invented], answers)
        for use, of_invented, _n in sorted(groups)
    )


@dataclass(frozen=True, slots=True)
class _Attempt:
    result: int
    score: float | None
    no_score: str
    seconds: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    stage: int
    factor: int
    kind: str
    level: int | None
    excess: float | None
    exact: bool | None
    is_right: bool | None
    signed: int | None
    missed_concern: bool
    false_alarm: bool


def _rows_of(told: QuerySet[Result]) -> Iterable[tuple[Any, ...]]:
    units = UnitResult.objects.filter(result__in=told.values("pk"))
    return units.values_list(
        "result", "stage", "factor", "answer_kind", "level", "excess", "exact", "answer_right",
        "signed",
        "missed_concern", "false_alarm",
    ).iterator()  # fmt: skip


def _group(
    use: str,
    of_invented: bool,
    rows: Sequence[KeyUnit],
    attempts: Sequence[_Attempt],
    answers: dict[int, list[_Row]],
) -> GroupUse:
    if not attempts:
        return GroupUse(use, of_invented, people=0)
    given: defaultdict[tuple[int, int], list[_Row]] = defaultdict(list)
    for attempt in attempts:
        for row in answers[attempt.result]:
            given[row.stage, row.factor].append(row)
    scored = [
        row
        for unit in rows
        if unit.standing == Standing.SCORED and unit.unit.factor.code != core.OVERALL
        for row in given[_at(unit)]
    ]
    votes = [votes_of(unit) for unit in rows if unit.unit.factor.code != core.OVERALL]
    return GroupUse(
        use,
        of_invented,
        people=len(attempts),
        units=tuple(_units(rows, given, [answers[one.result] for one in attempts])),
        exact=_share(sum(bool(row.exact) for row in scored), len(scored)),
        by_guessing=core.chance_exact(votes),
        score=_mean_score(attempts),
        minutes=_minutes([one.seconds for one in attempts if one.seconds]),
        timed=sum(bool(one.seconds) for one in attempts),
    )


def _at(unit: KeyUnit) -> tuple[int, int]:
    return unit.unit.stage, unit.unit.factor_id


def _units(
    rows: Sequence[KeyUnit],
    given: dict[tuple[int, int], list[_Row]],
    people: Sequence[Sequence[_Row]],
) -> Iterable[UnitUse]:
    telling = _discrimination(rows, people)
    for n, unit in enumerate(rows):
        answers = given[_at(unit)]
        levels = Counter(row.level for row in answers if row.kind == AnswerKind.LEVEL)
        counts = tuple(levels[level] for level in range(len(unit.level_votes)))
        gap = _gap(unit, counts)
        signed = [row.signed for row in answers if row.signed is not None]
        yield UnitUse(
            row=unit,
            levels=counts,
            without_level=len(answers) - sum(counts),
            exact=_right(unit, answers),
            signed=_share(sum(signed), len(signed)) if _is_scored(unit) else NOT_SCORED,
            missed_concerns=sum(row.missed_concern for row in answers),
            false_alarms=sum(row.false_alarm for row in answers),
            consensus=gap.consensus,
            gap=gap.distance,
            is_gap=gap.is_gap,
            discrimination=telling.of(n),
            is_suspect=telling.is_suspect(n),
            is_surely_suspect=telling.is_surely_suspect(n),
        )


def _is_scored(unit: KeyUnit) -> bool:
    return Standing(unit.standing) is Standing.SCORED


def _right(unit: KeyUnit, answers: Sequence[_Row]) -> Figure:
    """The share who gave the panel's answer: its level, or its answer without one."""
    given = [row.exact if _is_scored(unit) else row.is_right for row in answers]
    compared = [is_right for is_right in given if is_right is not None]
    if not compared and not _is_scored(unit):
        return NOT_SCORED
    return _share(sum(compared), len(compared))


@dataclass(frozen=True, slots=True)
class _Gap:
    distance: Figure
    consensus: Figure
    is_gap: bool


def _gap(unit: KeyUnit, counts: tuple[int, ...]) -> _Gap:
    """Of a unit whose key is a level; fewer than ten who gave one are theirs to know."""
    too_few = Undefined.because(Reason.TOO_FEW_RATERS)
    if sum(counts) < SMALLEST_GROUP:
        return _Gap(too_few, too_few, False)
    found = panel_gap(np.array([counts]), np.array([unit.level_votes], dtype=np.int64))
    is_gap = bool(found.is_gap[0]) and unit.standing == Standing.SCORED
    return _Gap(found.distance.of(0), found.consensus.of(0), is_gap)


class _Telling:
    """Discrimination of each unit of a key, over the group's people."""

    def __init__(self, places: dict[int, int], found: Any) -> None:
        self._places, self._found = places, found

    def of(self, unit: int) -> Figure:
        if unit not in self._places:
            return NOT_SCORED
        value: Figure = self._found.of(self._places[unit])
        return value

    def is_suspect(self, unit: int) -> bool:
        return unit in self._places and bool(self._found.is_suspect[self._places[unit]])

    def is_surely_suspect(self, unit: int) -> bool:
        return unit in self._places and bool(self._found.is_surely_suspect[self._places[unit]])


def _discrimination(rows: Sequence[KeyUnit], people: Sequence[Sequence[_Row]]) -> _Telling:
    """Whether those who do well on the case's other factors do well on this one."""
    scored = [
        n
        for n, unit in enumerate(rows)
        if unit.standing == Standing.SCORED and unit.unit.factor.code != core.OVERALL
    ]
    places = {unit: place for place, unit in enumerate(scored)}
    item_at = {_at(rows[unit]): place for unit, place in places.items()}
    triples = [
        (person, item_at[row.stage, row.factor], -row.excess)
        for person, answers in enumerate(people)
        for row in answers
        if row.excess is not None and (row.stage, row.factor) in item_at
    ]
    columns: NDArray[np.float64] = np.array(triples, dtype=float).reshape(-1, 3).T
    found = discrimination(
        columns[0].astype(np.int64),
        columns[1].astype(np.int64),
        columns[2],
        n_people=len(people),
        n_items=len(scored),
        fewest=SMALLEST_GROUP,
    )
    return _Telling(places, found)


def _share(part: float, of: int) -> Figure:
    """Fewer than ten answers are theirs to know."""
    if of < SMALLEST_GROUP:
        return Undefined.because(Reason.TOO_FEW_ANSWERS)
    return part / of


def _mean_score(attempts: Sequence[_Attempt]) -> Estimate | Undefined:
    """Where nobody has a score, why the first of them has none."""
    scores = [one.score for one in attempts if one.score is not None]
    if not scores and attempts[0].no_score:
        return Undefined.because(Reason(attempts[0].no_score))
    if len(scores) < SMALLEST_GROUP:
        return Undefined.because(Reason.TOO_FEW_ANSWERS)
    values = np.array(scores)
    se = float(values.std(ddof=1) / np.sqrt(values.size))
    mean = float(values.mean())
    return Estimate(mean, se, mean - Z_OF_90 * se, mean + Z_OF_90 * se)


def _minutes(seconds: Sequence[int]) -> Estimate | Undefined:
    if len(seconds) < SMALLEST_GROUP:
        return Undefined.because(Reason.TOO_FEW_ANSWERS)
    low, middle, high = np.percentile(np.array(seconds) / 60, [25, 50, 75])
    return Estimate(float(middle), None, float(low), float(high))


def told_assessments(key: Key) -> QuerySet[Result, UUID]:
    """The assessments that the figures of a key are made of, for a filter."""
    return told_results([key]).values_list("assessment", flat=True)

"""A group's accuracy against the panel, aggregated in the database. Rows only: pages dress them.

Only results that count in figures and are not superseded enter, under the organisation the person
was in at submit. Practice and checks are never mixed: each figure is of one use. Why some figures
are of whole tens of people, and some are held back: docs/decisions/report-privacy.md.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Max,
    Q,
    QuerySet,
    Sum,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from people.public import Organisation
from scoring.core.panel import Standing, signed_distance
from scoring.core.unit import TWO_LEVELS
from scoring.counted import counted_results
from scoring.models import Factor, Level, Result, UnitResult

UNITS_THAT_HIDE_A_KEY = 4
"""A figure over fewer factors of cases tells their key to whoever knows one of the answers."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Counts over scored ratings against the panel's key; percentages and means follow from them.

    ``levels`` are the ratings that gave a level: only they have a signed difference.
    ``chance_within_one`` is how many would be within one level if every level were a guess;
    ``exposed_units`` are the factors with a secret key, of cases with too few of them here to hide
    it: the other cases have rows of their own, and can be taken away from a total.
    """

    people: int
    exposed_units: int
    ratings: int
    exact: int
    within_one: int
    chance_within_one: float
    levels: int
    signed: int
    two_or_more_off: int
    missed_concerns: int
    false_alarms: int

    @property
    def exact_percent(self) -> float | None:
        return _percent(self.exact, self.ratings)

    @property
    def within_one_percent(self) -> float | None:
        return _percent(self.within_one, self.ratings)

    @property
    def chance_within_one_percent(self) -> float | None:
        return _percent(self.chance_within_one, self.ratings)

    @property
    def tells_the_key(self) -> bool:
        """Whether a secret key could be worked out from this and one person's answers."""
        return 0 < self.exposed_units < UNITS_THAT_HIDE_A_KEY

    @property
    def mean_signed(self) -> float | None:
        """Mean difference in levels, above the panel positive; None if nobody gave a level."""
        return self.signed / self.levels if self.levels else None


@dataclass(frozen=True, slots=True)
class FactorAccuracy:
    """Accuracy on one factor, over all cases. Without ``accuracy`` it would tell a secret key."""

    code: str
    name: str
    kind: str
    accuracy: Accuracy | None


@dataclass(frozen=True, slots=True)
class CaseAccuracy:
    """Accuracy on one kind of factor of one case. Without ``accuracy`` the group is too small."""

    subject: UUID
    ref: str
    title: str
    kind: str
    is_specimen: bool
    accuracy: Accuracy | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group's accuracy in one use, by factor, by case, and over all cases by kind of factor."""

    people: int
    cases: int
    by_factor: tuple[FactorAccuracy, ...]
    by_case: tuple[CaseAccuracy, ...]
    by_kind: Mapping[str, Accuracy]


@dataclass(frozen=True, slots=True)
class NamedResult:
    """The figures of one person's check that their lead may see; never the panel's levels."""

    assessment: UUID
    scored: int
    exact: int
    within_one: int
    overall_matched: bool | None
    tool_right: bool | None
    organisation_id: int
    counts_in_figures: bool
    counts_reason: str

    @property
    def figures(self) -> tuple[int | str | None, ...]:
        """All that is said of it, without whose it is."""
        return (
            self.scored, self.exact, self.within_one, self.overall_matched, self.tool_right,
            self.organisation_id, self.counts_in_figures, self.counts_reason,
        )  # fmt: skip


def group_figures(
    organisations: QuerySet[Organisation],
    *,
    whole: Collection[str],
    in_tens: Collection[str],
    retired: Collection[UUID],
    viewer: UUID,
) -> dict[str, GroupFigures]:
    """Figures of everybody but the viewer who submitted in these organisations, by use.

    A use that is ``in_tens`` takes people in by tens, and all its figures are over the same
    results, so that no total minus its parts is one person. A use that is ``whole`` has everybody
    by case and in totals. Its keys are secret but for the ``retired`` releases, and so by factor
    it takes people in by tens too, except for these releases. Six queries.
    """
    counted = counted_results(
        organisations, whole=whole, in_tens=in_tens, retired=retired, viewer=viewer
    )
    shown = counted.everybody.filter(Q(use__in=whole) | Q(pk__in=counted.tens))
    units = UnitResult.objects.filter(result__in=shown.values("pk"), standing=Standing.SCORED)
    units = units.order_by().annotate(
        is_by_factor=Case(
            When(counted.by_factor, then=True),
            default=False,
            output_field=BooleanField(),
        ),
        is_told=Case(
            When(result__in=counted.told, then=True), default=False, output_field=BooleanField()
        ),
    )
    cells = list(_cells(units, whole))
    cells_by_factor = [cell for cell in cells if cell["is_by_factor"]]
    people, people_by_kind = _people(shown)
    by_factor = _summed(
        cells_by_factor, _counts(units.filter(is_by_factor=True), "factor_id"), "factor_id"
    )
    by_kind = _summed(cells, people_by_kind, "factor__kind")
    case = "result__subject", "factor__kind"
    by_case = _summed(cells, _counts(units, *case), *case)
    cases = named_cases(counted.everybody)
    return {
        use: GroupFigures(
            people=people.get(use, 0),
            cases=len({cell["result__subject"] for cell in cells if cell["result__use"] == use}),
            by_factor=tuple(
                FactorAccuracy(code, name, kind, by_factor.get((use, pk)))
                for pk, code, name, kind in _factors(cells, use)
            ),
            by_case=tuple(
                CaseAccuracy(subject, ref, title, kind, specimen, by_case.get((use, subject, kind)))
                for used, subject, ref, title, specimen in cases
                for kind in Factor.Kind.values
                if used == use
            ),
            by_kind={
                kind: by_kind[use, kind] for kind in Factor.Kind.values if (use, kind) in by_kind
            },
        )
        for use in (*whole, *in_tens)
    }


def named_results(
    assessments: Collection[UUID] | QuerySet[Any, UUID],
) -> dict[UUID, NamedResult]:
    """The newest result of each of these assessments, in two queries.

    Of thousands it is quicker to give a query for their ids than the ids.
    """
    results = Result.objects.filter(assessment__in=assessments, superseded_at__isnull=True)
    overall = UnitResult.objects.filter(
        result__in=results.values("pk"), factor__kind=Factor.Kind.OVERALL
    )
    # Of several stages the last one is the assessment that stands.
    matched = dict(overall.order_by("stage").values_list("result", "exact"))
    rows = results.order_by("created_at", "pk").values_list(
        "pk", "assessment", "scored_units", "exact_units", "within_one_units",
        "tool_right", "organisation_id", "counts_in_figures", "counts_reason",
    )  # fmt: skip
    return {row[0]: NamedResult(*row[:4], matched.get(pk), *row[4:]) for pk, *row in rows}


def _cells(units: QuerySet[UnitResult], whole: Collection[str]) -> Iterator[dict[str, Any]]:
    """One row per case, factor and key: the groups over which the chance is the same."""
    levels = Level.objects.order_by().values_list("scale").annotate(n=Count("pk"))
    n_levels = dict(levels)  # once, and not again for each of the units
    rows = units.values(
        "result__use",
        "result__subject",
        "factor_id",
        "factor__code",
        "factor__name",
        "factor__number",
        "factor__kind",
        "key_levels",
        "is_by_factor",
        "is_told",
        "factor__scale",
    ).annotate(
        ratings=Count("pk"),
        n_exact=Count("pk", filter=Q(exact=True)),
        n_within_one=Count("pk", filter=Q(within_one=True)),
        n_signed=Count("signed"),
        sum_signed=Sum("signed", default=0),
        n_two_off=Count("pk", filter=Q(signed__lte=-TWO_LEVELS) | Q(signed__gte=TWO_LEVELS)),
        n_missed=Count("pk", filter=Q(missed_concern=True)),
        n_false=Count("pk", filter=Q(false_alarm=True)),
    )
    for row in rows:
        yield row | {
            "is_secret": row["result__use"] in whole and not row["is_told"],
            "n_levels": n_levels[row["factor__scale"]],
        }


def _people(results: QuerySet[Result]) -> tuple[dict[str, int], dict[Any, int]]:
    """How many people there are by use, and by use and kind of factor, in one query."""
    of_kind = {
        kind: Count(
            "person",
            distinct=True,
            filter=Q(units__factor__kind=kind, units__standing=Standing.SCORED),
        )
        for kind in Factor.Kind.values
    }
    rows = results.order_by().values("use").annotate(n=Count("person", distinct=True), **of_kind)
    by_use, by_kind = {}, {}
    for row in rows:
        by_use[row["use"]] = row["n"]
        by_kind |= {(row["use"], kind): row[kind] for kind in of_kind}
    return by_use, by_kind


def _counts(units: QuerySet[UnitResult], *by: str) -> dict[Any, int]:
    """How many people there are by use and ``by``."""
    rows = units.values_list("result__use", *by)
    return {tuple(at): n for *at, n in rows.annotate(n=Count("result__person", distinct=True))}


def _summed(
    cells: Iterable[dict[str, Any]], people: Mapping[Any, int], *by: str
) -> dict[Any, Accuracy]:
    """Accuracy by use and ``by``. People are counted apart, since one is in several cells."""
    fields = ("result__use", *by)
    grouped: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for cell in cells:
        grouped[tuple(cell[field] for field in fields)].append(cell)
    return {at: _accuracy(of, people[at]) for at, of in grouped.items()}


def _accuracy(cells: list[dict[str, Any]], people: int) -> Accuracy:
    def total(name: str) -> int:
        return sum(cell[name] for cell in cells)

    secret = {(cell["result__subject"], cell["factor_id"]) for cell in cells if cell["is_secret"]}
    by_case = Counter(subject for subject, _factor in secret)
    return Accuracy(
        people=people,
        exposed_units=sum(n for n in by_case.values() if n < UNITS_THAT_HIDE_A_KEY),
        ratings=total("ratings"),
        exact=total("n_exact"),
        within_one=total("n_within_one"),
        chance_within_one=sum(
            cell["ratings"] * share_within_one(cell["key_levels"], cell["n_levels"])
            for cell in cells
        ),
        levels=total("n_signed"),
        signed=total("sum_signed"),
        two_or_more_off=total("n_two_off"),
        missed_concerns=total("n_missed"),
        false_alarms=total("n_false"),
    )


def share_within_one(key_levels: Iterable[int], n_levels: int) -> float:
    """The share of a scale's levels that are within one of the key: what a pure guess would give.

    >>> share_within_one([0], 4), share_within_one([1, 2], 4)
    (0.5, 1.0)
    """
    key = tuple(key_levels)
    return sum(abs(signed_distance(level, key)) <= 1 for level in range(n_levels)) / n_levels


def _factors(cells: Iterable[dict[str, Any]], use: str) -> list[tuple[int, str, str, str]]:
    """The factors that are scored in one use, in their order."""
    found = {
        (cell["factor__number"], cell["factor_id"]): (
            cell["factor_id"],
            cell["factor__code"],
            cell["factor__name"],
            cell["factor__kind"],
        )
        for cell in cells
        if cell["result__use"] == use
    }
    return [found[at] for at in sorted(found)]


def named_cases(results: QuerySet[Result]) -> list[tuple[str, UUID, str, str, bool]]:
    """Every case with a counted result, named as when it was last judged, by reference."""
    rows = (
        results.order_by()
        .values_list(
            "use",
            "subject",
            KeyTextTransform("ref", "snapshot"),
            KeyTextTransform("title", "snapshot"),
            KeyTransform("is_specimen", "snapshot"),
        )
        .annotate(last=Max("created_at"))
        .order_by("last")
    )
    named = {
        (use, subject): (ref or "", title or "", bool(is_specimen))
        for use, subject, ref, title, is_specimen, _last in rows
    }
    return sorted(((*at, *facts) for at, facts in named.items()), key=lambda case: case[2:4])


def _percent(part: float, whole: int) -> float | None:
    return 100 * part / whole if whole else None

"""A group's accuracy against the panel, aggregated in the database. Rows only: pages dress them.

Only results that count in figures and are not superseded enter, under the organisation the person
was in at submit. Practice and checks are never mixed: each figure is of one use.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Window
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import RowNumber

from people.public import Organisation
from scoring.core.panel import Standing, signed_distance
from scoring.core.unit import TWO_LEVELS
from scoring.models import Factor, Level, Result, UnitResult

SMALLEST_GROUP = 10
"""Below this many people practice has no figures, and nothing has a coefficient or interval."""


UNITS_THAT_HIDE_A_KEY = 4
"""What guessing gives on one unit tells whether its key is at an end of the scale or inside it."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Counts over scored ratings against the panel's key; percentages and means follow from them.

    ``levels`` are the ratings that gave a level: only they have a signed difference.
    ``chance_within_one`` is how many would be within one level if every level were a guess;
    ``units`` is over how many factors of cases it is averaged.
    """

    people: int
    units: int
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
    def chance_tells_the_key(self) -> bool:
        """Whether what guessing gives has to be held back while the case's levels are."""
        return self.units < UNITS_THAT_HIDE_A_KEY

    @property
    def mean_signed(self) -> float | None:
        """Mean difference in levels, above the panel positive; None if nobody gave a level."""
        return self.signed / self.levels if self.levels else None


@dataclass(frozen=True, slots=True)
class FactorAccuracy:
    """Accuracy on one factor, over all cases."""

    code: str
    name: str
    kind: str
    accuracy: Accuracy


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
    organisation_id: int
    counts_in_figures: bool
    counts_reason: str


def group_figures(
    organisations: QuerySet[Organisation], *, whole: Collection[str], in_tens: Collection[str]
) -> dict[str, GroupFigures]:
    """Figures of everybody who submitted in these organisations, by use, in six queries.

    A use that is ``in_tens`` takes people into a case's figures by tens, in the order of
    submitting: fewer than ten give none, and nobody's marks can be told from the figures before
    and after they submitted. All figures of a use are over the same results, so that no total
    minus its parts is one person.
    """
    counted = Result.objects.filter(
        organisation__in=organisations.values("pk"),
        use__in=[*whole, *in_tens],
        counts_in_figures=True,
        superseded_at__isnull=True,
    )
    tens = _in_whole_tens(counted.filter(use__in=in_tens))
    shown = counted.filter(Q(use__in=whole) | Q(pk__in=tens.values("pk")))
    units = UnitResult.objects.filter(
        result__in=shown.values("pk"), standing=Standing.SCORED
    ).order_by()
    cells = list(_cells(units))
    people = dict(shown.order_by().values_list("use").annotate(n=Count("person", distinct=True)))
    by_factor = _summed(cells, units, "factor_id")
    by_kind = _summed(cells, units, "factor__kind")
    by_case = _summed(cells, units, "result__subject", "factor__kind")
    cases = _cases(counted)
    return {
        use: GroupFigures(
            people=people.get(use, 0),
            cases=len({cell["result__subject"] for cell in cells if cell["result__use"] == use}),
            by_factor=tuple(
                FactorAccuracy(code, name, kind, by_factor[use, pk])
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


def named_results(assessments: Collection[UUID]) -> dict[UUID, NamedResult]:
    """The newest result of each of these assessments, in one query."""
    overall = UnitResult.objects.filter(
        result=OuterRef("pk"), factor__kind=Factor.Kind.OVERALL
    ).order_by("-stage")
    rows = (
        Result.objects.filter(assessment__in=assessments, superseded_at__isnull=True)
        .annotate(overall_exact=Subquery(overall.values("exact")[:1]))
        .order_by("created_at", "pk")
    )
    return {
        row.assessment: NamedResult(
            assessment=row.assessment,
            scored=row.scored_units,
            exact=row.exact_units,
            within_one=row.within_one_units,
            overall_matched=row.overall_exact,
            organisation_id=row.organisation_id,
            counts_in_figures=row.counts_in_figures,
            counts_reason=row.counts_reason,
        )
        for row in rows
    }


def _in_whole_tens(results: QuerySet[Result]) -> QuerySet[Result]:
    case = [F("use"), F("subject")]
    return results.annotate(
        place=Window(RowNumber(), partition_by=case, order_by=[F("created_at"), F("pk")]),
        group=Window(Count("pk"), partition_by=case),
    ).filter(place__lte=F("group") - F("group") % SMALLEST_GROUP)


def _cells(units: QuerySet[UnitResult]) -> Iterable[dict[str, Any]]:
    """One row per use, case, factor and key: the groups over which the chance is the same."""
    levels = Level.objects.filter(scale=OuterRef("factor__scale")).order_by().values("scale")
    return units.values(
        "result__use",
        "result__subject",
        "factor_id",
        "factor__code",
        "factor__name",
        "factor__number",
        "factor__kind",
        "key_levels",
        n_levels=Subquery(levels.annotate(n=Count("pk")).values("n")),
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


def _summed(
    cells: Iterable[dict[str, Any]], units: QuerySet[UnitResult], *by: str
) -> dict[Any, Accuracy]:
    """Accuracy by use and ``by``. People are counted apart, since one is in several cells."""
    fields = ("result__use", *by)
    counts = units.values_list(*fields).annotate(n=Count("result__person", distinct=True))
    people = {tuple(key): n for *key, n in counts}
    grouped: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for cell in cells:
        grouped[tuple(cell[field] for field in fields)].append(cell)
    return {at: _accuracy(of, people[at]) for at, of in grouped.items()}


def _accuracy(cells: list[dict[str, Any]], people: int) -> Accuracy:
    def total(name: str) -> int:
        return sum(cell[name] for cell in cells)

    return Accuracy(
        people=people,
        units=len({(cell["result__subject"], cell["factor_id"]) for cell in cells}),
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


def _cases(results: QuerySet[Result]) -> list[tuple[str, UUID, str, str, bool]]:
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

"""What one submitted case says of its person in a few figures, for many cases at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When

from scoring.core import Standing
from scoring.models import Factor, Result, UnitResult

FIRST_OR_AGAIN = ("", "repeat")
"""Somebody may meet a case again on purpose; whoever had a part in its panel is another matter."""


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Over the scored factors of one case, the overall level apart.

    ``share_exact`` is from 0 to 1, ``missed_per_ten`` the missed concerns for ten factors.
    ``over_confidence`` and ``brier`` are None where nothing was said of confidence.
    """

    share_exact: float
    missed_per_ten: float
    seconds: int | None
    over_confidence: float | None
    brier: float | None


def case_figures(assessments: Collection[UUID] | QuerySet[Any, UUID]) -> dict[UUID, CaseFigures]:
    """The figures of each of these assessments by the result that stands, in two queries.

    Left out are those without a scored factor, those that said or should have said wrong tool,
    and those of somebody who had a part in the panel. Of many thousands it is quicker to give a
    query for their ids than the ids; of fewer the ids, which an index finds.
    """
    results = Result.objects.filter(
        assessment__in=assessments,
        superseded_at__isnull=True,
        tool_right__isnull=True,
        scored_units__gt=0,
        counts_reason__in=FIRST_OR_AGAIN,
    )
    confidence = _confidence(results)
    rows = results.order_by("created_at", "pk").values_list(
        "pk", "assessment", "scored_units", "exact_units", "missed_concerns", "seconds"
    )
    return {
        assessment: CaseFigures(
            exact / scored, 10 * missed / scored, seconds, *confidence.get(pk, (None, None))
        )
        for pk, assessment, scored, exact, missed, seconds in rows
    }


def _confidence(results: QuerySet[Result]) -> dict[int, tuple[float | None, float | None]]:
    """Over-confidence and Brier score of each result, as the core works them out.

    Summed in whole points, so that the order in which a database adds up changes no digit.
    """
    exact = Case(When(exact=True, then=Value(100)), default=0, output_field=IntegerField())
    rows = (
        UnitResult.objects.filter(
            result__in=results.values("pk"), standing=Standing.SCORED, confidence__isnull=False
        )
        .exclude(factor__kind=Factor.Kind.OVERALL)
        .order_by()
        .annotate(gap=F("confidence") - exact)
        .values("result")
        .annotate(over=Sum("gap"), squares=Sum(F("gap") * F("gap")), n=Count("pk"))
    )
    return {
        row["result"]: (row["over"] / 100 / row["n"], row["squares"] / 10_000 / row["n"])
        for row in rows
    }

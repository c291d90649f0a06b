"""Which results enter a group's figures, and which of them may be told of factor by factor."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from people.public import Organisation
from scoring.models import Result

SMALLEST_GROUP = 10
"""Below this many people practice has no figures, and nothing has a coefficient or interval."""


def that_count(prefix: str = "") -> Q:
    """The filter for results that enter figures, or for rows of them by what leads to the result.

    Right or wrong about the tool is outside every figure.
    """
    return Q(
        **{
            f"{prefix}counts_in_figures": True,
            f"{prefix}superseded_at__isnull": True,
            f"{prefix}tool_right__isnull": True,
        }
    )


@dataclass(frozen=True, slots=True)
class CountedResults:
    """``everybody`` who counts; ``told``, of whom nothing is held back; ``tens``, of the others.

    ``told`` and ``tens`` are ids for a filter; together they may be told of by factor.
    """

    everybody: QuerySet[Result]
    told: QuerySet[Result, Any]
    tens: QuerySet[Result, Any]

    @property
    def by_factor(self) -> Q:
        """The filter for rows of these results that may be told of factor by factor."""
        return Q(result__in=self.told) | Q(result__in=self.tens)


def counted_results(
    organisations: QuerySet[Organisation],
    *,
    whole: Collection[str],
    in_tens: Collection[str],
    retired: Collection[UUID],
    viewer: UUID,
) -> CountedResults:
    """The results of these organisations that count, but for the viewer's own. Asks nothing yet.

    Why some go by tens and some not: docs/decisions/report-privacy.md.
    """
    everybody = Result.objects.filter(
        that_count(), organisation__in=organisations.values("pk"), use__in=[*whole, *in_tens]
    ).exclude(person=viewer)
    known = {str(release) for release in retired}
    told = everybody.filter(use__in=whole, snapshot__release__in=known).values("pk")
    # Those that are told already are no part of a ten: they could be taken away from it.
    # Tens are of one organisation and not of all that are looked at, so that a parent's figures and
    # a child's hold the same tens and differ by no one person.
    others = everybody.exclude(pk__in=told)
    tens = in_whole_tens(others, "use", "subject", "organisation").values("pk")
    return CountedResults(everybody, told, tens)


def in_whole_tens(results: QuerySet[Result], *by: str) -> QuerySet[Result]:
    """The first whole tens of each group of these results, in the order of submitting."""
    group = [F(name) for name in by]
    return results.annotate(
        place=Window(RowNumber(), partition_by=group, order_by=[F("created_at"), F("pk")]),
        group=Window(Count("pk"), partition_by=group),
    ).filter(place__lte=F("group") - F("group") % SMALLEST_GROUP)

"""What of a case is shown but not scored, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from scoring.core.panel import Standing
from scoring.models import UnitResult


@dataclass(frozen=True, slots=True)
class UnscoredFactor:
    """A factor of a case that is not scored in one use. ``standing`` says why, by code."""

    use: str
    subject: UUID
    name: str
    standing: Standing


def unscored_factors(subjects: Collection[UUID]) -> list[UnscoredFactor]:
    """The unscored factors of these cases as they were judged in each use: one query."""
    rows = (
        UnitResult.objects.filter(result__subject__in=subjects, result__superseded_at__isnull=True)
        .exclude(standing=Standing.SCORED)
        .order_by("factor__number", "factor_id", "result__use", "result__subject", "standing")
        .values_list("result__use", "result__subject", "factor__name", "standing")
        .distinct()
    )
    return [
        UnscoredFactor(use, subject, name, Standing(standing))
        for use, subject, name, standing in rows
    ]

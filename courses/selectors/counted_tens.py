"""Whole tens of rows as the database counts them, where a nation has too many rows to be read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from scoring.public import SMALLEST_GROUP


def rows_in_whole_tens(
    rows: QuerySet[Any], *, of: Sequence[str], order: Sequence[str]
) -> QuerySet[Any]:
    """The first whole tens of each group of rows, which is those alike in ``of``; others wait."""
    group = [F(name) for name in of]
    return rows.annotate(
        place=Window(RowNumber(), partition_by=group, order_by=[F(name) for name in order]),
        group=Window(Count("pk"), partition_by=group),
    ).filter(place__lte=F("group") - F("group") % SMALLEST_GROUP)

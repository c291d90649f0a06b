"""Rows of many kinds under the same columns, so that a page asks for all of them in one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast


class Row(NamedTuple):
    """What a page shows of one row. Whoever asks for a kind says what its columns hold."""

    kind: str
    what: str
    place: int
    at: datetime | None
    number: int | None
    words: str | None
    known_by: str | None


def rows_of(
    kind: str,
    rows: QuerySet[Any],
    what: str,
    *,
    at: str = "",
    number: str = "",
    words: str = "",
    known_by: str = "",
) -> QuerySet[Any]:
    """The rows as those of one kind: each argument names the field its column is read from."""
    return rows.order_by().values_list(
        Value(kind, output_field=CharField()),
        Cast(what, CharField()),
        F("pk"),
        # A moment loses its last digits in a cast, and is of one kind everywhere.
        F(at) if at else Cast(Value(None), DateTimeField()),
        _column(number, IntegerField()),
        _column(words, TextField()),
        _column(known_by, CharField()),
    )


def asked_at_once(asked: Sequence[QuerySet[Any]]) -> list[Row]:
    """All of these rows in one query, in the order in which they were made; none for nothing."""
    if not asked:
        return []
    found = [Row(*row) for row in asked[0].union(*asked[1:], all=True)]
    return sorted(found, key=lambda row: row.place)


def _column(field: str, stored_as: Any) -> Cast:
    # Nothing is cast as well: PostgreSQL would take it for a text.
    return Cast(F(field) if field else Value(None), stored_as)

"""Saying how far a roster has come, while the transaction that applies it is still open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.utils import timezone

from people.models import RosterProgress


def is_progress_said() -> bool:
    """Whether a percentage can be written while a roster is applied: on PostgreSQL only."""
    return bool(connection.vendor == "postgresql")


@contextmanager
def saying_progress(uuid: UUID | str) -> Iterator[Callable[[int], None]]:
    """A function that notes a percentage where others can read it at once.

    PostgreSQL takes it over a connection of its own. SQLite has one writer at a time, and that is
    the transaction itself: there the page says that it is being done, and no more.
    """
    row = RosterProgress.objects.filter(upload__uuid=uuid).first()
    if not is_progress_said() or row is None:
        yield lambda percent: None
        return
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    table = connection.ops.quote_name(RosterProgress._meta.db_table)
    # The name of the table is the model's own, quoted; everything else is a parameter.
    statement = f"UPDATE {table} SET percent = %s, moved_at = %s WHERE id = %s"  # noqa: S608

    def say(percent: int) -> None:
        try:
            with own.cursor() as cursor:
                cursor.execute(statement, [percent, timezone.now(), row.pk])
        except DatabaseError:
            pass  # a bar that stands still is no reason to stop

    try:
        yield say
    finally:
        own.close()

"""One act that waits for the lock of another, as two people do who press at the same moment."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections, transaction

PATIENCE = 30  # seconds, for a machine with much else to do


def meanwhile(change: Callable[[], Any], act: Callable[[], Any]) -> Any:
    """What ``act`` returns or raises where it begins before ``change`` is committed, and waits.

    SQLite has one writer at a time and no row to wait for: there one comes after the other.
    """
    if not connection.features.has_select_for_update:
        change()
        return act()
    outcome: dict[str, Any] = {}

    def wait_and_act() -> None:
        try:
            outcome["returned"] = act()
        except Exception as error:
            outcome["raised"] = error
        finally:
            connections.close_all()

    thread = threading.Thread(target=wait_and_act)
    with transaction.atomic():
        change()
        thread.start()
        until = time.monotonic() + PATIENCE
        while not _somebody_waits():
            assert thread.is_alive(), f"It did not wait for the other: {outcome}"
            assert time.monotonic() < until, "It never came to the lock."
            time.sleep(0.02)
    thread.join(timeout=PATIENCE)
    assert not thread.is_alive()
    if "raised" in outcome:
        raise outcome["raised"]
    return outcome["returned"]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])

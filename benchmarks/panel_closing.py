"""``make bench-panel``: how long closing a panel takes, on PostgreSQL as in use.

Makes a check in two stages with a panel of fifteen who all finished, half of whom revised what the
panel differs on, closes it several times over, each undone again, and prints Markdown.
"""

import argparse
import os
import platform
import secrets
import statistics
import tempfile
import time

from benchmarks.tables import markdown
from tests.postgres import server

GOAL = 0.300
RUNS = 15


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench-panel")
    options.add_argument("--size", type=int, default=15)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as url:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "https://127.0.0.1",
            "DATABASE_URL": url,
            "VAR_DIR": folder,
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        measure(chosen.size)


def measure(size: int) -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from benchmarks.panel_site import ready_panel
    from scenarios.services.closing import close_as_chair

    panel = ready_panel(size)
    seconds: list[float] = []
    asked = 0
    for run in range(RUNS + 1):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as captured:
                begun = time.perf_counter()
                close_as_chair(panel=panel, by=panel.chair)
                took = time.perf_counter() - begun
            asked = len(captured)
            transaction.set_rollback(True)
        if run:  # the first reads what a process remembers
            seconds.append(took)
    worst, middle = max(seconds), statistics.median(seconds)
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, a panel of {size} on a case "
        f"of two stages, {RUNS} runs.\n"
    )
    rows = [
        [
            f"closing a panel of {size}",
            f"{1000 * middle:.0f} ms",
            f"{1000 * worst:.0f} ms",
            f"≤ {1000 * GOAL:.0f} ms",
            "met" if middle <= GOAL else "**not met**",
            str(asked),
        ]
    ]
    print(markdown(["", "median", "slowest", "goal", "", "statements"], rows))


if __name__ == "__main__":
    main()

"""``make bench-roster``: a roster of 10,000 lines, from the file to done, on both databases.

A made-up nation of half as many people stands there before: a quarter of the lines are new, the
others stay, move, change cohort or leave. Nothing is kept. SQLite and PostgreSQL run one after
the other, each in a process of its own.
"""

import argparse
import logging
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import markdown
from tests.postgres import server

GOAL = 30.0
CODES = ("X01", "X02", "X03", "X04", "Y01")


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench-roster")
    options.add_argument("--lines", type=int, default=10_000)
    options.add_argument("--database", default="")
    chosen = options.parse_args()
    if chosen.database:
        measure(chosen.lines, chosen.database)
        return
    # Ourselves again, with arguments that were parsed above: nothing comes from outside.
    again = [sys.executable, "-m", "benchmarks.roster", "--lines", str(chosen.lines)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.sqlite3"
        subprocess.run([*again, "--database", f"sqlite://{file}"], check=True)  # noqa: S603
    with server() as url:
        subprocess.run([*again, "--database", url], check=True)  # noqa: S603


def measure(lines: int, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": "https://127.0.0.1",
            "DATABASE_URL": url,
            "ALLOW_SQLITE": "true",
            "VAR_DIR": folder,
        }
        import django
        from django.core.management import call_command

        django.setup()
        logging.disable(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        print(markdown([url.split(":")[0], "reached", "goal"], list(_rows(lines))), "\n")


def _rows(lines: int) -> list[list[str]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from people.models import RosterUpload
    from people.public import Role
    from people.services.roster import apply_roster, confirm_roster, upload_roster
    from tests.factories import make_organisation, make_person
    from tests.factories.rosters import HEADINGS, roster_csv, roster_xlsx

    places = {code: make_organisation(code, f"Police {code}") for code in CODES}
    administrator = make_person(role=Role.ADMINISTRATOR, organisation=places["X01"].parent)
    headings = (*HEADINGS, "Moves from", "Leaves on")
    before = [_line(n, CODES[n % 5], f"Intake {n % 40}") for n in range(0, lines, 2)]
    _apply(roster_csv(*before, headings=headings), administrator)
    rows = []
    for n in range(lines):
        code, other = CODES[n % 5], CODES[(n + 1) % 5]
        kind = n % 8
        if kind == 2:
            rows.append(_line(n, other, f"Intake {n % 40}", code))
        elif kind == 4:
            rows.append((*_line(n, code, ""), timezone.localdate().isoformat()))
        elif kind == 6:
            rows.append(_line(n, code, f"Intake {(n + 1) % 40}"))
        else:
            rows.append(_line(n, code, f"Intake {n % 40}"))
    found = []
    content = roster_csv(*rows, headings=headings)
    sheet = roster_xlsx([headings, *rows])
    for name, file in (("XLSX", sheet), ("CSV", content)):
        begun = time.perf_counter()
        upload = upload_roster(content=file, by=administrator)
        found.append([f"{name} of {lines:,} lines, read and planned", _took(begun), ""])
    with CaptureQueriesContext(connection) as captured:
        begun, cpu = time.perf_counter(), time.process_time()
        confirm_roster(upload=upload, by=administrator)
        done = apply_roster(upload.uuid)
        took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    assert done.state == RosterUpload.State.DONE, done.state
    met = "met" if took <= GOAL else "**not met**"
    said = ", ".join(f"{name} {number:,}" for name, number in done.counts.items() if number)
    begun = time.perf_counter()
    again = upload_roster(content=content, by=administrator)
    assert set(again.counts) == {"same"}, again.counts
    return [
        *found,
        ["what it did", said, ""],
        ["confirmed and applied, by the clock", f"{took:.1f} s", f"≤ {GOAL:.0f} s, {met}"],
        ["CPU of the worker", f"{cpu:.1f} s", ""],
        ["statements in all", str(len(captured)), ""],
        ["the same file again, which changes nothing", _took(begun), ""],
        ["at work besides", f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", ""],
    ]


def _line(n: int, code: str, cohort: str, moves_from: str = "") -> tuple[str, ...]:
    return (f"n{n}@f.example", "Siân", f"Gŵyrfa {n}", code, "Trainee", cohort, moves_from)


def _apply(content: bytes, by: object) -> None:
    from people.services.roster import apply_roster, confirm_roster, upload_roster

    upload = upload_roster(content=content, by=by)
    confirm_roster(upload=upload, by=by)
    apply_roster(upload.uuid)


def _took(begun: float) -> str:
    return f"{time.perf_counter() - begun:.1f} s"


if __name__ == "__main__":
    main()

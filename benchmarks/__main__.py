"""``make bench``: how the site does as it would run for real, against what others need.

Starts PostgreSQL and the production server, loads the people, opens the reports, lets one and then
eight clients walk through whole assessments, and prints Markdown. Nothing is kept.
"""

import argparse
import logging
import os
import platform
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.measured import Measured
from benchmarks.server import gunicorn, postgres_of
from benchmarks.tables import figures, markdown, shares, steps
from tests.postgres import server

CASE, COURSE = "/cases/TR-0007/", "/learn/arms-foundations/"
PROGRESS, CSV, OVERVIEW = "/reports/X01/progress/", "/reports/X01/progress.csv", "/reports/X01/"
ROUNDS = 10


class Bench:
    """A site with its database; servers are started on it as they are needed."""

    def __init__(self, chosen: argparse.Namespace, database: str) -> None:
        from benchmarks import site

        self.chosen = chosen
        self.database = database
        self.password, self.lead = site.PASSWORD, site.LEAD
        self.site = site.Site(chosen.people)
        self._unused = iter(site.trainee(number) for number in range(chosen.people))

    @contextmanager
    def serving(self, **environment: str) -> Iterator[Any]:
        """Yields a function that lets clients do what it is told and says what was measured."""
        options = f"--worker-class {self.chosen.worker_class}" if self.chosen.worker_class else ""
        with gunicorn(GUNICORN_CMD_ARGS=options, **environment) as (pid, port):

            def run(*acts: str, emails: list[str], clients: int = 1, **more: Any) -> Measured:
                plan = {"case": CASE, "course": COURSE, "javascript": False, "pages": {}, **more}
                plan |= {"acts": acts, "emails": emails, "clients": clients, "port": port}
                plan |= {"password": self.password, "times": ROUNDS}
                return Measured(plan, web=pid, postgres=postgres_of(self.database))

            yield run

    def walk(self, run: Any, people: int, clients: int, *, javascript: bool = False) -> Measured:
        emails = [next(self._unused) for _person in range(people)]
        return run("sign_in", "assess", emails=emails, clients=clients, javascript=javascript)

    def reports(self) -> dict[str, float]:
        """Milliseconds of each report, p50: with one check of everybody's, then with five."""
        first, *others = self.site.checks
        with self.serving() as run:

            def look(**pages: str) -> dict[str, float]:
                seen = run("sign_in", "look", emails=[self.lead], pages=pages)
                return {name: seen.p50(name) for name in pages}

            self.site.sit(first)
            found = look(page=PROGRESS)
            for check in others:
                self.site.sit(check)
            return found | look(csv=CSV, overview=OVERVIEW, whole=PROGRESS)


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--people", type=int, default=2000)
    options.add_argument("--walks", type=int, default=240, help="finished assessments a run")
    options.add_argument("--worker-class", help="another one than gunicorn.conf.py says")
    options.add_argument("--journey", action="store_true", help="without the reports")
    chosen = options.parse_args()
    if chosen.people < 2 * chosen.walks + 45:
        options.error("Nobody walks twice: give at least 45 people more than twice the walks.")
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
        logging.disable(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        measure(Bench(chosen, url))


def measure(bench: Bench) -> None:
    reports = None if bench.chosen.journey else bench.reports()
    walks = bench.chosen.walks
    with bench.serving(BENCH_COUNTS="true") as run:
        bench.walk(run, 8, 8)  # templates are read and what is remembered is filled
        counted = bench.walk(run, max(walks // 12, 2), 1)
        counted_js = bench.walk(run, max(walks // 24, 2), 1, javascript=True)
    with bench.serving() as run:
        bench.walk(run, 16, 8)
        one = bench.walk(run, max(walks // 4, 2), 1)
        eight = bench.walk(run, walks, 8)
        eight_js = bench.walk(run, max(walks // 4, 8), 8, javascript=True)
    print(about(bench))
    if reports:
        people = bench.chosen.people
        print(figures(one, eight, reports, people), "\n")
        print(markdown(["report, p50 of ten, 1 client", "ms"], _report_rows(reports, people)), "\n")
    runs = {"1 client": one, "8 clients": eight, "8 clients with JavaScript": eight_js}
    print(shares(runs), "\n")
    print(steps(counted, one, eight), "\n")
    print("With JavaScript, where it differs:\n")
    print(
        markdown(
            ["step", "requests", "queries", "CPU ms"],
            [
                [
                    step,
                    f"{len(counted_js.counts[step]) / counted_js.people:.1f}",
                    counted_js.statements(step),
                    f"{counted_js.cpu_inside(step):.1f}",
                ]
                for step in ("Autosave", "Save and continue")
            ],
        )
    )


def _report_rows(reports: dict[str, float], people: int) -> list[list[str]]:
    results = f"{5 * people:,}"
    words = {
        "page": f"Progress: {people:,} people, {people:,} results on one page",
        "whole": f"Progress: {people:,} people, {results} results on one page",
        "csv": f"Progress as CSV: {results} rows",
        "overview": f"First screen over {results} results",
    }
    return [[words[name], f"{reports[name]:.0f}"] for name in words]


def about(bench: Bench) -> str:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from django.db import connection
    from django.utils import timezone

    begun = time.process_time()
    PBKDF2PasswordHasher().encode(bench.password, "salt")
    hashing = time.process_time() - begun
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
    return (
        f"{timezone.localdate():%d %B %Y}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, PostgreSQL {version} (fsync off), "
        f"{bench.chosen.people:,} people × {len(bench.site.checks)} checks of 12 units, "
        f"{bench.chosen.walks} finished assessments at 8 clients. One PBKDF2 hash, which the test "
        f"sign-in leaves out, takes {hashing:.2f} s here.\n"
    )


if __name__ == "__main__":
    main()

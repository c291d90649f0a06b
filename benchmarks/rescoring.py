"""``make bench-rescoring``: 5,000 submitted assessments judged again by another key.

On a throwaway PostgreSQL, as a worker does it: first the dry run, then chunk after chunk. Nothing
is kept.
"""

import argparse
import logging
import os
import secrets
import tempfile
import time
import tomllib

from benchmarks.tables import markdown
from tests.postgres import server

GOAL = 60.0


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench-rescoring")
    options.add_argument("--people", type=int, default=5000)
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
        logging.disable(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        measure(chosen.people)


def measure(people: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.site import FIXTURES, PRACTICE, Site
    from people.public import Organisation, Role
    from scenarios.models import KeyChange, Panel, Release
    from scenarios.services.dry_runs import keep_dry_run
    from scenarios.services.key_changes import approve_key
    from scenarios.services.panels import close_panel, load_panel
    from scenarios.services.rescoring import rescore_all, rescore_next
    from scoring.public import Result
    from tests.factories import make_person

    site = Site(people)
    release = Release.objects.get(case_version__scenario__ref=PRACTICE.upper())
    site.sit(release)
    data = tomllib.loads((FIXTURES / "cases" / PRACTICE / "panel.toml").read_text("utf-8"))
    for unit in data["units"].values():  # another panel, a level higher wherever there is one
        unit["ratings"] = [str(min(3, int(each) + 1)) if each.isdigit() else each
                           for each in unit["ratings"]]  # fmt: skip
    panel = load_panel(case_version=release.case_version, data=data)
    Panel.objects.filter(pk=panel.pk).update(rerates=release)
    nation = Organisation.objects.get(code="NATIONAL")
    change = KeyChange.objects.create(
        release=release,
        case_version=release.case_version,
        new_key=close_panel(panel=panel),
        proposed_by=make_person(role=Role.TRAINER, organisation=nation),
        approver=make_person(role=Role.ADMINISTRATOR, organisation=nation),
        reason="Measured.",
    )
    begun = time.perf_counter()
    keep_dry_run(change)
    dry_run = time.perf_counter() - begun
    change = approve_key(change=change, by=change.approver)
    begun, cpu = time.perf_counter(), time.process_time()
    rescoring = rescore_next(change.rescoring)
    with CaptureQueriesContext(connection) as captured:
        rescoring = rescore_next(rescoring)
    rescoring = rescore_all(rescoring)
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    results = Result.objects.filter(key=change.new_key, superseded_at=None).count()
    load = os.getloadavg()[0]
    print(
        markdown(
            ["re-scoring", "reached", "goal"],
            [
                ["results judged again", f"{results:,} of {people:,}, {rescoring.left} left", ""],
                ["by the clock", f"{took:.1f} s", f"≤ {GOAL:.0f} s"],
                ["CPU of the worker", f"{cpu:.1f} s", ""],
                ["statements of a chunk", str(len(captured)), ""],
                ["the dry run before it", f"{dry_run:.1f} s", ""],
                [
                    "at work on the machine besides",
                    f"load {load:.1f} on {os.cpu_count()} cores",
                    "",
                ],
            ],
        )
    )


if __name__ == "__main__":
    main()

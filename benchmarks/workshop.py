"""``make bench-workshop``: the list of cases at 500, in every state, on PostgreSQL.

Asks for the pages inside one process, through all that a request goes through but the socket, and
prints Markdown. Nothing is kept.
"""

import argparse
import re
import statistics
import time
from typing import Any

from benchmarks.empty_site import empty_site, load_words
from benchmarks.tables import markdown

RUNS = 30
MOST_MS, MOST_QUERIES = 120, 15
PAGES = {
    "First page": "",
    "Last page": "?page=10",
    "In use": "?state=in_use",
    "Drafts, complex": "?state=draft&difficulty=complex",
    "Mine": "?turn=mine",
    "Search": "?q=tests+TS-B04",
    "By characteristic": "?characteristic=faith",
    "Healthy": "?health=healthy",
}


def make_cases(n: int) -> Any:
    """A trainer of the whole country, and so many cases in the shares that a bank has."""
    from people.public import Role
    from scenarios.models import Characteristic
    from tests.factories import (
        make_closed_panel,
        make_framework,
        make_national,
        make_panel,
        make_passed,
        make_person,
        make_released_case,
        make_review,
        make_scenario,
    )

    make_framework()
    trainer = make_person(role=Role.TRAINER, organisation=make_national())
    reviewer = make_person(role=Role.TRAINER, organisation=make_national())
    for number in range(n):
        ref = f"TS-B{number:03}"
        match number % 20:
            case 0 | 1:
                make_review(make_scenario(ref), by=trainer, reviewer=reviewer)
            case 2 | 3:
                make_passed(make_scenario(ref), by=trainer, reviewer=reviewer)
            case 4:
                make_panel(6, scenario=make_scenario(ref))
            case 5 if number < 100:
                make_closed_panel(5, scenario=make_scenario(ref))
            case 6 | 7 | 8 | 9 | 10 | 11:
                make_released_case("check" if number % 2 else "practice", ref)
            case _:
                scenario = make_scenario(ref)
                scenario.difficulty = "complex" if number % 3 else "simple"
                scenario.characteristics = [
                    Characteristic(kind="faith", value="Attends a chapel", purpose="Faith.")
                ]
                scenario.save()
                scenario.save_revision(user=trainer if number % 2 else reviewer).publish()
    return trainer


def measure(trainer: Any) -> list[list[str]]:
    """Milliseconds and queries of each page: the median, and the slowest of nineteen in twenty."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(trainer)
    rows = []
    for name, query in PAGES.items():
        times, cpu = [], []
        for _run in range(RUNS + 3):  # the first few read templates
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get(f"/workshop/{query}")
            times.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - worked))
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/workshop/{query}")
        found = re.search(r"(\d+) cases?[<,]", answer.content.decode())
        middle, slow = statistics.median(times[3:]), statistics.quantiles(times[3:], n=20)[-1]
        is_met = middle <= MOST_MS and len(captured) <= MOST_QUERIES
        rows.append(
            [
                name,
                found.group(1) if found else "0",
                f"{middle:.0f}",
                f"{slow:.0f}",
                f"{statistics.median(cpu[3:]):.0f}",
                str(len(captured)),
                "met" if is_met else "**not met**",
            ]
        )
    return rows


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench-workshop")
    options.add_argument("--cases", type=int, default=500)
    chosen = options.parse_args()
    with empty_site():
        rows = measure(make_cases(chosen.cases))
        headings = ["of 500 cases", "found", "p50 ms", "p95 ms", "CPU ms", "queries",
                    f"≤ {MOST_MS} ms, ≤ {MOST_QUERIES} queries"]  # fmt: skip
        print(markdown(headings, rows))
        print(f"\n{load_words()}")


if __name__ == "__main__":
    main()

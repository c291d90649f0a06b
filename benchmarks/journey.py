"""Time the pages of one assessment and the force's report, on a demo site of its own.

``make bench`` prints, for each step, the server's p50 and p95 in milliseconds, the SQL statements,
and the ratio of its p50 to the baseline: a page without content through the same middleware, as the
same signed-in person, in the same run. Nothing is kept.
"""

import logging
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 30
GOALS = {"Case page": 40, "Autosave": 40, "Cite a passage": 40, "Submit": 60}
QUERIES = {"Case page": 20, "Autosave": 20, "Submit": 20, "Feedback": 20, "Force report": 25}


@dataclass
class Step:
    """What was measured of one kind of request."""

    name: str
    milliseconds: list[float] = field(default_factory=list)
    statements: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.milliseconds, n=20)[-1]


class Bench:
    """Sends requests through the whole middleware, in this process, and notes what each cost."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}

    def measure(self, name: str, send: Callable[[], object], *, expect: int = 200) -> object:
        """One request; its statements are those of the same request, transaction marks left out."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        step = self.steps.setdefault(name, Step(name))
        with CaptureQueriesContext(connection) as captured:
            begun = time.perf_counter()
            response = send()
            step.milliseconds.append(1000 * (time.perf_counter() - begun))
        if response.status_code != expect:
            sys.exit(f"{name} answered {response.status_code}, not {expect}.")
        words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        count = sum(not row["sql"].startswith(words) for row in captured.captured_queries)
        step.statements = max(step.statements, count)
        return response


def prepare() -> None:
    """A demo site on SQLite in a folder that goes away, with the settings of the demo."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=open(os.devnull, "w"))  # noqa: SIM115 - ends with the process


def run(bench: Bench) -> None:
    from django.test import Client

    from people.public import User
    from scenarios.public import Assessment

    trainee, lead = Client(), Client()
    trainee.force_login(
        User.objects.get(email="trainee@demo.example"), "django.contrib.auth.backends.ModelBackend"
    )
    lead.force_login(
        User.objects.get(email="lead@demo.example"), "django.contrib.auth.backends.ModelBackend"
    )
    for _round in range(ROUNDS):
        bench.measure("Baseline: an empty page", lambda: trainee.get("/not-there/"), expect=404)
        bench.measure("My learning", lambda: trainee.get("/my-learning/"))
        trainee.post("/cases/TR-0007/")
        assessment = Assessment.objects.filter(submitted_at__isnull=True).latest("started_at")
        assess(bench, trainee, f"/assessments/{assessment.uuid}/")
        bench.measure("Force report", lambda: lead.get("/reports/X01/"))


def assess(bench: Bench, client: object, address: str) -> None:
    """Rate every factor as a browser does, cite, choose nothing, submit, read the feedback."""
    from scoring.public import Factor

    htmx = {"HX-Request": "true"}
    for code in Factor.objects.values_list("code", flat=True):
        page = f"{address}1/{code}/"
        answer = {"choice": "1", "confidence": "70", "interval": "m3", "revision": "0"}
        answer |= {} if code == "overall" else {"reason": "What D2.2 says."}
        bench.measure("Case page", lambda page=page: client.get(page))
        bench.measure("Autosave", lambda page=page, a=answer: client.post(page, a, headers=htmx))
        cite = {**answer, "revision": "1", "cite": "for:D2.2"}
        bench.measure(
            "Cite a passage", lambda page=page, c=cite: client.post(page, c, headers=htmx)
        )
    bench.measure("Check answers", lambda: client.get(f"{address}1/check/"))
    bench.measure("Submit", lambda: client.post(f"{address}1/check/"), expect=302)
    bench.measure("Feedback", lambda: client.get(f"{address}feedback/"))


def table(bench: Bench) -> str:
    """The results as a Markdown table."""
    from django.utils import timezone

    base = bench.steps["Baseline: an empty page"].p50
    lines = [
        f"{timezone.localdate():%d %B %Y}, Python {platform.python_version()}, SQLite, "
        f"{os.cpu_count()} cores, {ROUNDS} rounds, one process",
        "",
        "| step | p50 ms | p95 ms | goal p95 | times the baseline | statements | goal |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for step in bench.steps.values():
        goal, queries = GOALS.get(step.name, ""), QUERIES.get(step.name, "")
        lines.append(
            f"| {step.name} | {step.p50:.1f} | {step.p95:.1f} | {goal} | {step.p50 / base:.1f} "
            f"| {step.statements} | {queries} |"
        )
    return "\n".join(lines)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = str(Path(folder))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training_site.settings.dev")
        os.environ.pop("DATABASE_URL", None)
        prepare()
        bench = Bench()
        run(bench)
        print(table(bench))


if __name__ == "__main__":
    main()

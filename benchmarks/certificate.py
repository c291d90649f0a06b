"""``make bench-certificate``: how long the PDF of a certificate takes, with nothing asked of a
database. Prints Markdown.
"""

import os
import platform
import runpy
import statistics
import time
from datetime import date
from pathlib import Path

from benchmarks.tables import markdown

SERVER = Path(__file__).resolve().parent.parent / "gunicorn.conf.py"
GOAL = 0.3
RUNS = 30


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training_site.settings.test")
    import django

    django.setup()
    collect_garbage_as_the_server_does()
    rows = [
        measured("short name", "Ann", "Lee", is_specimen=False),
        measured("Welsh letters, specimen", "Siôn", "Gŵyn-Ŷsgafn", is_specimen=True),
        measured("name of two lines", "Bartholomew " * 3, "Featherstonehaugh", is_specimen=True),
    ]
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, {os.getloadavg()[0]:.1f} processes at "
        f"work, Python {platform.python_version()}. Of {RUNS} sheets each, the first one apart."
    )
    print()
    print(markdown(("sheet", "first", "median", "longest", "most CPU", "size", "goal", ""), rows))


def collect_garbage_as_the_server_does() -> None:
    """Or one sheet in some thirty waits until all that Django has loaded is looked through."""
    import courses.certificate.sheet  # noqa: F401  loaded before, as on the server

    runpy.run_path(str(SERVER))["when_ready"](None)


def measured(what: str, first: str, last: str, *, is_specimen: bool) -> list[str]:
    """One kind of sheet: the first in the process, then the rest."""
    from courses.certificate.sheet import certificate_pdf
    from courses.models import Certificate
    from people.public import Organisation, User

    certificate = Certificate(
        reference="7K3P-92QX-M4TZ",
        person=User(first_name=first, last_name=last),
        organisation=Organisation(name="Northmoor Police"),
        title="ARMS foundations",
        issued_on=date(2026, 11, 26),
        expires_on=date(2027, 11, 26),
        is_specimen=is_specimen,
    )
    address = "https://training.example/verify/7K3P-92QX-M4TZ/"
    taken, worked = [], []
    size = 0
    for _ in range(RUNS + 1):
        begun, begun_work = time.perf_counter(), time.process_time()
        size = len(certificate_pdf(certificate, validity="Valid.", verify_at=address))
        taken.append(time.perf_counter() - begun)
        worked.append(time.process_time() - begun_work)
    longest = max(taken)
    return [
        what,
        f"{1000 * taken[0]:.0f} ms",
        f"{1000 * statistics.median(taken[1:]):.0f} ms",
        f"{1000 * max(taken[1:]):.0f} ms",
        f"{1000 * max(worked):.0f} ms",
        f"{size / 1024:.0f} KB",
        f"{1000 * GOAL:.0f} ms",
        "met" if longest <= GOAL else "missed",
    ]


if __name__ == "__main__":
    main()

"""``make bench-certificate``: how long the PDF of a certificate takes, with nothing asked of a
database. Prints Markdown.
"""

import os
import platform
import statistics
import time
from datetime import date

from benchmarks.tables import markdown

GOAL = 0.3
RUNS = 30


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training_site.settings.test")
    import django

    django.setup()
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
    print(markdown(("sheet", "first", "median", "longest", "size", "goal", ""), rows))


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
    taken = []
    size = 0
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        size = len(certificate_pdf(certificate, validity="Valid.", verify_at=address))
        taken.append(time.perf_counter() - begun)
    longest = max(taken)
    return [
        what,
        f"{1000 * taken[0]:.0f} ms",
        f"{1000 * statistics.median(taken[1:]):.0f} ms",
        f"{1000 * max(taken[1:]):.0f} ms",
        f"{size / 1024:.0f} KB",
        f"{1000 * GOAL:.0f} ms",
        "met" if longest <= GOAL else "missed",
    ]


if __name__ == "__main__":
    main()

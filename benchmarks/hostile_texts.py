"""``make bench-texts``: what the report on a case costs where its text is made to be costly.

Each text repeats one thing that a pattern could stumble over. Its CPU time is set beside that of
ordinary writing of the same length, which comes with the site. Prints Markdown.
"""

import os
import platform
import time
from pathlib import Path

from benchmarks.tables import markdown

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
GOAL = 1.0
RUNS = 3
FACTORS = [("opportunity", "Opportunity"), ("preoccupation", "Sexual preoccupation")]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training_site.settings.test")
    import django

    django.setup()
    from tests.factories.hostile import HOSTILE, LENGTH

    baseline = _cpu(_ordinary(LENGTH))
    rows = [_row("ordinary writing", baseline, baseline)]
    rows += [_row(name, _cpu((unit * LENGTH)[:LENGTH]), baseline) for name, unit in HOSTILE.items()]
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, {os.getloadavg()[0]:.1f} processes at "
        f"work, Python {platform.python_version()}. {LENGTH:,} characters each, the least CPU of "
        f"{RUNS} runs."
    )
    print()
    print(markdown(("text", "CPU", "of ordinary writing", "goal", ""), rows))


def _ordinary(length: int) -> str:
    papers = sorted(CASES.glob("*/*.md"))
    written = "\n\n".join(path.read_text("utf-8") for path in papers)
    return (written * (length // len(written) + 1))[:length]


def _cpu(body: str) -> float:
    from scenarios.quality.report import report_on
    from tests.factories.texts import make_paper, make_text

    text = make_text(make_paper(body), people=(("Martin Croll", "46"),))
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        report_on(text, factors=FACTORS, design={})
        taken.append(time.process_time() - begun)
    return min(taken)


def _row(name: str, seconds: float, baseline: float) -> list[str]:
    return [
        name,
        f"{1000 * seconds:.0f} ms",
        f"{seconds / baseline:.2f}",
        f"≤ {GOAL:.0f} s",
        "met" if seconds <= GOAL else "**not met**",
    ]


if __name__ == "__main__":
    main()

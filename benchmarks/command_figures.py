"""What the three commands need on the nation's files, start and reading of CSV included."""

import statistics
from collections.abc import Iterator

from benchmarks.processes import Used, run_command
from benchmarks.timing import Data, Line

RUNS = 3
SECONDS, MEGABYTES = 10.0, 1000.0


def lines(data: Data) -> Iterator[Line]:
    """Two lines a command; the issue has goals for agreement alone."""
    ratings, panel, answers = (data.folder / f"{n}.csv" for n in ("ratings", "panel", "answers"))
    data.nation.write(ratings)
    data.nation.write_panel(panel)
    data.nation.write_answers(answers)
    yield from _lines(_median("agreement", str(ratings)), "agreement", SECONDS, MEGABYTES)
    yield from _lines(_median("rasch", str(ratings)), "rasch")
    yield from _lines(_median("concordance", str(panel), str(answers)), "concordance")


def _median(*arguments: str) -> Used:
    runs = [run_command(*arguments, "--json") for _run in range(RUNS)]
    return Used(
        seconds=statistics.median(each.seconds for each in runs),
        cpu=statistics.median(each.cpu for each in runs),
        megabytes=max(each.megabytes for each in runs),
    )


def _lines(
    used: Used, name: str, seconds: float | None = None, megabytes: float | None = None
) -> Iterator[Line]:
    words = f"{used.cpu:.2f} s of CPU"
    yield Line(f"`manage.py {name}` on the nation's CSV", used.seconds, seconds, words=words)
    yield Line("the same: memory", used.megabytes, megabytes, unit="MB")

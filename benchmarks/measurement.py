"""``make bench-measurement``: how quick the measurement core is at the size of a nation.

Makes the ratings of a nation and of a force, times every row of the table on them, times the peers
on the same ratings in an environment of their own that is thrown away, and prints Markdown.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

# More threads only get into each other's way on products as small as these.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from benchmarks import agreement_figures, command_figures, concordance_figures, rasch_figures
from benchmarks.nation import force, nation
from benchmarks.processes import ROOT, output
from benchmarks.tables import markdown
from benchmarks.timing import HEADINGS, RUNS, Data, Line, Other

PEERS = ("krippendorff", "scikit-learn")


def peers(data: Data) -> dict[str, Other]:
    """What the peers need for the same; nothing, and a word on why, where they cannot be had."""
    folder = data.folder / "peers"
    python = str(folder / "bin" / "python")
    ratings = data.nation.ratings
    file = data.folder / "ratings.npz"
    np.savez(
        file,
        raters=ratings.raters,
        units=ratings.units,
        levels=ratings.levels,
        n_raters=ratings.n_raters,
        n_units=ratings.n_units,
        key=data.nation.key,
    )
    try:
        output(sys.executable, "-m", "venv", str(folder))
        output(python, "-m", "pip", "install", "--quiet", "--no-input", *PEERS)
        # -P: the modules beside the script are none of the peers' business.
        answers = output(python, "-P", str(ROOT / "benchmarks" / "peers.py"), str(file))
    except subprocess.CalledProcessError as fault:
        lines = (fault.stderr or "").strip().splitlines() or ["no reason was given"]
        print(f"The peers could not be installed or run: {lines[-1]}", file=sys.stderr)
        return {}
    return {name: Other(**facts) for name, facts in json.loads(answers).items()}


def lines(data: Data, others: dict[str, Other]) -> Iterator[Line]:
    """Every line of the table, as it is measured."""
    for row in agreement_figures.ROWS + concordance_figures.ROWS + rasch_figures.ROWS:
        yield row.line(data, others)
    yield from rasch_figures.memory(data)
    yield from command_figures.lines(data)


def facts(data: Data) -> str:
    """When, where and on what: two lines above the table."""
    today = datetime.now(UTC)
    return (
        f"{today.day} {today:%B %Y}, {os.cpu_count()} processors ({platform.machine()}), "
        f"{os.getloadavg()[0]:.1f} processes at work before, Python {platform.python_version()}, "
        f"numpy {np.__version__}, one thread. "
        f"Nation: {data.nation.ratings.size:,} ratings. Force: {data.force.ratings.size:,}. "
        f"Medians of {RUNS} runs, of fewer where a run is long, of {command_figures.RUNS} for a "
        "command."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--without-peers", action="store_true", help="install and time no peers")
    without_peers = parser.parse_args().without_peers
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        data = Data(nation(), force(), Path(folder))
        said = facts(data)
        measured = list(lines(data, {} if without_peers else peers(data)))
    print(said)
    print()
    print(markdown(HEADINGS, [line.cells for line in measured]))
    print()
    print(f"All of it took {(time.monotonic() - begun) / 60:.0f} minutes.")


if __name__ == "__main__":
    main()

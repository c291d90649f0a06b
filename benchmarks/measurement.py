"""``make bench-measurement``: how quick the measurement core is at the size of a nation.

Makes the ratings of a nation and of a force, times every row of the table on them, times the peers
on the same ratings in an environment of their own that is thrown away, and prints Markdown.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# More threads only get into each other's way on products as small as these.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from benchmarks.nation import Made, force, nation
from benchmarks.tables import markdown
from scoring.core.agreement import (
    Metric,
    Weighting,
    alpha_over_scenarios,
    conger_kappa,
    gwet_ac,
    krippendorff_alpha,
    quadratic_kappas,
    weights,
)

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
PEERS = ("krippendorff", "scikit-learn")


@dataclass(frozen=True)
class Data:
    """What there is to measure on."""

    nation: Made
    force: Made
    folder: Path


@dataclass(frozen=True)
class Reached:
    """Seconds, median of the runs; what else there is to say; a figure that a peer has too."""

    seconds: float
    words: str = ""
    value: float | None = None


@dataclass(frozen=True)
class Row:
    """A line of the table. The goal is in seconds or, where there is a peer, its share of theirs.

    ``peer`` is the name of a function of ``benchmarks.peers``.
    """

    name: str
    run: Callable[[Data], Reached]
    goal: float
    peer: str | None = None


def timed(work: Callable[[], Any], value: Callable[[Any], float] | None = None) -> Reached:
    """The median of some runs, after one that does not count."""
    found = work()
    seconds = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return Reached(statistics.median(seconds), value=None if value is None else value(found))


def _counts(data: Data) -> Reached:
    return timed(data.nation.ratings.counts)


def _ordinal_alpha(data: Data) -> Reached:
    ratings = data.nation.ratings
    return timed(
        lambda: krippendorff_alpha(ratings.counts(), ratings.scale, Metric.ORDINAL),
        lambda found: found.value,
    )


def _ac2(data: Data) -> Reached:
    ratings = data.nation.ratings
    weight = weights(Weighting.QUADRATIC, ratings.scale)
    return timed(lambda: gwet_ac(ratings.counts(), weight))


def _conger(data: Data) -> Reached:
    ratings = data.nation.ratings
    return timed(lambda: conger_kappa(ratings, weights(Weighting.IDENTITY, ratings.scale)))


def _kappas(data: Data) -> Reached:
    made = data.nation
    return timed(
        lambda: quadratic_kappas(made.ratings, made.key), lambda found: float(found.values.mean())
    )


def _resamples(data: Data) -> Reached:
    made = data.nation
    counts = made.ratings.counts()
    return timed(
        lambda: alpha_over_scenarios(
            counts,
            made.ratings.scale,
            np.random.default_rng(0),
            scenarios=made.scenarios,
            metrics=[Metric.ORDINAL],
            resamples=200,
        )
    )


def _command(data: Data) -> Reached:
    path = data.folder / "nation.csv"
    data.nation.write(path)
    runs = [_run_of_command("agreement", str(path), "--json") for _run in range(3)]
    seconds, cpu, megabytes = (statistics.median(each) for each in zip(*runs, strict=True))
    return Reached(seconds, f"{cpu:.2f} s of CPU, {megabytes:.0f} MB at most (goal: 1,000)")


# Linux counts what a process held before it became another: this one must not be our large self.
_LAUNCHER = """
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def _run_of_command(*arguments: str) -> tuple[float, float, float]:
    """Seconds, seconds of CPU and megabytes of a management command, from a new process."""
    manage = str(ROOT / "manage.py")
    words = _output(sys.executable, "-c", _LAUNCHER, sys.executable, manage, *arguments)
    seconds, cpu, megabytes = map(float, words.split())
    return seconds, cpu, megabytes


ROWS = [
    Row("counts of the nation, from its rows", _counts, 0.060),
    Row("ordinal alpha, from rows", _ordinal_alpha, 1 / 40, peer="ordinal_alpha"),
    Row("AC2 with its standard error, from rows", _ac2, 0.030),
    Row("Conger's kappa with its standard error", _conger, 0.200),
    Row("quadratic kappa of 10,000 trainees", _kappas, 1 / 200, peer="quadratic_kappas"),
    Row("200 resamples of scenarios, ordinal alpha", _resamples, 0.200),
    Row("`manage.py agreement` on the nation's CSV", _command, 10.0),
]
"""Each part of the core adds its own."""


def peers(data: Data) -> dict[str, Any]:
    """What the peers need for the same, or why it is not known."""
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
        _output(sys.executable, "-m", "venv", str(folder))
        _output(python, "-m", "pip", "install", "--quiet", "--no-input", *PEERS)
        # -P: the modules beside the script are none of the peers' business.
        answers = _output(python, "-P", str(ROOT / "benchmarks" / "peers.py"), str(file))
    except subprocess.CalledProcessError as fault:
        lines = (fault.stderr or "").strip().splitlines() or ["no reason was given"]
        return {"missing": f"The peers could not be installed or run: {lines[-1]}"}
    found: dict[str, Any] = json.loads(answers)
    return found


def _output(*words: str) -> str:
    """What a program of our own choice prints."""
    ended = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603
    return ended.stdout


def _cells(row: Row, reached: Reached, others: dict[str, Any]) -> list[str]:
    if row.peer is None:
        goal, met, beside = f"≤ {_seconds(row.goal)}", reached.seconds <= row.goal, ""
    elif row.peer in others:
        peer = others[row.peer]
        if reached.value is not None and abs(reached.value - peer["value"]) > 1e-6:
            sys.exit(f"{row.name}: {reached.value} here, {peer['value']} with the peer.")
        share = peer["seconds"] / reached.seconds
        beside = f"{_seconds(peer['seconds'])}; we need 1/{share:.0f}"
        goal, met = f"≤ 1/{1 / row.goal:.0f} of the peer", share >= 1 / row.goal
    else:
        goal, beside = f"≤ 1/{1 / row.goal:.0f} of the peer", "not to be had"
        return [row.name, _seconds(reached.seconds), goal, "not known", beside]
    words = "; ".join(filter(None, [beside, reached.words]))
    return [row.name, _seconds(reached.seconds), goal, "met" if met else "**not met**", words]


def _seconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _lines(without_peers: bool) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        data = Data(nation(), force(), Path(folder))
        others = {"missing": "Without peers."} if without_peers else peers(data)
        yield (
            f"Nation: {data.nation.ratings.size:,} ratings. Force: {data.force.ratings.size:,}. "
            f"Medians of {RUNS} runs. Python {platform.python_version()}, numpy {np.__version__}, "
            f"{os.cpu_count()} processors ({platform.machine()}), one thread."
        )
        yield ""
        headings = ["", "reached", "goal", "", "peer, and more"]
        yield markdown(headings, [_cells(row, row.run(data), others) for row in ROWS])
        yield ""
        yield others.get("missing") or (
            f"Peers, on the same ratings in the same run: krippendorff "
            f"{others['ordinal_alpha']['version']} (a matrix already made; median of 3), a loop of "
            f"scikit-learn {others['quadratic_kappas']['version']} (one run). Their figures are "
            "ours to six decimals."
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--without-peers", action="store_true", help="install and time no peers")
    for line in _lines(parser.parse_args().without_peers):
        print(line, flush=True)


if __name__ == "__main__":
    main()

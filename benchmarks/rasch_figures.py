"""How quick many-facet Rasch measurement is: rows for ``benchmarks/measurement.py``.

``python -m benchmarks.rasch_figures RATINGS.npz`` fits one file in a process of its own and prints
the megabytes that took at most.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before numpy is there: more threads only get into each other's way.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from scoring.core import Ratings
from scoring.core.rasch import RaschFit, anchored_severities, anchored_severity, fit_rasch
from scoring.core.rater_errors import find_rater_errors

ROOT = Path(__file__).resolve().parents[1]
MODULE = "benchmarks.rasch_figures"
GOAL_MEGABYTES = 500
ANCHORED_FORCE = 200


@dataclass(frozen=True)
class RaschFigure:
    """A name, what to time (made ready from the nation's and the force's ratings), and the goal.

    ``ready`` takes something with ``nation`` and ``force``, each with ``ratings`` and
    ``scenarios``. ``goal`` is in seconds, or None where the issue sets none.
    """

    name: str
    ready: Callable[[Any], Callable[[], object]]
    goal: float | None


def _fitted(ratings: Ratings) -> RaschFit:
    fit = fit_rasch(ratings)
    assert isinstance(fit, RaschFit)
    return fit


def _force(data: Any) -> Callable[[], object]:
    return lambda: fit_rasch(data.force.ratings)


def _nation(data: Any) -> Callable[[], object]:
    return lambda: fit_rasch(data.nation.ratings)


def _warm(data: Any) -> Callable[[], object]:
    """The nation again, from a fit of all but a hundredth of its ratings."""
    ratings = data.nation.ratings
    kept = np.random.default_rng(0).random(ratings.size) > 0.01
    earlier = _fitted(
        Ratings(
            ratings.raters[kept],
            ratings.units[kept],
            ratings.levels[kept],
            ratings.scale,
            ratings.n_raters,
            ratings.n_units,
        )
    )
    return lambda: fit_rasch(ratings, start=earlier)


def _one_anchored(data: Any) -> Callable[[], object]:
    ratings = data.nation.ratings
    fit, own = _fitted(ratings), ratings.raters == 0
    units, levels = ratings.units[own], ratings.levels[own]
    return lambda: anchored_severity(fit, units, levels)


def _force_anchored(data: Any) -> Callable[[], object]:
    ratings = data.nation.ratings
    fit, own = _fitted(ratings), ratings.raters < ANCHORED_FORCE
    rows = ratings.raters[own], ratings.units[own], ratings.levels[own]
    return lambda: anchored_severities(fit, *rows, ANCHORED_FORCE)


def _errors(data: Any) -> Callable[[], object]:
    ratings, scenarios = data.force.ratings, data.force.scenarios
    fit = _fitted(ratings)
    return lambda: find_rater_errors(ratings, fit, scenarios, np.random.default_rng(0))


FIGURES = [
    RaschFigure("Rasch, one force", _force, 0.5),
    RaschFigure("Rasch, the nation", _nation, 10.0),
    RaschFigure("Rasch, the nation, from a fit of 99% of its ratings", _warm, None),
    RaschFigure("one rater anchored on the nation", _one_anchored, 0.010),
    RaschFigure("200 raters anchored on the nation", _force_anchored, 0.100),
    RaschFigure("nine rater errors of a force", _errors, None),
]


def peak_megabytes(ratings: Ratings, folder: Path) -> float:
    """The most a process holds that loads the ratings and fits them; the goal is 500."""
    path = folder / "rasch.npz"
    counted = np.array([ratings.n_raters, ratings.n_units])
    np.savez(
        path,
        raters=ratings.raters,
        units=ratings.units,
        levels=ratings.levels,
        scale=ratings.scale,
        counted=counted,
    )
    # A child starts with its parent's size on record; a shell between them does not.
    launcher = "import subprocess, sys; subprocess.run(sys.argv[1:], check=True)"
    words = [sys.executable, "-c", launcher, sys.executable, "-m", MODULE, str(path)]
    ended = subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603
    return float(ended.stdout)


def _main(path: str) -> None:
    with np.load(path) as file:
        n_raters, n_units = file["counted"].tolist()
        rows = file["raters"], file["units"], file["levels"], file["scale"]
        ratings = Ratings(*rows, n_raters, n_units)
    fit_rasch(ratings)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    _main(sys.argv[1])

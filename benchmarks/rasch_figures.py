"""How quick many-facet Rasch measurement is: rows for ``benchmarks/measurement.py``.

``python -m benchmarks.rasch_figures RATINGS.npz`` fits one file, in a process of its own so that
its memory can be told.
"""

import sys
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.processes import run_module
from benchmarks.timing import Data, Line, Row
from scoring.core import Ratings
from scoring.core.rasch import RaschFit, anchored_severities, anchored_severity, fit_rasch
from scoring.core.rater_errors import find_rater_errors

ANCHORED_FORCE = 200

Work = Callable[[], object]


def _force(data: Data) -> Work:
    return lambda: fit_rasch(data.force.ratings)


def _nation(data: Data) -> Work:
    return lambda: fit_rasch(data.nation.ratings)


def _warm(data: Data) -> Work:
    """The nation again, from a fit of all but a hundredth of its ratings."""
    ratings = data.nation.ratings
    kept = np.random.default_rng(0).random(ratings.size) > 0.01
    rows = ratings.raters[kept], ratings.units[kept], ratings.levels[kept]
    earlier = fit_rasch(Ratings(*rows, ratings.scale, ratings.n_raters, ratings.n_units))
    assert isinstance(earlier, RaschFit)
    return lambda: fit_rasch(ratings, start=earlier)


def _one_anchored(data: Data) -> Work:
    ratings, fit = data.nation.ratings, data.fit
    own = ratings.raters == 0
    units, levels = ratings.units[own], ratings.levels[own]
    return lambda: anchored_severity(fit, units, levels)


def _force_anchored(data: Data) -> Work:
    ratings, fit = data.nation.ratings, data.fit
    own = ratings.raters < ANCHORED_FORCE
    rows = ratings.raters[own], ratings.units[own], ratings.levels[own]
    return lambda: anchored_severities(fit, *rows, ANCHORED_FORCE)


def _errors(data: Data) -> Work:
    ratings, scenarios = data.force.ratings, data.force.scenarios
    fit = fit_rasch(ratings)
    assert isinstance(fit, RaschFit)
    return lambda: find_rater_errors(ratings, fit, scenarios, np.random.default_rng(0))


ROWS = [
    Row("Rasch, one force", _force, 0.5),
    Row("Rasch, the nation", _nation, 10.0),
    Row("the same, from a fit of 99% of its ratings", _warm),
    Row("One rater anchored on the nation", _one_anchored, 0.010),
    Row("200 raters anchored on the nation", _force_anchored),
    Row("Nine rater errors of one force, by simulation", _errors),
]


def memory(data: Data) -> Iterator[Line]:
    """The most a process holds that loads the nation's ratings and fits them."""
    path = data.folder / "rasch.npz"
    ratings = data.nation.ratings
    np.savez(
        path,
        raters=ratings.raters,
        units=ratings.units,
        levels=ratings.levels,
        scale=ratings.scale,
        counted=np.array([ratings.n_raters, ratings.n_units]),
    )
    used = run_module("benchmarks.rasch_figures", str(path))
    yield Line("Rasch, the nation: memory of the whole process", used.megabytes, 500, unit="MB")


def _fit_file(path: str) -> None:
    with np.load(path) as file:
        rows = file["raters"], file["units"], file["levels"], file["scale"]
        ratings = Ratings(*rows, *file["counted"].tolist())
    fit_rasch(ratings)


if __name__ == "__main__":
    _fit_file(sys.argv[1])

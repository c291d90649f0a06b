"""Run by the Python of an environment of the peers' own: times them on the ratings of a file.

``python peers.py RATINGS.npz``; answers in JSON: its name, seconds and the figure, for each
peer.
"""

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import numpy as np

RUNS = 3


def timed(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    seconds = []
    for _run in range(runs):
        begun = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds), found


def ordinal_alpha(data: Any) -> dict[str, Any]:
    """The package wants a matrix of raters by units: making it is not counted."""
    import krippendorff

    matrix = np.full((int(data["n_raters"]), int(data["n_units"])), np.nan)
    matrix[data["raters"], data["units"]] = data["levels"]
    seconds, value = timed(
        lambda: krippendorff.alpha(reliability_data=matrix, level_of_measurement="ordinal"), RUNS
    )
    return {"way": _named("krippendorff"), "seconds": seconds, "value": float(value)}


def quadratic_kappas(data: Any) -> dict[str, Any]:
    """One rater after another, in one run, on ratings that are already sorted by rater."""
    from sklearn.metrics import cohen_kappa_score

    ends = np.searchsorted(data["raters"], np.arange(int(data["n_raters"]) + 1))
    keyed = data["key"][data["units"]]
    levels = data["levels"]

    def loop() -> list[float]:
        return [
            cohen_kappa_score(levels[a:b], keyed[a:b], weights="quadratic")
            for a, b in pairwise(ends)
        ]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seconds, values = timed(loop, 1)
    return {
        "way": f"loop of {_named('scikit-learn')}",
        "seconds": seconds,
        "value": float(np.mean(values)),
    }


def _named(package: str) -> str:
    return f"{package} {version(package)}"


if __name__ == "__main__":
    ratings = dict(np.load(sys.argv[1]))
    print(json.dumps({each.__name__: each(ratings) for each in (ordinal_alpha, quadratic_kappas)}))

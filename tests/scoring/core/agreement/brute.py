"""The definitions written out, pair by pair, with nothing clever: what the code must agree with."""

from collections import defaultdict
from itertools import permutations

import numpy as np

from scoring.core import Ratings
from scoring.core.agreement import Metric


def by_unit(ratings: Ratings) -> dict[int, list[tuple[int, int]]]:
    """The rater and level of each rating of each unit."""
    found = defaultdict(list)
    for rater, unit, level in zip(ratings.raters, ratings.units, ratings.levels, strict=True):
        found[int(unit)].append((int(rater), int(level)))
    return found


def observed(ratings: Ratings, weights: np.ndarray) -> float:
    """Mean over units of the mean weight of its pairs."""
    means = [
        np.mean([weights[a, b] for (_r, a), (_s, b) in permutations(given, 2)])
        for given in by_unit(ratings).values()
        if len(given) > 1
    ]
    return float(np.mean(means))


def alpha(ratings: Ratings, metric: Metric) -> float:
    """Krippendorff 2011: disagreement within units over disagreement among all pairable values."""
    units = [given for given in by_unit(ratings).values() if len(given) > 1]
    values = [level for given in units for _rater, level in given]
    often = [values.count(level) for level in range(ratings.n_levels)]

    def apart(a: int, b: int) -> float:
        one, other = ratings.scale[a], ratings.scale[b]
        if metric is Metric.NOMINAL:
            return float(a != b)
        if metric is Metric.INTERVAL:
            return (one - other) ** 2
        if metric is Metric.RATIO:
            return ((one - other) / (one + other)) ** 2 if a != b else 0.0
        low, high = sorted((a, b))
        return (sum(often[low : high + 1]) - (often[low] + often[high]) / 2) ** 2

    within = sum(
        sum(apart(a, b) for (_r, a), (_s, b) in permutations(given, 2)) / (len(given) - 1)
        for given in units
    )
    among = sum(apart(a, b) for a, b in permutations(values, 2)) / (len(values) - 1)
    return 1 - within / among


def conger_chance(ratings: Ratings, weights: np.ndarray) -> float:
    """Mean over pairs of raters of the agreement that their own shares would give."""
    shares = []
    for rater in set(ratings.raters.tolist()):
        levels = ratings.levels[ratings.raters == rater]
        shares.append(np.bincount(levels, minlength=ratings.n_levels) / levels.size)
    return float(np.mean([one @ weights @ other for one, other in permutations(shares, 2)]))

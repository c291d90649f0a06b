"""How sure alpha is: what it would be for other scenarios, for other raters, or for both.

What is drawn afresh decides what an interval says. Scenarios come with all their units; single
ratings are never drawn. All is done on counts, so that a nation takes no longer than a class.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.core.agreement.alpha import (
    Metric,
    alphas,
    krippendorff_alpha,
)
from scoring.core.agreement.pairs import Counts
from scoring.core.estimate import Estimate
from scoring.core.ratings import Ratings
from scoring.core.undefined import Undefined

Floats = NDArray[np.float64]
Integers = NDArray[np.integer]

RESAMPLES = 1_000
# Numbers held at once: 256 MB of coincidences of scenarios, 16 MB of each piece of work; and
# numbers gone through in all, which is a matter of seconds.
MOST_COINCIDENCES = 1 << 25
PIECE = 1 << 21
MOST_WORK = 1 << 27


def alpha_over_scenarios(
    counts: Counts,
    scale: Floats,
    generator: np.random.Generator,
    *,
    scenarios: Integers | None = None,
    metrics: Sequence[Metric] = tuple(Metric),
    ruler: Floats | None = None,
    resamples: int = RESAMPLES,
) -> dict[Metric, Estimate | Undefined]:
    """Krippendorff's alphas, each with an interval for "would other scenarios give this?".

    ``counts`` is of shape (n_units, K), ``scale`` of shape (K,); ``scenarios``, of shape
    (n_units,), numbers the scenario of each unit; without it every unit is drawn by itself. All
    metrics are taken from the same draws, the percentile bootstrap over whole scenarios (Efron and
    Tibshirani 1993, An Introduction to the Bootstrap, ch. 13) with the ordinal ruler anew each
    time, unless a ``ruler`` is given. Draws without variation are left out. Neither the order of
    units nor that of scenarios changes anything. No interval: fewer than two scenarios with a unit
    rated by two, or a long scale (scenarios × K² above 33 million, draws × K² above 134 million).
    Undefined cases and ValueError as for ``krippendorff_alpha``; ValueError too: scenarios of
    another length.

    >>> counts = np.array([[3, 0], [0, 3], [1, 2], [3, 0]])
    >>> found = alpha_over_scenarios(counts, np.array([0.0, 1.0]), np.random.default_rng(1))
    >>> found[Metric.NOMINAL].low < found[Metric.NOMINAL].value <= found[Metric.NOMINAL].high
    True
    """
    if scenarios is not None and scenarios.shape != counts.shape[:1]:
        raise ValueError("Each unit has one scenario.")
    drawn = _resampled_coincidences(counts, scenarios, generator, resamples)
    return _each(metrics, counts, scale, drawn, ruler)


def alpha_over_raters(
    ratings: Ratings,
    generator: np.random.Generator,
    *,
    scenarios: Integers | None = None,
    metrics: Sequence[Metric] = tuple(Metric),
    ruler: Floats | None = None,
    resamples: int = RESAMPLES,
) -> dict[Metric, Estimate | Undefined]:
    """The same for "would other raters give this?"; with ``scenarios``, for both at once.

    With both, a rating counts as often as its rater was drawn times its scenario was: Owen's
    pigeonhole bootstrap (2007, Annals of Applied Statistics 1, 386-411). Somebody drawn twice is
    not compared with themselves. ``scenarios`` is of shape (n_units,); the order of raters matters
    to the draws. Shapes, undefined cases and errors as for ``alpha_over_scenarios``.

    >>> ratings = Ratings.of_table([[0, 0, 1], [1, 1, 1], [0, 0, 0]])
    >>> found = alpha_over_raters(ratings, np.random.default_rng(1), metrics=[Metric.NOMINAL])
    >>> round(found[Metric.NOMINAL].value, 3)
    0.6
    """
    if scenarios is not None and scenarios.shape != (ratings.n_units,):
        raise ValueError("Each unit has one scenario.")
    drawn = _coincidences_of_raters(ratings, scenarios, generator, resamples)
    return _each(metrics, ratings.counts(), ratings.scale, drawn, ruler)


def _each(
    metrics: Sequence[Metric],
    counts: Counts,
    scale: Floats,
    drawn: Iterable[Floats],
    ruler: Floats | None,
) -> dict[Metric, Estimate | Undefined]:
    """Alpha by each metric, with its interval from coincidences drawn, of shape (some, K, K)."""
    rulers = {metric: ruler if metric is Metric.ORDINAL else None for metric in metrics}
    points = {
        metric: krippendorff_alpha(counts, scale, metric, ruler=own)
        for metric, own in rulers.items()
    }
    values: dict[Metric, list[Floats]] = {metric: [] for metric in metrics}
    for piece in drawn:
        for metric, own in rulers.items():
            found, defined = alphas(piece, scale, metric, own)
            values[metric].append(found[defined])
    return {metric: _with_interval(point, values[metric]) for metric, point in points.items()}


def _with_interval(point: Estimate | Undefined, pieces: list[Floats]) -> Estimate | Undefined:
    values = np.concatenate(pieces) if pieces else np.empty(0)
    if isinstance(point, Undefined) or values.size < 2:
        return point
    low, high = np.quantile(values, (0.025, 0.975))
    return Estimate(point.value, float(values.std(ddof=1)), float(low), float(high))


def _resampled_coincidences(
    counts: Counts,
    scenarios: Integers | None,
    generator: np.random.Generator,
    resamples: int,
) -> Iterator[Floats]:
    """Coincidences of all draws, some at a time, of shape (some, K, K); none: nothing to draw."""
    paired = counts.sum(axis=1) > 1
    counts = counts[paired]
    n_levels = counts.shape[1]
    if resamples * n_levels**2 > MOST_WORK:
        return
    if scenarios is None:
        counts, alike = _distinct(counts)
        terms = _coincidences_each(counts, np.arange(len(counts)), len(counts))
    else:
        present, numbers = np.unique(scenarios[paired], return_inverse=True)
        terms = _coincidences_each(counts, numbers, present.size)
        alike = np.ones(present.size, dtype=np.int64)
        if terms is not None:
            # Sorted by what they hold, so that their order in the file cannot matter; rounded,
            # so that the last digit of a sum cannot either.
            terms = terms[np.lexsort(np.round(terms, 9).T)]
    if terms is None or alike.sum() < 2:
        return
    rows = max(1, PIECE // max(len(terms), n_levels**2))
    for first in range(0, resamples, rows):
        some = min(rows, resamples - first)
        yield (_draws(alike, some, generator) @ terms).reshape(some, n_levels, n_levels)


def _distinct(counts: Counts) -> tuple[Counts, NDArray[np.int64]]:
    """The unlike rows of counts, sorted, and how many there are of each."""
    if not counts.size:
        return counts, np.zeros(0, dtype=np.int64)
    most = int(counts.max()) + 1
    if most ** counts.shape[1] >= 1 << 62:
        rows, alike = np.unique(counts, axis=0, return_counts=True)
        return rows, alike
    # A row as one number sorts ten times as fast as a row.
    numbers = counts @ most ** np.arange(counts.shape[1], dtype=np.int64)
    _numbers, first, alike = np.unique(numbers, return_index=True, return_counts=True)
    return counts[first], alike


def _draws(alike: NDArray[np.int64], n: int, generator: np.random.Generator) -> Floats:
    """How often each kind is drawn when as many are drawn as there are, of shape (n, kinds)."""
    total = int(alike.sum())
    if alike.size * 16 < total:
        return generator.multinomial(total, alike / total, size=n).astype(float)
    kinds = np.repeat(np.arange(alike.size), alike)
    drawn = kinds[generator.integers(0, total, size=(n, total))]
    drawn += np.arange(n)[:, None] * alike.size
    counted = np.bincount(drawn.ravel(), minlength=n * alike.size)
    return counted.reshape(n, alike.size).astype(float)


def _coincidences_each(counts: Counts, clusters: Integers, n_clusters: int) -> Floats | None:
    """Coincidences of each cluster of units, of shape (n_clusters, K²); None: they do not fit."""
    n_levels = counts.shape[1]
    if n_clusters * n_levels**2 > MOST_COINCIDENCES or not n_clusters:
        return None
    order = np.argsort(clusters, kind="stable")
    first = np.searchsorted(clusters[order], np.arange(n_clusters))
    ordered = counts[order].astype(float)
    shared = ordered / (ordered.sum(axis=1) - 1)[:, None]
    terms = np.empty((n_clusters, n_levels, n_levels))
    for level in range(n_levels):
        met = shared[:, level : level + 1] * ordered
        met[:, level] -= shared[:, level]
        terms[:, level] = np.add.reduceat(met, first, axis=0)
    return terms.reshape(n_clusters, n_levels**2)


def _coincidences_of_raters(
    ratings: Ratings,
    scenarios: Integers | None,
    generator: np.random.Generator,
    resamples: int,
) -> Iterator[Floats]:
    """Coincidences of all draws, one at a time, of shape (1, K, K); none: nothing to draw."""
    raters = np.unique(ratings.raters)
    units = ratings.units.astype(np.int64)
    paired = np.bincount(units, minlength=ratings.n_units) > 1
    if raters.size < 2 or not paired.any():
        return
    numbers = np.zeros(ratings.n_units, dtype=np.int64)
    n_scenarios = 0
    if scenarios is not None:
        present, numbers[paired] = np.unique(scenarios[paired], return_inverse=True)
        n_scenarios = present.size
        if n_scenarios < 2:
            return
    n_levels = ratings.n_levels
    cells = units * n_levels + ratings.levels

    def sums(of_rating: Floats) -> Floats:
        summed = np.bincount(cells, of_rating, minlength=ratings.n_units * n_levels)
        return summed.reshape(ratings.n_units, n_levels).astype(float)

    often = np.zeros(ratings.n_raters)
    for _draw in range(resamples):
        often[raters] = _once(raters.size, generator)
        of_rating = often[ratings.raters]
        weight = _once(n_scenarios, generator)[numbers] if n_scenarios else paired.astype(float)
        yield _coincidences_drawn(sums(of_rating), sums(of_rating**2), weight)[None]


def _once(n: int, generator: np.random.Generator) -> Floats:
    """How often each of n is drawn in n draws."""
    return np.bincount(generator.integers(0, n, size=n), minlength=n).astype(float)


def _coincidences_drawn(counted: Floats, squared: Floats, weight: Floats) -> Floats:
    """Coincidences where each rater counts as often as drawn, but never beside themselves.

    ``squared`` sums the squares of how often, and takes out the pairs of one with oneself; a unit
    still adds as many as it has ratings. ``weight`` is how often each unit counts.
    """
    sizes = counted.sum(axis=1)
    pairs = sizes**2 - squared.sum(axis=1)
    share = np.zeros(sizes.shape)
    np.divide(weight * sizes, pairs, out=share, where=pairs > 0)
    met: Floats = (counted * share[:, None]).T @ counted - np.diag(share @ squared)
    return met

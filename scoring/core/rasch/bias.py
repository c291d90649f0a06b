"""Where one group of raters rates one factor otherwise than the model expects of them."""

from dataclasses import dataclass

import numpy as np

from scoring.core.estimate import Estimate
from scoring.core.multiplicity import Control, adjusted_p
from scoring.core.rasch.curves import Curves, expected_values
from scoring.core.rasch.fitted import RaschFit, Standing, estimate
from scoring.core.rasch.rows import BLOCK
from scoring.core.ratings import Floats, Integers, Ratings
from scoring.core.undefined import Reason, Undefined

FEWEST_RATINGS = 30
"""Under this many ratings a cell is not shown: it says little, and may point to a person."""

FALSE_RATE = 0.05


@dataclass(frozen=True, slots=True)
class BiasCell:
    """One group on one factor: positive where the group gives higher levels than expected of it.

    ``logits`` is the size with its standard error and 95% interval, ``levels`` the same as a mean
    difference in level values; ``t`` is size over standard error; ``p`` is two-sided and allows
    for all the cells shown; ``flagged`` where it is .05 at most.
    """

    group: int
    factor: int
    n_ratings: int
    logits: Estimate
    levels: float
    t: float
    p: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class HiddenCell:
    """One group on one factor with too few ratings to be shown, and the reason."""

    group: int
    factor: int
    reason: Undefined


def rater_bias(
    ratings: Ratings,
    fit: RaschFit,
    groups: Integers,
    factors: Integers,
    *,
    control: Control = Control.FALSE_DISCOVERIES,
    fewest: int = FEWEST_RATINGS,
) -> list[BiasCell | HiddenCell]:
    """Bias of every group of raters on every factor: differential rater functioning.

    ``groups`` (n_raters,) and ``factors`` (n_units,) are codes from 0, -1 for none. For each cell
    ``size = sum (x - E) / sum V``, ``se = 1 / sqrt(sum V)`` and ``t = size / se`` (Linacre 1989,
    Many-Facet Rasch Measurement; Myford and Wolfe 2004, Journal of Applied Measurement 5, 189-227),
    with x the places given, E and V their mean and variance under the model, over ratings of which
    both rater and unit were estimated. How severe the raters are as a whole is in the model
    already: a cell says how a group departs from *itself* on a factor. Cells come by group, then
    by factor. Ratings count as independent, which makes p too small where a group moves together.
    Under ``fewest`` ratings a cell is hidden (small cell). ValueError: a code for each rater and
    unit is wanted.

    >>> from scoring.core.rasch import fit_rasch
    >>> ratings = Ratings.of_table([[0, 1, 1], [1, 0, 2], [2, 1, 2], [0, 1, 0]])
    >>> halves = np.array([0, 0, 1, 1])
    >>> cells = rater_bias(ratings, fit_rasch(ratings), np.zeros(3, int), halves, fewest=1)
    >>> [cell.n_ratings for cell in cells]
    [6, 6]
    """
    if groups.shape != (ratings.n_raters,) or factors.shape != (ratings.n_units,):
        raise ValueError("Every rater has a group and every unit a factor, or -1 for none.")
    n_factors = int(factors.max(initial=-1)) + 1
    n_cells = (int(groups.max(initial=-1)) + 1) * n_factors
    sums = _cell_sums(ratings, fit, groups, factors, n_cells, n_factors)
    shown = np.flatnonzero(sums[0] >= max(fewest, 1))
    counts, gaps, information, level_gaps = sums[:, shown]
    errors = 1 / np.sqrt(information)
    sizes = gaps / information
    p = adjusted_p(_two_sided(sizes / errors), control)
    cells: dict[int, BiasCell] = {
        cell: BiasCell(
            group=cell // n_factors,
            factor=cell % n_factors,
            n_ratings=int(counts[at]),
            logits=estimate(float(sizes[at]), float(errors[at])),
            levels=float(level_gaps[at] / counts[at]),
            t=float(sizes[at] / errors[at]),
            p=float(p[at]),
            flagged=bool(p[at] <= FALSE_RATE),
        )
        for at, cell in enumerate(shown.tolist())
    }
    too_few = Undefined.because(Reason.SMALL_CELL)
    return [
        cells.get(cell) or HiddenCell(cell // n_factors, cell % n_factors, too_few)
        for cell in range(n_cells)
    ]


def _cell_sums(
    ratings: Ratings,
    fit: RaschFit,
    groups: Integers,
    factors: Integers,
    n_cells: int,
    n_factors: int,
) -> Floats:
    """Count, x - E, V, and the gap in level values, summed over each cell, (4, n_cells)."""
    severities, locations = fit.raters.values / fit.factor, fit.units.values / fit.factor
    thresholds = fit.thresholds / fit.factor
    lowest = float(locations.min() - severities.max())
    highest = float(locations.max() - severities.min())
    curves = Curves.between(lowest, highest, thresholds)
    values = _values_on(curves, fit)
    sums = np.zeros((4, n_cells))
    for begin in range(0, ratings.size, BLOCK):
        part = slice(begin, begin + BLOCK)
        raters, units, levels = ratings.raters[part], ratings.units[part], ratings.levels[part]
        counted = (
            (fit.raters.standings[raters] == Standing.ESTIMATED)
            & (fit.units.standings[units] == Standing.ESTIMATED)
            & (groups[raters] >= 0)
            & (factors[units] >= 0)
        )
        raters, units, levels = raters[counted], units[counted], levels[counted]
        cells = groups[raters].astype(np.int64) * n_factors + factors[units]
        at = locations[units] - severities[raters]
        expected, variance = curves.expected_at(at), curves.variance_at(at)
        value_gaps = fit.scale[levels] - np.interp(at, *values)
        weights = (None, fit.places(levels) - expected, variance, value_gaps)
        for row, weight in enumerate(weights):
            sums[row] += np.bincount(cells, weights=weight, minlength=n_cells)
    return sums


def _values_on(curves: Curves, fit: RaschFit) -> tuple[Floats, Floats]:
    at = curves.at()
    return at, expected_values(at, fit.thresholds / fit.factor, fit.scale[fit.levels])[0]


def _two_sided(t: Floats) -> Floats:
    from scipy.special import ndtr

    p: Floats = 2 * ndtr(-np.abs(t))
    return p

"""How well a rater's or a unit's ratings keep to the model: infit and outfit."""

from dataclasses import dataclass

import numpy as np

from scoring.core.rasch.curves import Curves
from scoring.core.rasch.rows import BLOCK
from scoring.core.ratings import Floats, Integers


@dataclass(frozen=True, slots=True, eq=False)
class FitStatistics:
    """For each element of one facet (n,): information, infit and outfit; 1 is as the model expects.

    ``information`` is the sum of variances: its root's inverse is the standard error in logits.
    All are 0 for an element without a rating.
    """

    information: Floats
    infit: Floats
    outfit: Floats


def fit_statistics(
    raters: Integers,
    units: Integers,
    places: Integers | Floats,
    severities: Floats,
    locations: Floats,
    thresholds: Floats,
) -> tuple[FitStatistics, FitStatistics]:
    """Infit and outfit of every rater (R,) and every unit (U,).

    ``raters``, ``units`` and ``places`` are (n,) each. With x the place given, E and V the model's
    mean and variance: infit is ``sum (x - E)^2 / sum V``, outfit the mean of ``(x - E)^2 / V``
    (Wright and Masters 1982, Rating Scale Analysis, ch. 5). About 1 where the model holds; below,
    the ratings are more regular than chance allows; above, noisier. Outfit leaps at one surprise.

    >>> one = np.zeros(2, int), np.arange(2), np.array([0, 1])
    >>> of_rater, _ = fit_statistics(*one, np.zeros(1), np.zeros(2), np.zeros(1))
    >>> of_rater.infit.item(), of_rater.outfit.item(), of_rater.information.item()
    (1.0, 1.0, 0.5)
    """
    reach = locations.min() - severities.max(), locations.max() - severities.min()
    curves = Curves.between(float(reach[0]), float(reach[1]), thresholds)
    sides = (raters, severities.size), (units, locations.size)
    sums = [np.zeros((4, n)) for _, n in sides]
    # A block no smaller than a facet keeps the work in step with the ratings.
    block = max(BLOCK, severities.size, locations.size)
    for begin in range(0, raters.size, block):
        part = slice(begin, begin + block)
        at = locations[units[part]] - severities[raters[part]]
        variance = curves.variance_at(at)
        squares = (places[part] - curves.expected_at(at)) ** 2
        for (codes, n), of_side in zip(sides, sums, strict=True):
            for row, weights in enumerate((None, variance, squares, squares / variance)):
                of_side[row] += np.bincount(codes[part], weights=weights, minlength=n)
    of_raters, of_units = (_statistics(of_side) for of_side in sums)
    return of_raters, of_units


def _statistics(sums: Floats) -> FitStatistics:
    counts, information, squares, surprises = sums
    rated = counts > 0
    infit = np.divide(squares, information, out=np.zeros_like(squares), where=rated)
    outfit = np.divide(surprises, counts, out=np.zeros_like(squares), where=rated)
    return FitStatistics(information, infit, outfit)

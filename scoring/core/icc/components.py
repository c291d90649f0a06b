"""Variance of units, raters and the rest, and the agreement that follows from it."""

from dataclasses import dataclass

import numpy as np

from scoring.core.estimate import Estimate
from scoring.core.icc.table import linked_ratings
from scoring.core.ratings import Floats, Ratings
from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """How much of the ratings' variance is the units', the raters' and the rest's.

    In squared units of the scale. ``rater`` is how far raters' own means lie apart (severity).
    Where no rater rated two units it is nought, and ``residual`` holds it too.
    """

    unit: float
    rater: float
    residual: float


def absolute_agreement(components: VarianceComponents, raters: int = 1) -> float | Undefined:
    """ICC(A,1), or ICC(A,m) of a mean of m raters: the units' share of all variance.

    ``unit / (unit + (rater + residual) / m)``: McGraw and Wong (1996), Psychological Methods 1,
    30-46, table 4. A severe rater counts as error. Cut at 1, which a negative component may pass.
    Undefined: the variances do not add up to more than 0 (units alike).
    ValueError: a mean of no rater.

    >>> absolute_agreement(VarianceComponents(0.5, 0.1, 0.4))
    0.5
    >>> round(absolute_agreement(VarianceComponents(0.5, 0.1, 0.4), raters=4), 3)
    0.8
    """
    if raters < 1:
        raise ValueError("A mean is of one rater or more.")
    total = components.unit + (components.rater + components.residual) / raters
    if total <= 0:
        return Undefined.because(Reason.UNITS_ALIKE)
    return min(components.unit / total, 1.0)


def henderson_components(ratings: Ratings) -> VarianceComponents | Undefined:
    """Variance components of ratings with gaps, in closed form: Henderson's first method.

    Sums of squares of the units' and the raters' totals are set equal to what they are expected
    to be: Henderson (1953), Estimation of variance and covariance components, Biometrics 9,
    226-252; Searle, Casella and McCulloch (1992), Variance Components, section 5.3. Quick on any
    number of ratings and unbiased where raters and units meet by chance; where some rated many
    units and others few, ``reml_components`` is nearer the truth.

    A component below 0 is kept as it comes: the method is then unbiased, and on a complete table
    gives the components of the analysis of variance, so that its agreement is ICC(2). Units rated
    once are left out.
    Undefined: no answers, one rater, one unit, no overlap, all ratings alike.

    >>> found = henderson_components(Ratings.of_table([[0, 1], [2, 2], [4, None], [4, 3]]))
    >>> round(found.unit, 3), round(found.rater, 3), round(found.residual, 3)
    (2.0, -0.167, 0.5)
    """
    linked = linked_ratings(ratings)
    if isinstance(linked, Undefined):
        return linked
    values = centred_values(linked)
    if isinstance(values, Undefined):
        return values
    n = linked.size
    n_of_unit = np.bincount(linked.units, minlength=linked.n_units)
    n_of_rater = np.bincount(linked.raters, minlength=linked.n_raters)
    total = float(values @ values)
    of_units = _between(values, linked.units, n_of_unit)
    of_raters = _between(values, linked.raters, n_of_rater)
    # The three equations, less one another, leave sums of two components each.
    rater_and_residual = (total - of_units) / (n - linked.n_units)
    if linked.n_raters == n:
        per_unit = n - float(n_of_unit @ n_of_unit) / n
        unit = (total - (n - 1) * rater_and_residual) / per_unit
        return VarianceComponents(unit, 0.0, rater_and_residual)
    unit_and_residual = (total - of_raters) / (n - linked.n_raters)
    k_units = float(n_of_unit @ n_of_unit) / n
    k_raters = float(n_of_rater @ n_of_rater) / n
    expected = (n - k_units) * unit_and_residual + (n - k_raters) * rater_and_residual
    residual = (expected - total) / (n + 1 - k_units - k_raters)
    return VarianceComponents(unit_and_residual - residual, rater_and_residual - residual, residual)


def icc_by_henderson(ratings: Ratings, raters: int = 1) -> Estimate | Undefined:
    """ICC(A,1), or ICC(A,m), of ratings with gaps by ``henderson_components``; without interval.

    Undefined: as ``henderson_components`` and ``absolute_agreement``.

    >>> icc_by_henderson(Ratings.of_table([[0, 1], [2, 2], [4, None], [4, 3]])).value.__round__(3)
    0.857
    """
    components = henderson_components(ratings)
    if isinstance(components, Undefined):
        return components
    value = absolute_agreement(components, raters)
    return value if isinstance(value, Undefined) else Estimate(value)


def centred_values(ratings: Ratings) -> Floats | Undefined:
    """Values less their mean, since no component depends on it. Undefined: all alike."""
    if (ratings.levels == ratings.levels[0]).all():
        return Undefined.because(Reason.ALL_ALIKE)
    values = ratings.values()
    centred: Floats = values - values.mean()
    return centred


def _between(values: Floats, groups: np.ndarray, sizes: np.ndarray) -> float:
    totals = np.bincount(groups, weights=values, minlength=sizes.size)
    return float((totals**2 / sizes).sum())

"""Raters placed against units that stay where an earlier fit put them: quick enough for a page."""

from dataclasses import dataclass

import numpy as np

from scoring.core.estimate import Estimate
from scoring.core.rasch.curves import Curves
from scoring.core.rasch.fit_statistics import fit_statistics
from scoring.core.rasch.fitted import FacetFit, RaschFit, Standing
from scoring.core.rasch.links import Marks, most_rated
from scoring.core.rasch.rows import Rows
from scoring.core.ratings import Floats, Integers
from scoring.core.undefined import Reason, Undefined

MOVED = 0.3
"""How far the score of an extreme rater or unit is moved from its end, in places on the scale."""

ENDS = 100.0
NEAR_ENOUGH = 1e-7
MOST_PASSES = 100


@dataclass(frozen=True, slots=True)
class AnchoredRater:
    """One rater against units held fixed: severity in logits and the two fit statistics.

    ``extreme`` marks all lowest or all highest: the severity is then that of a score moved by .3,
    and there is no fit.
    """

    severity: Estimate
    infit: float | Undefined
    outfit: float | Undefined
    extreme: bool


def anchored_severity(
    fit: RaschFit, units: Integers, levels: Integers
) -> AnchoredRater | Undefined:
    """Place one rater, or all the ratings of one organisation together, on the scale of a fit.

    ``units`` and ``levels`` (n,) are codes of the fit's units and places on its scale. Units and
    thresholds stay where they are (anchoring: Linacre 1989, Many-Facet Rasch Measurement, ch. 7).
    Ratings of units that the fit could not place are left out. In a fit with several subsets only
    ratings of the subset rated most count.
    Undefined: no rating (no answers), or none of a unit that was placed (no overlap).

    >>> from scoring.core import Ratings
    >>> from scoring.core.rasch import fit_rasch
    >>> table = [[0, 1, 1], [1, 0, 2], [2, 1, 2], [0, 1, 0]]
    >>> fit = fit_rasch(Ratings.of_table(table))
    >>> again = anchored_severity(fit, np.arange(4), np.array([0, 1, 2, 0]))
    >>> abs(again.severity.value - fit.severity(0).value) < 0.001
    True
    """
    if units.size == 0:
        return Undefined.because(Reason.NO_ANSWERS)
    raters = anchored_severities(fit, np.zeros(units.size, np.int64), units, levels, 1)
    severity = raters.value(0)
    if isinstance(severity, Undefined):
        return Undefined.because(Reason.NO_OVERLAP)
    return AnchoredRater(severity, raters.infit(0), raters.outfit(0), bool(raters.extreme[0]))


def anchored_severities(
    fit: RaschFit, raters: Integers, units: Integers, levels: Integers, n_raters: int
) -> FacetFit:
    """Place each rater of an organisation on the scale of a fit, all at once.

    As ``anchored_severity``; ``raters`` (n,) are codes from 0 to ``n_raters - 1``, of these
    raters only. Raters of whom no rated unit was placed are unrated, or alone.
    """
    known = fit.units.standings <= Standing.EXTREME
    kept = known[units]
    home = most_rated(raters[kept], fit.units.subsets[units[kept]], n_raters)
    kept[kept] = fit.units.subsets[units[kept]] == home[raters[kept]]
    raters_kept, units_kept = raters[kept], units[kept]
    places = fit.places(levels[kept])
    placed = place(raters_kept, fit.units.values[units_kept], places, fit.thresholds, n_raters)
    of_raters = _fit_of(fit, raters_kept, units_kept, places, -placed.at)
    standings = np.full(n_raters, Standing.UNRATED, np.int8)
    standings[raters] = Standing.ALONE
    standings[raters_kept] = Standing.ESTIMATED
    standings[placed.extreme] = Standing.EXTREME
    return FacetFit(
        values=-placed.at,
        standard_errors=placed.standard_errors,
        infits=of_raters[0],
        outfits=of_raters[1],
        standings=standings,
        subsets=home,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where elements of one facet belong, the others held fixed; (n,) each, 0 for the unrated."""

    at: Floats
    standard_errors: Floats
    extreme: Marks


def place(
    own: Integers, other_places: Floats, places: Floats, thresholds: Floats, n: int
) -> Placed:
    """Maximum likelihood for each element of one facet by Newton's method, kept between two ends.

    ``own`` codes, ``other_places`` in logits and ``places`` given are (rows,) each; the model's
    place is an element's own plus the other's. The score of an extreme element is moved by .3.
    """
    codes, own = np.unique(own, return_inverse=True)
    at, errors, extreme = np.zeros(n), np.zeros(n), np.zeros(n, bool)
    if codes.size == 0:
        return Placed(at, errors, extreme)
    rows = Rows.sorted_by(own, np.arange(own.size), codes.size)
    scores, most = np.bincount(own, weights=places), np.bincount(own) * thresholds.size
    low, high = scores <= 0, scores >= most
    scores = np.clip(scores, MOVED, most - MOVED)
    others = np.bincount(own, weights=other_places) / np.bincount(own)
    here = np.log(scores / (most - scores)) - others
    bottom, top = np.full(codes.size, -ENDS), np.full(codes.size, ENDS)
    for _ in range(MOST_PASSES):
        reach = here.min() + other_places.min(), here.max() + other_places.max()
        curves = Curves.between(float(reach[0]), float(reach[1]), thresholds)
        totals = rows.totals(curves, here, other_places)
        gap = scores - totals.expected
        bottom, top = np.where(gap > 0, here, bottom), np.where(gap > 0, top, here)
        there = here + gap / np.maximum(totals.variance, np.finfo(float).tiny)
        there = np.where((there > bottom) & (there < top), there, (bottom + top) / 2)
        moved = float(np.abs(there - here).max())
        here = np.where(gap == 0, here, there)
        if moved <= NEAR_ENOUGH:
            break
    at[codes], extreme[codes] = here, low | high
    errors[codes] = 1 / np.sqrt(totals.variance)
    return Placed(at, errors, extreme)


def _fit_of(
    fit: RaschFit, raters: Integers, units: Integers, places: Floats, severities: Floats
) -> tuple[Floats, Floats]:
    of_raters, _ = fit_statistics(
        raters, units, places, severities, fit.units.values, fit.thresholds
    )
    return of_raters.infit, of_raters.outfit

"""One Newton step for severities and locations together, for ratings that hang by a thread."""

import numpy as np

from scoring.core.rasch.curves import Curves
from scoring.core.rasch.rows import Rows
from scoring.core.ratings import Floats

MOST_ROUNDS = 200
NEAR_ENOUGH = 1e-8
SMALLEST = 1e-12


def joint_step(
    by_rater: Rows,
    by_unit: Rows,
    curves: Curves,
    severities: Floats,
    locations: Floats,
    rater_scores: Floats,
    unit_scores: Floats,
) -> tuple[Floats, Floats]:
    """How far all severities (R,) and all locations (U,) should move at once, in logits.

    Where raters are linked in a chain, one facet after the other passes news along one link a
    pass; here it goes the whole way. Locations are eliminated, and what is left is solved for the
    severities by conjugate gradients (Hestenes and Stiefel 1952, Journal of Research of the
    National Bureau of Standards 49, 409-436), their information as the preconditioner.
    """
    of_raters = by_rater.totals(curves, -severities, locations)
    of_units = by_unit.totals(curves, locations, -severities)
    rater_gaps, unit_gaps = rater_scores - of_raters.expected, unit_scores - of_units.expected
    rater_weights = np.maximum(of_raters.variance, SMALLEST)
    unit_weights = np.maximum(of_units.variance, SMALLEST)
    in_rater_order = curves.variance_at(locations[by_rater.other] - severities[by_rater.own])
    in_unit_order = curves.variance_at(locations[by_unit.own] - severities[by_unit.other])

    def to_raters(of_unit: Floats) -> Floats:
        sums: Floats = np.add.reduceat(in_rater_order * of_unit[by_rater.other], by_rater.starts)
        return sums

    def to_units(of_rater: Floats) -> Floats:
        sums: Floats = np.add.reduceat(in_unit_order * of_rater[by_unit.other], by_unit.starts)
        return sums

    rises = np.zeros_like(severities)
    left = rater_gaps - to_raters(unit_gaps / unit_weights)
    goal = NEAR_ENOUGH * float(np.abs(left).max(initial=0.0))
    eased = left / rater_weights
    way, product = eased, float(left @ eased)
    for _ in range(MOST_ROUNDS):
        if float(np.abs(left).max()) <= goal or product <= 0:
            break
        bent = rater_weights * way - to_raters(to_units(way) / unit_weights)
        curvature = float(way @ bent)
        if curvature <= SMALLEST * product:
            break
        share = product / curvature
        rises, left = rises + share * way, left - share * bent
        eased = left / rater_weights
        before, product = product, float(left @ eased)
        way = eased + product / before * way
    return -rises, (unit_gaps - to_units(rises)) / unit_weights

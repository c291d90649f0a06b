"""How far raters differ beyond what chance would make of alike ones: not how far they agree."""

from dataclasses import dataclass

import numpy as np

from scoring.core.rasch.fitted import RaschFit
from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class Separation:
    """Separation G, its reliability (0 to 1), and the strata: how many kinds of rater stand apart.

    High means that raters differ in severity. It is *not* agreement: for raters who ought to be
    interchangeable, low is good.
    """

    separation: float
    reliability: float
    strata: float


def rater_separation(fit: RaschFit) -> Separation | Undefined:
    """Separation of the raters' severities, over estimated raters: the extreme are left out.

    With s2 the variance of the severities (over these raters, divided by their number) and e2 the
    mean of their squared standard errors: ``G = sqrt(max(0, s2 - e2) / e2)``, reliability
    ``G^2 / (1 + G^2)``, strata ``(4 G + 1) / 3`` (Wright and Masters 1982, Rating Scale Analysis,
    ch. 5; for raters Linacre 1989, Many-Facet Rasch Measurement). Facets prints the same
    reliability marked "not inter-rater".
    Undefined: more than one subset (disconnected), fewer than two estimated raters (too few).

    >>> from scoring.core import Ratings
    >>> from scoring.core.rasch import fit_rasch
    >>> table = [[0, 1, 1], [1, 0, 2], [2, 1, 2], [0, 1, 0]]
    >>> round(rater_separation(fit_rasch(Ratings.of_table(table))).reliability, 2)
    0.0
    """
    if fit.n_subsets > 1:
        return Undefined.because(Reason.DISCONNECTED)
    raters = fit.raters.estimated
    if raters.size < 2:
        return Undefined.because(Reason.TOO_FEW_RATERS)
    error = float(np.mean(fit.raters.standard_errors[raters] ** 2))
    spread = float(np.var(fit.raters.values[raters]))
    separation = float(np.sqrt(max(0.0, spread - error) / error))
    return Separation(
        separation=separation,
        reliability=separation**2 / (1 + separation**2),
        strata=(4 * separation + 1) / 3,
    )

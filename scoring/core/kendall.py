"""Whether raters put the units in one order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.icc import complete_table
from scoring.core.ratings import Floats, Ratings
from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W, 0 to 1, and its test that the raters' orders have nothing in common.

    ``chi_square`` has ``freedom`` degrees of freedom; ``p_value`` leans on a large sample and is
    rough under eight units.
    """

    w: float
    chi_square: float
    freedom: int
    p_value: float


def kendall_w(ratings: Ratings) -> Concordance | Undefined:
    """Kendall's coefficient of concordance of a complete table, corrected for ties.

    ``W = 12 S / (m^2 (n^3 - n) - m T)``: m raters give n units ranks (the mean rank where a rater
    gave several units one level), S is the sum of squared distances of the units' rank sums from
    their mean, T the sum of ``t^3 - t`` over every group of t ties of every rater. The test is
    Friedman's, ``m (n - 1) W`` on n - 1 degrees of freedom. Kendall and Babington Smith (1939),
    The problem of m rankings, Annals of Mathematical Statistics 10, 275-287; Siegel and Castellan
    (1988), Nonparametric Statistics, section 9.6. It looks at order alone: a rater who is severe
    throughout lowers it not at all.

    Undefined: no answers, one rater, one unit, incomplete; every rater gave all units one level.

    >>> found = kendall_w(Ratings.of_table([[0, 1], [1, 2], [2, 3]]))
    >>> found.w, found.chi_square, found.freedom
    (1.0, 4.0, 2)
    """
    table = complete_table(ratings)
    if isinstance(table, Undefined):
        return table
    n, m = table.shape
    rank_sums, ties = _rank_sums(np.searchsorted(ratings.scale, table), ratings.n_levels)
    most = m**2 * (n**3 - n) - m * ties
    if not most:
        return Undefined.because(Reason.UNITS_ALIKE)
    w = 12 * float(((rank_sums - m * (n + 1) / 2) ** 2).sum()) / most
    chi_square = m * (n - 1) * w
    return Concordance(w, chi_square, n - 1, _p_value(chi_square, n - 1))


def _rank_sums(levels: NDArray[np.intp], n_levels: int) -> tuple[Floats, int]:
    """Sum of the ranks of each unit, and T. ``levels`` has a row for each unit."""
    m = levels.shape[1]
    cells = levels + n_levels * np.arange(m)
    tied = np.bincount(cells.ravel(), minlength=m * n_levels).reshape(m, n_levels)
    ranks = np.cumsum(tied, axis=1) - (tied - 1) / 2
    sums: Floats = ranks.ravel()[cells].sum(axis=1)
    return sums, int((tied**3 - tied).sum())


def _p_value(chi_square: float, freedom: int) -> float:
    from scipy.special import chdtrc  # slow to import

    return float(chdtrc(freedom, chi_square))

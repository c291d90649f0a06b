"""What each panellist adds to the key, and how they differ from the rest of the panel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.item_health.figures import Figures, middle_levels, signed_distances
from scoring.core.ratings import Floats, Ratings
from scoring.core.undefined import Reason


@dataclass(frozen=True, slots=True, eq=False)
class PanellistDifferences:
    """For each panellist, against the key that the others alone would make.

    ``signed`` is the mean signed distance in levels (above 0: rates higher than the rest),
    ``absolute`` the mean distance, ``moved`` the share of their units whose middle levels are
    others without them. ``n_units`` counts units that somebody else rated too.
    """

    signed: Figures
    absolute: Figures
    moved: Figures
    n_units: NDArray[np.int64]


def panellist_differences(ratings: Ratings) -> PanellistDifferences:
    """Leave out each panellist in turn and compare them with the others.

    A difference is no fault: who differs is asked, not dropped (Gagnon, Lubarsky, Lambert and
    Charlin 2011, Optimization of answer keys for script concordance testing, Advances in Health
    Sciences Education 16, 601-608, found little gained by leaving out deviant panellists).
    Distances are in levels, to the nearest middle level of the others.

    Undefined: a panellist none of whose units anybody else rated (no overlap).

    >>> found = panellist_differences(Ratings.of_table([[1, 1, 3], [2, 2, 2], [0, 1, 1]]))
    >>> [round(found.signed.of(panellist), 2) for panellist in range(3)]
    [-0.33, 0.0, 0.67]
    """
    counts = ratings.counts()
    low, high = middle_levels(counts)
    others = counts[ratings.units]
    others[np.arange(ratings.size), ratings.levels] -= 1
    has_others = others.sum(axis=1) > 0
    others, units = others[has_others], ratings.units[has_others]
    raters, levels = ratings.raters[has_others], ratings.levels[has_others].astype(np.int64)
    low_without, high_without = middle_levels(others)
    away = signed_distances(levels, low_without, high_without).astype(float)
    moved = (low_without != low[units]) | (high_without != high[units])
    n = np.bincount(raters, minlength=ratings.n_raters)

    def mean(values: Floats) -> Figures:
        sums = np.bincount(raters, weights=values, minlength=ratings.n_raters)
        return Figures.of_ratio(sums.astype(np.float64), n.astype(float), Reason.NO_OVERLAP)

    return PanellistDifferences(mean(away), mean(np.abs(away)), mean(moved.astype(float)), n)

"""What a fit of the many-facet Rasch model says of raters, units and thresholds."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from scoring.core.estimate import Estimate
from scoring.core.rasch.curves import expected_values
from scoring.core.rasch.links import Codes, Marks
from scoring.core.ratings import Floats, Integers
from scoring.core.undefined import Reason, Undefined

WITHIN_95 = 1.959963984540054
"""Standard errors either side that hold 95% of a normal distribution."""


class Standing(IntEnum):
    """What can be said of one rater or unit."""

    ESTIMATED = 0
    EXTREME = 1
    """Left out of the estimation; placed with its score moved by .3, where that can be done."""
    UNPLACED = 2
    """Extreme too, among none but extreme ones."""
    UNSETTLED = 3
    ALONE = 4
    UNRATED = 5


_REASONS = {
    Standing.EXTREME: Reason.EXTREME,
    Standing.UNPLACED: Reason.EXTREME,
    Standing.UNSETTLED: Reason.NOT_SETTLED,
    Standing.ALONE: Reason.DISCONNECTED,
    Standing.UNRATED: Reason.NO_ANSWERS,
}


@dataclass(frozen=True, slots=True, eq=False)
class FacetFit:
    """All raters, or all units, of a fit; (n,) each, in logits where they have a unit.

    ``values`` are severities or locations. ``standings`` say which numbers count: values and
    standard errors for the estimated and the extreme, infit and outfit for the estimated; others
    are 0. ``subsets`` number what hangs together, -1 for those without a rating.
    """

    values: Floats
    standard_errors: Floats
    infits: Floats
    outfits: Floats
    standings: Integers
    subsets: Codes

    @property
    def estimated(self) -> Integers:
        """The codes of those the estimation rests on."""
        return np.flatnonzero(self.standings == Standing.ESTIMATED)

    @property
    def extreme(self) -> Marks:
        """Which are extreme, placed or not."""
        return np.isin(self.standings, (Standing.EXTREME, Standing.UNPLACED))

    def value(self, code: int) -> Estimate | Undefined:
        """Severity or location with its standard error and 95% interval, or why there is none."""
        standing = Standing(int(self.standings[code]))
        if standing not in (Standing.ESTIMATED, Standing.EXTREME):
            return Undefined.because(_REASONS[standing])
        return estimate(float(self.values[code]), float(self.standard_errors[code]))

    def infit(self, code: int) -> float | Undefined:
        """Infit, or why there is none."""
        return self._statistic(self.infits, code)

    def outfit(self, code: int) -> float | Undefined:
        """Outfit, or why there is none."""
        return self._statistic(self.outfits, code)

    def _statistic(self, statistics: Floats, code: int) -> float | Undefined:
        standing = Standing(int(self.standings[code]))
        if standing is not Standing.ESTIMATED:
            return Undefined.because(_REASONS[standing])
        return float(statistics[code])


@dataclass(frozen=True, eq=False)
class RaschFit:
    """A fit: severities of raters, locations of units, and thresholds between levels in use.

    ``scale`` (K,) holds the level values, ``levels`` (k,) the places on it that are in use, and
    ``thresholds`` (k - 1,) the steps between neighbours of those; where a level between two was
    never used, the step goes straight across it. ``factor`` is what estimates were multiplied by:
    1, or (L - 1)/L. ``converged`` is False where the ``passes`` ran out before the estimates
    settled; then no figure should be relied on.
    """

    scale: Floats
    levels: Integers
    thresholds: Floats
    raters: FacetFit
    units: FacetFit
    factor: float
    passes: int
    converged: bool

    @property
    def n_subsets(self) -> int:
        """How many subsets cannot be compared with each other; 1 is as it should be."""
        return 1 + int(max(self.raters.subsets.max(), self.units.subsets.max()))

    @property
    def unused_levels(self) -> Integers:
        """Places on the scale that no rating estimated from has: left out of the steps."""
        return np.setdiff1d(np.arange(self.scale.size), self.levels)

    @cached_property
    def middles(self) -> Floats:
        """Mean location of the estimated units of each subset, (n_subsets,), in logits."""
        units = self.units.estimated
        subsets, n = self.units.subsets[units], self.n_subsets
        totals = np.bincount(subsets, weights=self.units.values[units], minlength=n)
        middles: Floats = totals / np.maximum(np.bincount(subsets, minlength=n), 1)
        return middles

    def places(self, levels: Integers) -> Floats:
        """Places among the levels in use, (n,), for places on the scale."""
        return places_of_levels(self.levels, self.scale.size)[levels]

    def severity(self, rater: int) -> Estimate | Undefined:
        """How much lower this rater's levels are than those of the others, in logits.

        0 is the mean of the estimated raters of the subset. Undefined: no rating, extreme and met
        only extremes, alone in its subset, or not settled.
        """
        return self.raters.value(rater)

    def difficulty(self, unit: int) -> Estimate | Undefined:
        """The unit's location: higher where higher levels are drawn, in logits."""
        return self.units.value(unit)

    def fair_average(self, rater: int) -> Estimate | Undefined:
        """The level an average unit can expect of this rater, in level values.

        ``sum over k of value(k) P(k)`` at the mean location of the subset's units less the rater's
        severity (Linacre 1989, Many-Facet Rasch Measurement, ch. 7); its standard error by the
        delta method. Undefined: where the severity is.
        """
        return self._fair(self.raters, rater, self.middles[self.raters.subsets[rater]], -1.0)

    def fair_level(self, unit: int) -> Estimate | Undefined:
        """The level this unit can expect of a rater of severity 0, in level values."""
        return self._fair(self.units, unit, 0.0, 1.0)

    def fair_averages(self) -> Floats:
        """``fair_average`` of all raters at once, (R,); it counts where the severity does."""
        at = self.middles[self.raters.subsets] - self.raters.values
        means, _ = expected_values(at, self.thresholds, self.scale[self.levels])
        return means

    def _fair(self, facet: FacetFit, code: int, middle: float, sign: float) -> Estimate | Undefined:
        value = facet.value(code)
        if isinstance(value, Undefined):
            return value
        at = np.array([middle + sign * value.value])
        means, slopes = expected_values(at, self.thresholds, self.scale[self.levels])
        mean, error = float(means[0]), float(slopes[0]) * float(facet.standard_errors[code])
        # No fair average lies beyond the levels in use, so neither does its interval.
        lowest, highest = self.scale[self.levels[[0, -1]]].tolist()
        margin = WITHIN_95 * error
        return Estimate(mean, error, max(mean - margin, lowest), min(mean + margin, highest))


def places_of_levels(used: Integers, n_levels: int) -> Floats:
    """The place of each of K levels among those in use; an unused one lies between its neighbours.

    A level beyond those in use counts as the nearest.

    >>> places_of_levels(np.array([0, 2]), 4).tolist()
    [0.0, 0.5, 1.0, 1.0]
    """
    places: Floats = np.interp(np.arange(n_levels), used, np.arange(used.size))
    return places


def estimate(value: float, standard_error: float) -> Estimate:
    """A value with its normal 95% interval.

    >>> round(estimate(0.0, 1.0).high, 2)
    1.96
    """
    margin = WITHIN_95 * standard_error
    return Estimate(value, standard_error, value - margin, value + margin)

"""Fitting the many-facet Rasch model: from ratings to severities, locations and thresholds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.rasch.assembling import Sketch, number_the_rest, place_extremes
from scoring.core.rasch.extremes import Estimable, without_extremes
from scoring.core.rasch.fit_statistics import fit_statistics
from scoring.core.rasch.fitted import FacetFit, RaschFit, Standing, places_of_levels
from scoring.core.rasch.information import least_information
from scoring.core.rasch.links import linked_subsets
from scoring.core.rasch.newton import (
    MOST_PASSES,
    TOLERANCE,
    JointLikelihood,
    Parameters,
    Settled,
)
from scoring.core.ratings import Floats, Integers, Ratings
from scoring.core.undefined import Reason, Undefined

SAYS_NOTHING = 1e-4
"""Variance, in places squared, under which a rating is certain and links nothing."""

LEAST_INFORMATION = 1e-3
"""Under it a combination of estimates has an error above 30 logits: it runs away."""

MOST_LOOKED_AT = 50_000
"""Ratings times K², and raters and units squared: larger tables are not looked at for that."""


def fit_rasch(
    ratings: Ratings,
    *,
    corrected: bool = False,
    start: RaschFit | None = None,
    tolerance: float = TOLERANCE,
    most_passes: int = MOST_PASSES,
) -> RaschFit | Undefined:
    """Fit the rating scale model with two facets, unit and rater, by joint maximum likelihood.

    ``log P(k) / P(k - 1) = location[unit] - severity[rater] - threshold[k]`` (Linacre 1989,
    Many-Facet Rasch Measurement; Andrich 1978, Psychometrika 43, 561-573). All figures are in
    logits. Severity is centred on 0 over the estimated raters of each subset, positive for who
    gives lower levels; thresholds sum to 0. Raters and units all of whose ratings are lowest, or
    highest, are left out and placed afterwards (``EXTREME``). Levels nobody uses are left out of
    the steps. Subsets that no rating links are centred each by itself and must not be compared.

    Settled when a whole pass would move no estimate by more than ``tolerance`` logits; after
    ``most_passes`` it stops, and ``converged`` is False, as it is where a small table leaves some
    combination of estimates open. Where ratings split raters and units so
    cleanly that estimates would run away without end, the ratings that become certain are taken
    as no link: those left with nothing else are ``UNSETTLED``, the others fall into subsets; in the
    limit that is the likeliest.

    ``corrected`` multiplies severities, locations, thresholds and standard errors by (L - 1)/L,
    with L the mean number of ratings of a unit among those estimated from: joint estimates are too
    far apart by about that (Andersen 1980, Discrete Statistical Models, ch. 6; exact for L = 2).
    Plain is right where units have many ratings, as trainees' do; for a panel ask for it.

    ``start``, an earlier fit with the same codes (more may have been added at the end), saves
    passes and changes nothing else.

    Separation computed from this says how much raters *differ*; it is not agreement.

    Undefined: no rating (no answers), a scale of one level, only one level used (all alike), one
    rater (too few raters), no unit with two (no overlap), all extreme, nothing settled.

    >>> fit = fit_rasch(Ratings.of_table([[0, 1, 1], [1, 0, 2], [2, 1, 2], [0, 1, 0]]))
    >>> round(fit.severity(0).value, 2), round(fit.severity(2).value, 2)
    (0.59, -1.18)
    """
    reason = _nothing_to_fit(ratings)
    if reason is not None:
        return Undefined.because(reason)
    first = without_extremes(ratings)
    core, passes = _Core.of(ratings, first), 0
    while True:
        if isinstance(core, Undefined):
            return core if passes == 0 else Undefined.because(Reason.NOT_SETTLED)
        settled = core.likelihood.settle(_start(core, start), tolerance, most_passes - passes)
        passes += settled.passes
        without = _without_certain(ratings, core, settled)
        if passes == most_passes or without is core:
            break
        core = without
    return _assembled(ratings, first, core, settled, passes, corrected)


def _nothing_to_fit(ratings: Ratings) -> Reason | None:
    if ratings.size == 0:
        return Reason.NO_ANSWERS
    if ratings.n_levels == 1:
        return Reason.ONE_LEVEL
    if ratings.levels.min() == ratings.levels.max():
        return Reason.ALL_ALIKE
    if ratings.raters.min() == ratings.raters.max():
        return Reason.TOO_FEW_RATERS
    if np.bincount(ratings.units).max() == 1:
        return Reason.NO_OVERLAP
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Core:
    """What is estimated from; ``raters`` and ``units`` are codes of it, ``own`` of the ratings."""

    estimable: Estimable
    own_raters: NDArray[np.int64]
    own_units: NDArray[np.int64]
    raters: Integers
    units: Integers
    places: Integers
    likelihood: JointLikelihood

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many raters, units and subsets there are."""
        return self.own_raters.size, self.own_units.size, self.likelihood.in_subset.size

    @classmethod
    def of(cls, ratings: Ratings, kept: Estimable) -> "_Core | Undefined":
        rows = kept.rows
        if rows.size == 0:
            return Undefined.because(Reason.EXTREME)
        own_raters, raters = _compact(ratings.raters, rows, ratings.n_raters)
        own_units, units = _compact(ratings.units, rows, ratings.n_units)
        places = _renumbered(kept.levels, ratings.n_levels)[ratings.levels[rows]]
        subsets = linked_subsets(raters, units, own_raters.size, own_units.size)
        likelihood = JointLikelihood(raters, units, places, *subsets)
        return cls(kept, own_raters, own_units, raters, units, places, likelihood)


def _compact(
    codes: Integers, rows: NDArray[np.int64], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    of_rows = codes if rows.size == codes.size else codes[rows]
    present = np.flatnonzero(np.bincount(of_rows, minlength=n))
    return present, _renumbered(present, n)[of_rows]


def _renumbered(present: NDArray[np.int64], n: int) -> NDArray[np.int32]:
    numbers = np.zeros(n, np.int32)
    numbers[present] = np.arange(present.size)
    return numbers


def _start(core: _Core, earlier: RaschFit | None) -> Parameters:
    start = core.likelihood.start()
    if earlier is None:
        return start
    thresholds = start.thresholds
    if np.array_equal(earlier.levels, core.estimable.levels):
        thresholds = earlier.thresholds / earlier.factor
    return Parameters(
        _warmed(start.severities, core.own_raters, earlier.raters, earlier.factor),
        _warmed(start.locations, core.own_units, earlier.units, earlier.factor),
        thresholds,
    )


def _warmed(cold: Floats, own: NDArray[np.int64], earlier: FacetFit, factor: float) -> Floats:
    then = np.minimum(own, earlier.values.size - 1)
    known = (own < earlier.values.size) & (earlier.standings[then] == Standing.ESTIMATED)
    return np.where(known, earlier.values[then] / factor, cold)


def _without_certain(ratings: Ratings, core: _Core, settled: Settled) -> "_Core | Undefined":
    """What is left without ratings that became certain, if anything hung by those alone."""
    found = settled.parameters
    curves = core.likelihood.curves(found)
    if curves.variance.min() >= SAYS_NOTHING:
        return core
    at = found.locations[core.units] - found.severities[core.raters]
    uncertain = curves.variance_at(at) >= SAYS_NOTHING
    among = np.zeros(ratings.size, bool)
    among[core.estimable.rows[uncertain]] = True
    without = _Core.of(ratings, without_extremes(ratings, among))
    alike = not isinstance(without, Undefined) and without.sizes == core.sizes
    return core if alike else without


def _each(parameters: Parameters) -> tuple[Floats, Floats, Floats]:
    return parameters.severities, parameters.locations, parameters.thresholds


def _assembled(
    ratings: Ratings,
    first: Estimable,
    core: _Core,
    settled: Settled,
    passes: int,
    corrected: bool,
) -> RaschFit:
    found, likelihood = settled.parameters, core.likelihood
    rater_fit, unit_fit = fit_statistics(core.raters, core.units, core.places, *_each(found))
    raters = Sketch.of(ratings.raters, ratings.n_raters, first.rows)
    units = Sketch.of(ratings.units, ratings.n_units, first.rows)
    raters.fill(core.own_raters, found.severities, rater_fit, likelihood.subsets)
    units.fill(core.own_units, found.locations, unit_fit, likelihood.unit_subsets)
    lone = likelihood.in_subset == 1
    raters.fit.standings[core.own_raters[lone[likelihood.subsets]]] = Standing.ALONE
    places = places_of_levels(core.estimable.levels, ratings.n_levels)
    place_extremes(ratings, places, found.thresholds, raters, units)
    number_the_rest(raters, units)
    mean_ratings = core.raters.size / core.own_units.size
    factor = (mean_ratings - 1) / mean_ratings if corrected else 1.0
    return RaschFit(
        scale=ratings.scale,
        levels=core.estimable.levels,
        thresholds=found.thresholds * factor,
        raters=raters.scaled(factor),
        units=units.scaled(factor),
        factor=factor,
        passes=passes,
        converged=settled.converged and not _runs_away(core, found),
    )


def _runs_away(core: _Core, found: Parameters) -> bool:
    """Whether some estimates could go on together without end, though by ever shorter steps.

    That takes few ratings, such as those of a level that no rating on either side of it disputes.
    """
    n_levels = found.thresholds.size + 1
    n_raters, n_units, _ = core.sizes
    if max(core.raters.size * n_levels**2, (n_raters + n_units) ** 2) > MOST_LOOKED_AT:
        return False
    known = least_information(core.raters, core.units, *_each(found), core.likelihood.subsets)
    return known < LEAST_INFORMATION

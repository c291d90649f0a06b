"""From what was estimated to all raters and units: the extreme placed, the rest given a reason."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.rasch.anchored import place
from scoring.core.rasch.fit_statistics import FitStatistics
from scoring.core.rasch.fitted import FacetFit, Standing
from scoring.core.rasch.links import NOWHERE, Codes, Marks, linked_subsets, most_rated
from scoring.core.ratings import Floats, Integers, Ratings

PLACED = (Standing.ESTIMATED, Standing.EXTREME, Standing.ALONE)


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A facet while its figures are filled in."""

    fit: FacetFit
    codes: Integers

    @classmethod
    def of(cls, codes: Integers, n: int, estimable: NDArray[np.int64]) -> "Sketch":
        """All n unrated, unplaced or, with an estimable rating, unsettled; ``codes`` by rating."""
        standings = np.full(n, Standing.UNRATED, np.int8)
        standings[codes] = Standing.UNPLACED
        standings[codes[estimable]] = Standing.UNSETTLED
        subsets = np.full(n, NOWHERE, np.int64)
        values, errors, infits, outfits = np.zeros((4, n))
        return cls(FacetFit(values, errors, infits, outfits, standings, subsets), codes)

    def fill(
        self, own: NDArray[np.int64], values: Floats, statistics: FitStatistics, subsets: Codes
    ) -> None:
        """Write down what was estimated for the codes ``own``."""
        self.fit.values[own] = values
        self.fit.standard_errors[own] = 1 / np.sqrt(statistics.information)
        self.fit.infits[own], self.fit.outfits[own] = statistics.infit, statistics.outfit
        self.fit.standings[own], self.fit.subsets[own] = Standing.ESTIMATED, subsets

    def are(self, *standings: Standing) -> Marks:
        """Which ratings are of such an element."""
        marks: Marks = np.isin(self.fit.standings, standings)[self.codes]
        return marks

    def any(self, *standings: Standing) -> bool:
        """Whether any element is such."""
        return bool(np.isin(self.fit.standings, standings).any())

    def scaled(self, factor: float) -> FacetFit:
        """The facet with values and standard errors multiplied."""
        fit = self.fit
        return FacetFit(
            fit.values * factor,
            fit.standard_errors * factor,
            fit.infits,
            fit.outfits,
            fit.standings,
            fit.subsets,
        )


def place_extremes(
    ratings: Ratings, places: Floats, thresholds: Floats, raters: Sketch, units: Sketch
) -> None:
    """Place who is extreme by the placed they met; then who met only those; until no more can be.

    ``places`` (K,) are those of all levels among the levels in use.
    """
    found = True
    while found and (raters.any(Standing.UNPLACED) or units.any(Standing.UNPLACED)):
        by_raters = units.are(*PLACED) & raters.are(Standing.UNPLACED)
        by_units = raters.are(*PLACED) & units.are(Standing.UNPLACED)
        found = bool(by_raters.any() or by_units.any())
        given = places[ratings.levels]
        _place_some(raters, units, by_raters, given, thresholds, sign=-1.0)
        _place_some(units, raters, by_units, given, thresholds, sign=1.0)


def _place_some(
    facet: Sketch, met: Sketch, rows: Marks, places: Floats, thresholds: Floats, sign: float
) -> None:
    n = facet.fit.values.size
    codes, others = facet.codes[rows], met.codes[rows]
    home = most_rated(codes, met.fit.subsets[others], n)
    at_home = met.fit.subsets[others] == home[codes]
    codes, others = codes[at_home], others[at_home]
    placed = place(codes, -sign * met.fit.values[others], places[rows][at_home], thresholds, n)
    facet.fit.values[codes] = sign * placed.at[codes]
    facet.fit.standard_errors[codes] = placed.standard_errors[codes]
    facet.fit.subsets[codes] = home[codes]
    facet.fit.standings[codes] = Standing.EXTREME


def number_the_rest(raters: Sketch, units: Sketch) -> None:
    """Number the subsets of those that could not be placed, after the others."""
    rest = Standing.UNPLACED, Standing.UNSETTLED
    rows = raters.are(*rest) & units.are(*rest)
    linked = linked_subsets(
        raters.codes[rows], units.codes[rows], raters.fit.values.size, units.fit.values.size
    )
    number = 1 + int(max(raters.fit.subsets.max(), units.fit.subsets.max()))
    after = number + 1 + int(linked[0].max())
    for facet, subsets in zip((raters, units), linked, strict=True):
        within = subsets != NOWHERE
        facet.fit.subsets[within] = number + subsets[within]
        by_itself = np.flatnonzero(np.isin(facet.fit.standings, rest) & ~within)
        facet.fit.subsets[by_itself] = after + np.arange(by_itself.size)
        after += by_itself.size

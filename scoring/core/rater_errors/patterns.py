"""What a rater's ratings look like beside what the fitted model expects: spread, order, fit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.rasch.curves import level_probabilities, moments
from scoring.core.rasch.fitted import RaschFit, Standing
from scoring.core.ratings import Floats, Integers, Ratings

SMALLEST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """Figures of the judged raters, (n,) each, places on the scale where they have a unit.

    ``within`` is the mean, over scenarios, of the standard deviation inside a scenario;
    ``between`` that of scenario means; ``overall`` that of all ratings; ``share`` is within over
    overall; ``order`` the correlation with the units' own levels; ``infit`` as in Rasch.
    """

    within: Floats
    between: Floats
    overall: Floats
    share: Floats
    order: Floats
    infit: Floats

    def stacked(self) -> Floats:
        """All six, (6, n), in the order above."""
        return np.array(
            [self.within, self.between, self.overall, self.share, self.order, self.infit]
        )


class JudgedRatings:
    """Ratings of estimated raters on estimated units, sorted by rater, then by scenario.

    ``judged`` are the raters' codes; everything else counts them from 0.
    """

    def __init__(self, ratings: Ratings, fit: RaschFit, scenarios: Integers) -> None:
        rows = np.flatnonzero(
            (fit.raters.standings[ratings.raters] == Standing.ESTIMATED)
            & (fit.units.standings[ratings.units] == Standing.ESTIMATED)
        )
        raters, units = ratings.raters[rows], ratings.units[rows]
        order = np.lexsort((scenarios[units], raters))
        rows, raters, units = rows[order], raters[order], units[order]
        new_rater = np.append(True, raters[1:] != raters[:-1])
        new_group = new_rater | np.append(True, scenarios[units[1:]] != scenarios[units[:-1]])
        self.judged: NDArray[np.int64] = raters[new_rater].astype(np.int64)
        self.groups, self.starts = np.flatnonzero(new_group), np.flatnonzero(new_rater)
        self.group_starts = np.searchsorted(self.groups, self.starts)
        self.group_sizes = np.diff(np.append(self.groups, rows.size)).astype(float)
        self.several = self.group_sizes > 1
        self.counts = np.diff(np.append(self.starts, rows.size)).astype(float)
        self.n_groups = np.add.reduceat(np.ones(self.groups.size), self.group_starts)
        self.n_several = np.add.reduceat(self.several.astype(float), self.group_starts)
        self.given: Floats = fit.places(ratings.levels[rows])
        self._expect(fit, raters, units)

    def _expect(self, fit: RaschFit, raters: Integers, units: Integers) -> None:
        at = (fit.units.values[units] - fit.raters.values[raters]) / fit.factor
        thresholds = fit.thresholds / fit.factor
        probabilities = level_probabilities(at, thresholds)
        self.below = np.cumsum(probabilities, axis=1).T[:-1].copy()
        self.expected, self.variance = moments(probabilities)
        self.information = np.add.reduceat(self.variance, self.starts)
        own = np.repeat(self.information, self.counts.astype(np.int64))
        of_unit = np.bincount(units, weights=self.variance)[units]
        # Estimates follow the ratings they come from: so much less is left of each difference.
        self.left = np.maximum(1 - self.variance / own - self.variance / of_unit, 0.0)
        levels = moments(level_probabilities(fit.units.values[units] / fit.factor, thresholds))[0]
        self.unit_levels = levels - np.repeat(
            np.add.reduceat(levels, self.starts) / self.counts, self.counts.astype(np.int64)
        )
        self.unit_spread = np.add.reduceat(self.unit_levels**2, self.starts)

    def patterns(self, places: Floats, *, drawn: bool = False) -> Patterns:
        """Patterns of places given, (rows,); ``drawn`` from the model instead of by people."""
        sums = np.add.reduceat(places, self.groups)
        squares = np.add.reduceat(places * places, self.groups)
        inside = np.maximum(squares / self.group_sizes - (sums / self.group_sizes) ** 2, 0.0)
        means = self._mean(np.add.reduceat(sums, self.group_starts), self.counts)
        variance = np.add.reduceat(squares, self.group_starts) / self.counts - means**2
        overall = np.sqrt(np.maximum(variance, 0.0))
        within = self._mean(
            np.add.reduceat(np.sqrt(inside) * self.several, self.group_starts), self.n_several
        )
        group_means = sums / self.group_sizes
        middle = np.add.reduceat(group_means, self.group_starts) / self.n_groups
        spread = np.add.reduceat(group_means**2, self.group_starts) / self.n_groups - middle**2
        together = np.add.reduceat(places * self.unit_levels, self.starts)
        differences = (places - self.expected) ** 2
        if drawn:
            differences = differences * self.left
        return Patterns(
            within=within,
            between=np.sqrt(np.maximum(spread, 0.0)),
            overall=overall,
            share=self._mean(within, overall),
            order=self._mean(together, np.sqrt(self.counts * self.unit_spread) * overall),
            infit=np.add.reduceat(differences, self.starts) / self.information,
        )

    def draw(self, generator: np.random.Generator) -> Floats:
        """Places that the fitted model might have given, (rows,)."""
        chance = generator.random(self.given.size)
        places = np.zeros(self.given.size)
        for below in self.below:
            places += chance > below
        return places

    @staticmethod
    def _mean(totals: Floats, counts: Floats) -> Floats:
        none = counts <= SMALLEST
        return np.where(none, 0.0, totals / np.where(none, 1.0, counts))

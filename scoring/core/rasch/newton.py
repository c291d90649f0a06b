"""Joint maximum likelihood: severities, locations and thresholds in turn, until they settle."""

from dataclasses import dataclass

import numpy as np

from scoring.core.rasch.curves import Curves
from scoring.core.rasch.joint_step import joint_step
from scoring.core.rasch.links import Codes
from scoring.core.rasch.rows import Rows, Totals
from scoring.core.ratings import Floats, Integers

TOLERANCE = 1e-5
"""Settled: a whole pass would move no severity, location or threshold further, in logits."""

MOST_PASSES = 200
IN_TURN = 30
"""So many passes take one facet after the other; more are needed only where links are few."""

FURTHEST = 25.0
"""Logits. An estimate that would go further has no best value: see ``fit.py``."""

LONGEST_STEP = 1.0
REMEMBERED = 6
SMALLEST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """Severities (R,), locations (U,) and thresholds (K - 1,), in logits."""

    severities: Floats
    locations: Floats
    thresholds: Floats

    def bounded(self) -> "Parameters":
        """The same, none further than can be."""
        return Parameters(
            np.clip(self.severities, -FURTHEST, FURTHEST),
            np.clip(self.locations, -FURTHEST, FURTHEST),
            np.clip(self.thresholds, -FURTHEST, FURTHEST),
        )

    @property
    def runs_away(self) -> bool:
        """Whether any went as far as can be, and was held there."""
        return bool(np.abs(_joined(self)).max() >= FURTHEST)


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Where the passes ended and how many there were.

    ``converged``: the last was within tolerance, and no estimate had to be held from going further.
    """

    parameters: Parameters
    passes: int
    converged: bool


class JointLikelihood:
    """The ratings of raters and units none of whom is extreme, ready to be estimated from.

    Codes run from 0 without a gap, in ``raters``, ``units`` and ``places`` (n,) each; ``places``
    are places among the levels in use. ``subsets`` (R,) are those of the raters, ``unit_subsets``
    (U,) those of the units.
    """

    def __init__(
        self,
        raters: Integers,
        units: Integers,
        places: Integers,
        subsets: Codes,
        unit_subsets: Codes,
    ) -> None:
        n_raters, n_units = subsets.size, unit_subsets.size
        self.by_rater = Rows.sorted_by(raters, units, n_raters)
        self.by_unit = Rows.sorted_by(units, raters, n_units)
        self.rater_scores = _scores(raters, places, n_raters)
        self.unit_scores = _scores(units, places, n_units)
        self.level_counts = np.bincount(places).astype(float)
        self.subsets, self.unit_subsets = subsets, unit_subsets
        self.in_subset = np.bincount(subsets)

    def start(self) -> Parameters:
        """Log odds of each mean level, severities centred, thresholds 0."""
        top = self.level_counts.size - 1
        rater_counts, unit_counts = np.bincount(self.by_rater.own), np.bincount(self.by_unit.own)
        severities = -_log_odds(self.rater_scores / rater_counts / top)
        severities -= self._means(severities)[self.subsets]
        locations = _log_odds(self.unit_scores / unit_counts / top)
        return Parameters(severities, locations, np.zeros(top))

    def settle(self, start: Parameters, tolerance: float, most_passes: int) -> Settled:
        """Pass after pass from ``start``, each step hastened by what the last ones have shown.

        Passes alone near the solution by a constant factor each; from how the last few missed it,
        the next start is extrapolated (Anderson 1965, Journal of the ACM 12, 547-560; Walker and Ni
        2011, SIAM Journal on Numerical Analysis 49, 1715-1735). Where that made matters worse, what
        is remembered is dropped and plain passes go on.
        """
        here, least = start.bounded(), np.inf
        ends: list[Floats] = []
        moves: list[Floats] = []
        for passes in range(1, most_passes + 1):
            there = self.one_pass(here, together=passes > IN_TURN)
            end = _joined(there)
            move = end - _joined(here)
            furthest = float(np.abs(move).max())
            if furthest <= tolerance:
                return Settled(there, passes, converged=not there.runs_away)
            if furthest > 2 * least or furthest > LONGEST_STEP / 2 or passes == IN_TURN + 1:
                ends, moves = [], []
            least = min(least, furthest)
            ends, moves = [*ends, end][-REMEMBERED:], [*moves, move][-REMEMBERED:]
            here = self._split(_extrapolated(ends, moves)).bounded()
        return Settled(there, most_passes, converged=False)

    def one_pass(self, here: Parameters, *, together: bool = False) -> Parameters:
        """One Newton step for all severities, one for all locations, one for the thresholds.

        A higher score than expected means a lower severity and a higher location. Steps go no
        further than a logit. A threshold moves by the log of observed over expected counts of its
        two levels (Linacre 1989, ch. 7). Severities are centred within each subset, their units
        moved along; thresholds are centred.
        """
        severities, locations, thresholds = here.severities, here.locations, here.thresholds
        curves = self.curves(here, margin=2 * LONGEST_STEP)
        if together:
            moves = joint_step(
                self.by_rater,
                self.by_unit,
                curves,
                severities,
                locations,
                self.rater_scores,
                self.unit_scores,
            )
            longest = max(LONGEST_STEP, *(float(np.abs(move).max()) for move in moves))
            severities = severities + moves[0] / longest
            locations = locations + moves[1] / longest
            severities, locations = self._centred(severities, locations)
            curves = self.curves(Parameters(severities, locations, thresholds))
            totals = self.by_unit.totals(curves, locations, -severities, by_place=True)
        else:
            totals = self.by_rater.totals(curves, -severities, locations)
            severities = severities - _newton_step(self.rater_scores, totals)
            severities, locations = self._centred(severities, locations)
            totals = self.by_unit.totals(curves, locations, -severities, by_place=True)
            locations = locations + _newton_step(self.unit_scores, totals)
        thresholds = thresholds + self._threshold_step(curves, totals)
        thresholds -= thresholds.mean()
        return Parameters(severities, locations, thresholds).bounded()

    def curves(self, here: Parameters, margin: float = 0.0) -> Curves:
        """Curves that reach as far as any rating's place, and ``margin`` logits beyond."""
        lowest = here.locations.min() - here.severities.max() - margin
        highest = here.locations.max() - here.severities.min() + margin
        return Curves.between(float(lowest), float(highest), here.thresholds)

    def _threshold_step(self, curves: Curves, totals: Totals) -> Floats:
        levels = np.arange(self.level_counts.size)
        slopes = curves.probabilities * (levels - curves.expected[:, None])
        expected = totals.at_place @ curves.probabilities + totals.beside_place @ slopes
        ratios = np.log(self.level_counts / np.maximum(expected, SMALLEST))
        return np.clip(-np.diff(ratios), -LONGEST_STEP, LONGEST_STEP)

    def _centred(self, severities: Floats, locations: Floats) -> tuple[Floats, Floats]:
        middles = self._means(severities)
        return severities - middles[self.subsets], locations - middles[self.unit_subsets]

    def _means(self, severities: Floats) -> Floats:
        means: Floats = np.bincount(self.subsets, weights=severities) / self.in_subset
        return means

    def _split(self, joined: Floats) -> Parameters:
        raters, units = self.subsets.size, self.subsets.size + self.unit_subsets.size
        return Parameters(joined[:raters], joined[raters:units], joined[units:])


def _scores(codes: Integers, places: Integers, n: int) -> Floats:
    return np.bincount(codes, weights=places, minlength=n).astype(float, copy=False)


def _newton_step(scores: Floats, totals: Totals) -> Floats:
    steps: Floats = (scores - totals.expected) / np.maximum(totals.variance, SMALLEST)
    return np.clip(steps, -LONGEST_STEP, LONGEST_STEP)


def _log_odds(shares: Floats) -> Floats:
    odds: Floats = np.log(shares / (1 - shares))
    return odds


def _joined(parameters: Parameters) -> Floats:
    return np.concatenate([parameters.severities, parameters.locations, parameters.thresholds])


def _extrapolated(ends: list[Floats], moves: list[Floats]) -> Floats:
    if len(moves) < 2:
        return ends[-1]
    turns = np.diff(np.array(moves), axis=0).T
    weights = np.linalg.lstsq(turns, moves[-1], rcond=None)[0]
    ahead: Floats = ends[-1] - np.diff(np.array(ends), axis=0).T @ weights
    return ahead

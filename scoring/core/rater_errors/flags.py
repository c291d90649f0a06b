"""Errors of raters, each by its own name, with false flags held to 1 in 10 of those shown."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from scoring.core.multiplicity import adjusted_p
from scoring.core.rasch.curves import expected_values
from scoring.core.rasch.fitted import RaschFit
from scoring.core.rater_errors.patterns import JudgedRatings, Patterns
from scoring.core.ratings import Floats, Integers, Ratings
from scoring.core.undefined import Reason, Undefined

FALSE_FLAGS = 0.1
"""Of the flags shown, so many are false on average at most."""

DRAWS = 40_000
FEWEST_DRAWS, MOST_DRAWS = 100, 600


class RaterError(StrEnum):
    """What can be amiss with a rater's ratings."""

    SEVERITY = "severity"
    LENIENCY = "leniency"
    HALO = "halo"
    CENTRAL_TENDENCY = "central_tendency"
    EXTREMITY = "extremity"
    RANDOMNESS = "randomness"
    INVERSION = "inversion"
    NOISE = "noise"
    REGULARITY = "regularity"


LIMITS = {
    RaterError.SEVERITY: -0.25,
    RaterError.LENIENCY: 0.25,
    RaterError.HALO: 0.8,
    RaterError.CENTRAL_TENDENCY: 0.8,
    RaterError.EXTREMITY: 1.2,
    RaterError.RANDOMNESS: 0.25,
    RaterError.INVERSION: -0.25,
    RaterError.NOISE: 1.5,
    RaterError.REGULARITY: 0.6,
}
"""A smaller error is not worth a flag, however sure it is."""


@dataclass(frozen=True, slots=True)
class ErrorFinding:
    """One error of one rater: how large, how sure, and whether it is flagged.

    ``size`` is in places on the scale for severity and leniency, else a ratio to what the model
    expects of an honest rater like this one. ``p`` allows for all errors of all raters judged.
    """

    error: RaterError
    size: float
    p: float
    flagged: bool


@dataclass(frozen=True, slots=True, eq=False)
class RaterErrors:
    """Sizes, p-values and flags, (raters judged, errors) each; errors in the order of RaterError.

    ``judged`` (n_raters,) is the row of each rater, or -1 for one that cannot be judged.
    """

    judged: NDArray[np.int64]
    sizes: Floats
    p_values: Floats

    @property
    def flagged(self) -> NDArray[np.bool_]:
        """Which are shown: of them 1 in 10 is false on average at most."""
        flagged: NDArray[np.bool_] = self.p_values <= FALSE_FLAGS
        return flagged

    def named(self, error: RaterError) -> list[int]:
        """Codes of the raters flagged for an error."""
        flagged = self.flagged[:, list(RaterError).index(error)]
        return [r for r, row in enumerate(self.judged.tolist()) if row >= 0 and flagged[row]]

    def of(self, rater: int) -> tuple[ErrorFinding, ...] | Undefined:
        """All findings on one rater. Undefined: not estimated, most often extreme."""
        row = int(self.judged[rater])
        if row < 0:
            return Undefined.because(Reason.EXTREME)
        return tuple(
            ErrorFinding(error, float(size), float(p), bool(p <= FALSE_FLAGS))
            for error, size, p in zip(RaterError, self.sizes[row], self.p_values[row], strict=True)
        )


def find_rater_errors(
    ratings: Ratings, fit: RaschFit, scenarios: Integers, generator: np.random.Generator
) -> RaterErrors:
    """Look for nine errors in the ratings of every rater of a fit at once.

    ``scenarios`` (n_units,) is the scenario of each unit. The names are those of Saal, Downey and
    Lahey (1980, Psychological Bulletin 88, 413-428) and of Myford and Wolfe (2003, 2004, Journal
    of Applied Measurement 4, 386-422; 5, 189-227):

    - severity, leniency: levels lower, or higher, than colleagues', by a quarter of a level at
      least on an average unit, and further out than the raters' common spread makes likely;
    - halo: levels within a scenario too much alike, beside the spread of all the rater's ratings;
    - central tendency: too little spread both within scenarios and between them;
    - extremity: too much spread overall;
    - randomness: the units' order hardly shows (a quarter of what is expected, either way);
    - inversion: it shows upside down;
    - noise: infit above 1.5; regularity: infit below .6.

    All but the first two have p-values from ratings drawn anew from the fitted model, so that each
    rater is held against honest ratings of the same severity on the same units. Flags are held
    down over all errors of all raters together (Benjamini and Hochberg 1995). An error within its
    limit (``LIMITS``) counts as no evidence at all. A random rater is noisy too, and one who keeps
    to the middle regular: then both names are given.

    Limits: real raters of sound judgement may lean on a scenario's overall picture more than the
    model, which knows of no such thing; a halo flag is a question to the rater. The more raters
    err, the more the units' own places suffer. ValueError: a scenario for each unit is wanted.

    >>> from scoring.core.rasch import fit_rasch
    >>> ratings = Ratings.of_table([[0, 1, 1], [1, 0, 2], [2, 1, 2], [0, 1, 0]])
    >>> errors = find_rater_errors(
    ...     ratings, fit_rasch(ratings), np.array([0, 0, 1, 1]), np.random.default_rng(1)
    ... )
    >>> errors.named(RaterError.SEVERITY), len(errors.of(0))
    ([], 9)
    """
    if scenarios.shape != (ratings.n_units,):
        raise ValueError("Every unit has a scenario.")
    rows = JudgedRatings(ratings, fit, scenarios)
    seen = rows.patterns(rows.given)
    mean, spread, pooled = _drawn(rows, generator)
    low, high = _p_values(seen.stacked(), mean, spread, pooled)
    honest = Patterns(*mean)
    severe, lenient, gaps = _severity(fit, rows.judged)
    order = seen.order / np.maximum(honest.order, 1e-9)
    sizes = {
        RaterError.SEVERITY: gaps,
        RaterError.LENIENCY: gaps,
        RaterError.HALO: _ratio(seen.share, honest.share),
        RaterError.CENTRAL_TENDENCY: _ratio(seen.overall, honest.overall),
        RaterError.EXTREMITY: _ratio(seen.overall, honest.overall),
        RaterError.RANDOMNESS: order,
        RaterError.INVERSION: order,
        RaterError.NOISE: seen.infit,
        RaterError.REGULARITY: seen.infit,
    }
    within, between, _, share, of_order, infit = low
    chances = {
        RaterError.SEVERITY: severe,
        RaterError.LENIENCY: lenient,
        RaterError.HALO: np.where(rows.n_several > 0, share, 1.0),
        RaterError.CENTRAL_TENDENCY: np.maximum(
            np.where(rows.n_several > 0, within, 0.0), np.where(rows.n_groups > 1, between, 0.0)
        ),
        RaterError.EXTREMITY: high[2],
        RaterError.RANDOMNESS: of_order,
        RaterError.INVERSION: of_order,
        RaterError.NOISE: high[5],
        RaterError.REGULARITY: infit,
    }
    p = np.array([np.where(_beyond(e, sizes[e]), chances[e], 1.0) for e in RaterError]).T
    judged = np.full(ratings.n_raters, -1, np.int64)
    judged[rows.judged] = np.arange(rows.judged.size)
    return RaterErrors(judged, np.array([sizes[e] for e in RaterError]).T, adjusted_p(p))


def _beyond(error: RaterError, sizes: Floats) -> NDArray[np.bool_]:
    limit = LIMITS[error]
    if error is RaterError.RANDOMNESS:
        return np.abs(sizes) <= limit
    above = error in (RaterError.LENIENCY, RaterError.EXTREMITY, RaterError.NOISE)
    return sizes > limit if above else sizes < limit


def _drawn(rows: JudgedRatings, generator: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Mean and spread of each rater's patterns, (6, n), and all draws pooled, standardised."""
    n = rows.judged.size
    draws = min(max(DRAWS // n, FEWEST_DRAWS), MOST_DRAWS)
    drawn = np.empty((draws, 6, n))
    for each in range(draws):
        drawn[each] = rows.patterns(rows.draw(generator), drawn=True).stacked()
    mean, spread = drawn.mean(axis=0), drawn.std(axis=0, ddof=1)
    standard = (drawn - mean) / np.maximum(spread, 1e-9)
    return mean, spread, np.sort(standard.transpose(1, 0, 2).reshape(6, -1), axis=1)


def _p_values(seen: Floats, mean: Floats, spread: Floats, pooled: Floats) -> tuple[Floats, Floats]:
    """How likely a value as low, and one as high, is under the model, (6, n) each."""
    standard = (seen - mean) / np.maximum(spread, 1e-9)
    n = pooled.shape[1]
    low, high = np.empty_like(seen), np.empty_like(seen)
    for kind, values in enumerate(standard):
        low[kind] = (1 + np.searchsorted(pooled[kind], values, side="right")) / (1 + n)
        high[kind] = (1 + n - np.searchsorted(pooled[kind], values, side="left")) / (1 + n)
    return np.minimum(low, 1.0), np.minimum(high, 1.0)


def _severity(fit: RaschFit, judged: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """One-sided p of severity and of leniency among colleagues, and the gap in places.

    The common spread is taken from the middle of the raters (median absolute deviation), so that
    the far-off do not hide themselves; Student's t has the degrees of freedom that leaves.
    """
    from scipy.special import stdtr

    values, errors = fit.raters.values[judged], fit.raters.standard_errors[judged]
    middle = np.median(values)
    common = (1.4826 * np.median(np.abs(values - middle))) ** 2
    own = max(0.0, float(common - np.median(errors**2)))
    freedom = max(1.0, 0.37 * (judged.size - 1))
    severe = stdtr(freedom, -(values - middle) / np.sqrt(own + errors**2))
    places = np.arange(fit.levels.size, dtype=float)
    centre = fit.middles[fit.raters.subsets[judged]]
    at, _ = expected_values(centre - values, fit.thresholds, places)
    usual, _ = expected_values(centre - middle, fit.thresholds, places)
    return severe, 1 - severe, at - usual


def _ratio(seen: Floats, honest: Floats) -> Floats:
    return np.where(honest > 1e-9, seen / np.maximum(honest, 1e-9), 1.0)

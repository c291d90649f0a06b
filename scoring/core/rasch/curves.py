"""What level the model expects: a table over how far a unit's location lies above a severity."""

from dataclasses import dataclass

import numpy as np

from scoring.core.ratings import Floats

STEPS_PER_LOGIT = 256
"""With the slope of the curve put to use as well, a look-up is out by less than .00001 level."""


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """The rating scale model at equally spaced places, ``lowest + i / STEPS_PER_LOGIT`` logits.

    ``expected`` and ``variance`` are of shape (G,), in places on the scale; ``probabilities`` of
    shape (G, K). A place is a unit's location less a rater's severity.
    """

    lowest: float
    expected: Floats
    variance: Floats
    probabilities: Floats

    @classmethod
    def between(cls, lowest: float, highest: float, thresholds: Floats) -> "Curves":
        """Tabulate from ``lowest`` to ``highest`` logits, and a little beyond both."""
        lowest -= 2 / STEPS_PER_LOGIT
        n = int(np.ceil((highest - lowest) * STEPS_PER_LOGIT)) + 3
        at = lowest + np.arange(n) / STEPS_PER_LOGIT
        probabilities = level_probabilities(at, thresholds)
        return cls(lowest, *moments(probabilities), probabilities)

    def at(self) -> Floats:
        """The places themselves, (G,), in logits."""
        places: Floats = self.lowest + np.arange(self.expected.size) / STEPS_PER_LOGIT
        return places

    def variance_at(self, at: Floats) -> Floats:
        """The variance at each of ``at`` (n,), in a straight line between two places."""
        steps = (at - self.lowest) * STEPS_PER_LOGIT
        left = steps.astype(np.intp)
        share = steps - left
        variance: Floats = (1 - share) * self.variance[left] + share * self.variance[left + 1]
        return variance

    def expected_at(self, at: Floats) -> Floats:
        """The expected place at each of ``at`` (n,)."""
        steps = (at - self.lowest) * STEPS_PER_LOGIT
        nearest = (steps + 0.5).astype(np.intp)
        beside = (steps - nearest) / STEPS_PER_LOGIT
        expected: Floats = self.expected[nearest] + beside * self.variance[nearest]
        return expected


def level_probabilities(at: Floats, thresholds: Floats) -> Floats:
    """How likely each level is, of shape (n, K), at ``at`` (n,): location less severity, in logits.

    ``log P(k) / P(k - 1) = at - threshold[k]``: the rating scale model (Andrich 1978, Psychometrika
    43, 561-573, equation 6), with the rater as one more facet (Linacre 1989, Many-Facet Rasch
    Measurement, ch. 4). ``thresholds`` are of shape (K - 1,), in logits.

    >>> level_probabilities(np.array([0.0]), np.array([0.0])).tolist()
    [[0.5, 0.5]]
    """
    levels = np.arange(thresholds.size + 1)
    exponents = at[:, None] * levels - np.concatenate([[0.0], np.cumsum(thresholds)])
    exponents -= exponents.max(axis=1, keepdims=True)
    powers: Floats = np.exp(exponents)
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def expected_values(at: Floats, thresholds: Floats, values: Floats) -> tuple[Floats, Floats]:
    """The mean of ``values`` (K,) under the model at each place, and its slope per logit.

    The slope is the covariance of a level's value with its place on the scale.

    >>> mean, slope = expected_values(np.array([0.0]), np.array([0.0]), np.array([0.0, 1.0]))
    >>> mean.item(), slope.item()
    (0.5, 0.25)
    """
    probabilities = level_probabilities(at, thresholds)
    expected, _ = moments(probabilities)
    means: Floats = probabilities @ values
    slopes: Floats = (probabilities * (np.arange(values.size) - expected[:, None])) @ values
    return means, slopes


def moments(probabilities: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the place on the scale, (n,) each, from probabilities (n, K).

    >>> mean, variance = moments(np.array([[0.5, 0.5]]))
    >>> mean.item(), variance.item()
    (0.5, 0.25)
    """
    levels = np.arange(probabilities.shape[1])
    expected: Floats = probabilities @ levels
    variance: Floats = (probabilities * (levels - expected[:, None]) ** 2).sum(axis=1)
    return expected, variance

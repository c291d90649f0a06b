"""Four parts of a person's distance from the key: level, cases, factors, and the rest."""

import math
from dataclasses import dataclass

import numpy as np

from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class AccuracyComponents:
    """Cronbach's components in levels, each the root of its square; smaller is better.

    ``elevation``: all ratings too high or low together (``signed_elevation`` has its sign, below 0
    for too low). ``differential_elevation``: cases put too high or low. ``stereotype``: factors
    used too much or too little. ``differential``: which factor in which case. ``distance`` is the
    root of the sum of the four squares, which is the root mean squared difference from the key.
    """

    signed_elevation: float
    elevation: float
    differential_elevation: float
    stereotype: float
    differential: float
    distance: float


def accuracy_components(differences: Floats) -> AccuracyComponents | Undefined:
    """Split a person's differences from the key, (cases, factors), in levels, into four parts.

    With d a difference and dots for means: ``E^2 = d..^2``, ``DE^2 = mean (d_i. - d..)^2``,
    ``SA^2 = mean (d_.j - d..)^2``, ``DA^2 = mean (d_ij - d_i. - d_.j + d..)^2``; they add up to the
    mean of d^2 exactly (Cronbach 1955, Psychological Bulletin 52, 177-193). A place without a
    rating is not a number (NaN). Undefined: a place without a rating (incomplete), no place (no
    answers). ValueError: not a table, or an infinite difference.

    >>> parts = accuracy_components(np.array([[1.0, 0.0], [1.0, 0.0]]))
    >>> parts.elevation, parts.differential_elevation, parts.stereotype, parts.differential
    (0.5, 0.0, 0.5, 0.0)
    """
    if differences.ndim != 2 or np.isinf(differences).any():
        raise ValueError("Differences are a table of finite numbers: cases by factors.")
    if differences.size == 0:
        return Undefined.because(Reason.NO_ANSWERS)
    if np.isnan(differences).any():
        return Undefined.because(Reason.INCOMPLETE)
    mean = float(differences.mean())
    of_cases = differences.mean(axis=1, keepdims=True) - mean
    of_factors = differences.mean(axis=0, keepdims=True) - mean
    rest = differences - mean - of_cases - of_factors
    return AccuracyComponents(
        signed_elevation=mean,
        elevation=abs(mean),
        differential_elevation=math.sqrt(float((of_cases**2).mean())),
        stereotype=math.sqrt(float((of_factors**2).mean())),
        differential=math.sqrt(float((rest**2).mean())),
        distance=math.sqrt(float((differences**2).mean())),
    )

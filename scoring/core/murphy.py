"""Where a Brier score comes from: Murphy's three parts, and a curve for large groups only."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

ANSWERS_FOR_A_POINT = 200
"""Fewer answers at one stated confidence draw noise, not a curve."""


@dataclass(frozen=True, slots=True)
class BrierParts:
    """A Brier score in three parts: ``brier = reliability - resolution + uncertainty``.

    All on the scale of the Brier score, over ``n`` answers with ``n_values`` distinct stated
    confidences. ``reliability``: how far the share right lies from what was stated, 0 best.
    ``resolution``: how far the shares right differ between stated values, more is better.
    ``uncertainty``: how hard the answers were to foresee, whoever stated what. ``bias`` is about
    how much the first two are too high by chance alone: nobody is ranked on them.
    """

    n: int
    n_values: int
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    bias: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Of ``n`` answers given with one stated confidence, the share that was right; both 0 to 1."""

    stated: float
    share_right: float
    n: int


def brier_parts(stated: Iterable[tuple[int | None, bool]]) -> BrierParts | Undefined:
    """Take the Brier score of stated confidences apart.

    Each item is a stated confidence in percent and whether that answer was right; those without
    one are left out. Answers are grouped by the value stated, without bins:
    ``REL = sum n_g (p_g - o_g)^2 / n``, ``RES = sum n_g (o_g - o)^2 / n``, ``UNC = o (1 - o)``.
    Murphy (1973), A new vector partition of the probability score, Journal of Applied Meteorology
    12, 595-600. REL and RES are too high by about ``(values - 1) / n * UNC``, which ``bias`` says.
    Undefined: no answer with a confidence. ValueError: a confidence outside 0 to 100.

    >>> parts = brier_parts([(90, True), (90, False), (50, True), (50, True)])
    >>> round(parts.reliability, 3), parts.resolution, parts.uncertainty, round(parts.brier, 3)
    (0.205, 0.0625, 0.1875, 0.33)
    """
    groups = _by_stated_value(stated)
    if isinstance(groups, Undefined):
        return groups
    values, n, right = groups
    total = int(n.sum())
    share, overall = right / n, float(right.sum()) / total
    reliability = float((n * (values - share) ** 2).sum()) / total
    resolution = float((n * (share - overall) ** 2).sum()) / total
    uncertainty = overall * (1 - overall)
    return BrierParts(
        n=total,
        n_values=int(n.size),
        brier=float((right * (1 - values) ** 2 + (n - right) * values**2).sum()) / total,
        reliability=reliability,
        resolution=resolution,
        uncertainty=uncertainty,
        bias=(n.size - 1) / total * uncertainty,
    )


def calibration_curve(stated: Iterable[tuple[int | None, bool]]) -> list[CurvePoint] | Undefined:
    """The share right at each stated confidence, of a group of people.

    A point needs 200 answers; values stated less often are left out. One person's 20 cases are
    noise: for them there is over-confidence, one number with its interval.
    Undefined: no confidence stated often enough (too few answers), or none at all (no answers).
    ValueError: a confidence outside 0 to 100.

    >>> calibration_curve([(90, True)] * 150 + [(90, False)] * 50 + [(50, True)] * 10)
    [CurvePoint(stated=0.9, share_right=0.75, n=200)]
    """
    groups = _by_stated_value(stated)
    if isinstance(groups, Undefined):
        return groups
    points = [
        CurvePoint(value, right / n, n)
        for value, n, right in zip(*(column.tolist() for column in groups), strict=True)
        if n >= ANSWERS_FOR_A_POINT
    ]
    return points or Undefined.because(Reason.TOO_FEW_ANSWERS)


def _by_stated_value(
    stated: Iterable[tuple[int | None, bool]],
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]] | Undefined:
    """Distinct stated confidences, 0 to 1 and ascending; how many answers each; how many right."""
    answers = [(percent, right) for percent, right in stated if percent is not None]
    if not answers:
        return Undefined.because(Reason.NO_ANSWERS)
    percents = np.array([percent for percent, _ in answers])
    if percents.min() < 0 or percents.max() > 100:
        raise ValueError("Confidence is a percentage.")
    values, places = np.unique(percents, return_inverse=True)
    is_right = np.array([bool(right) for _, right in answers])
    n = np.bincount(places)
    return values / 100, n, np.bincount(places[is_right], minlength=n.size)

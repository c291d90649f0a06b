"""How much surer than right somebody is, with an interval that respects cases."""

from collections.abc import Hashable, Iterable

import numpy as np

from scoring.core.estimate import Estimate
from scoring.core.resampling import RESAMPLES
from scoring.core.undefined import Reason, Undefined

TAILS = 0.025, 0.975


def over_confidence(
    stated: Iterable[tuple[Hashable, int | None, bool]], generator: np.random.Generator
) -> Estimate | Undefined:
    """Mean stated confidence less the share right, with a 95% interval; above 0, surer than right.

    Each item is a case, a stated confidence in percent and whether that answer was right; those
    without one are left out. The result lies between -1 and 1. The interval and the standard error
    resample whole cases, since the factors of one case are not independent trials (a cluster
    bootstrap: Davison and Hinkley 1997, Bootstrap Methods and their Application, sec. 3.8). Too
    narrow with few cases; with one case there is no interval.
    Undefined: no answer with a confidence. ValueError: a confidence outside 0 to 100.

    >>> sure = [("A", 90, True), ("A", 90, False), ("B", 70, False), ("C", 50, True)]
    >>> found = over_confidence(sure, np.random.default_rng(1))
    >>> round(found.value, 3), round(found.low, 2), round(found.high, 2)
    (0.25, -0.5, 0.7)
    """
    gaps: dict[Hashable, list[float]] = {}
    for case, percent, right in stated:
        if percent is None:
            continue
        if not 0 <= percent <= 100:
            raise ValueError("Confidence is a percentage.")
        gaps.setdefault(case, []).append(percent / 100 - bool(right))
    if not gaps:
        return Undefined.because(Reason.NO_ANSWERS)
    # Sorted, so that the order in which cases come changes nothing.
    cases = sorted((sum(mine), len(mine)) for mine in gaps.values())
    sums, numbers = (np.array(column, dtype=float) for column in zip(*cases, strict=True))
    value = float(sums.sum() / numbers.sum())
    if len(cases) < 2:
        return Estimate(value)
    drawn = generator.integers(0, len(cases), size=(RESAMPLES, len(cases)))
    resampled = sums[drawn].sum(axis=1) / numbers[drawn].sum(axis=1)
    low, high = np.quantile(resampled, TAILS)
    return Estimate(value, float(resampled.std(ddof=1)), float(low), float(high))

"""How widely one person spreads their levels, beside the key's own spread."""

from dataclasses import dataclass

import numpy as np

from scoring.core.ratings import Floats, Integers
from scoring.core.undefined import Reason, Undefined

NO_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class SpreadAgainstKey:
    """Two ratios to the key's spread: 1 is as the key; below, too alike; above, too far apart.

    ``within`` is inside scenarios: near 0 one level stands for all factors (halo). ``overall`` is
    over all units: well below 1 is central tendency, above 1.3 extremity.
    """

    within: float | Undefined
    overall: float | Undefined


def spread_against_key(levels: Floats, key: Floats, scenarios: Integers) -> SpreadAgainstKey:
    """Beside the key's, how far apart a person's levels lie.

    ``levels`` and ``key`` (n,) are in level values, ``scenarios`` (n,) codes. ``within`` is the
    mean, over scenarios of two units or more, of the levels' standard deviation, divided by the
    same of the key; ``overall`` the standard deviation of all, divided by the key's (Saal, Downey
    and Lahey 1980, Psychological Bulletin 88, 413-428; beside the key, as true factors do go
    together).
    Chance alone adds to a person's spread and not to the key's, which is the panel's middle.
    Undefined: the key does not vary (no variation), no rating (no answers). ValueError: arrays of
    unlike length.

    >>> spread = spread_against_key(
    ...     np.array([1.0, 1, 3, 3]), np.array([0.0, 2, 2, 4]), np.array([0, 0, 1, 1])
    ... )
    >>> spread.within, round(spread.overall, 2)
    (0.0, 0.71)
    """
    if not levels.shape == key.shape == scenarios.shape:
        raise ValueError("Levels, key and scenarios are one array each, of one length.")
    if levels.size == 0:
        none = Undefined.because(Reason.NO_ANSWERS)
        return SpreadAgainstKey(none, none)
    return SpreadAgainstKey(
        within=_ratio(_within(levels, scenarios), _within(key, scenarios)),
        overall=_ratio(float(levels.std()), float(key.std())),
    )


def _within(values: Floats, scenarios: Integers) -> float:
    _, codes, counts = np.unique(scenarios, return_inverse=True, return_counts=True)
    means = np.bincount(codes, weights=values) / counts
    squares = np.bincount(codes, weights=(values - means[codes]) ** 2) / counts
    several = counts > 1
    return float(np.sqrt(squares[several]).mean()) if several.any() else 0.0


def _ratio(own: float, of_key: float) -> float | Undefined:
    return own / of_key if of_key > NO_SPREAD else Undefined.because(Reason.NO_VARIATION)

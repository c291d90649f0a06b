"""How sure a figure is that is a mean over units, where other units could have been drawn."""

import numpy as np
from numpy.typing import NDArray

from scoring.core.estimate import Estimate

Floats = NDArray[np.float64]


def mean_over_units(parts: Floats, *, lowest: float = -np.inf, highest: float = np.inf) -> Estimate:
    """The mean of what each unit contributes, of shape (n,), with a t interval over units.

    The standard error is that of a mean of n independent units, the interval Student's with n - 1
    degrees of freedom, cut where the figure ends. One unit alone gives neither. ValueError: none.

    >>> mean_over_units(np.array([0.5, 1.0]), lowest=0.0, highest=1.0)
    Estimate(value=0.75, se=0.25, low=0.0, high=1.0)
    """
    if not parts.size:
        raise ValueError("There is no unit.")
    value = float(parts.mean())
    if parts.size == 1:
        return Estimate(value)
    from scipy.special import stdtrit

    se = float(parts.std(ddof=1) / np.sqrt(parts.size))
    reach = se * float(stdtrit(parts.size - 1, 0.975))
    return Estimate(value, se, max(value - reach, lowest), min(value + reach, highest))

"""How nearly two levels agree: 1 where they are the same, less the further they are apart."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Weighting(StrEnum):
    """Ways to count a near miss."""

    IDENTITY = "identity"
    LINEAR = "linear"
    QUADRATIC = "quadratic"
    ORDINAL = "ordinal"


def weights(weighting: Weighting, scale: Floats) -> Floats:
    """The weight of each pair of levels, of shape (K, K), for a scale of shape (K,).

    With d the distance of two levels as a share of the length of the scale, linear is 1 - d and
    quadratic 1 - d² (Cohen 1968, Psychological Bulletin 70, 213-220); identity is 1 for the same
    level and else 0. Ordinal looks at order alone: 1 - C(m, 2) / C(K, 2), m the number of levels
    from one to the other, both counted (Gwet 2014, Handbook of Inter-Rater Reliability, ch. 3).
    A scale of one level has the weight 1.

    >>> weights(Weighting.LINEAR, np.array([0.0, 1.0, 2.0])).tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]]
    """
    n_levels = scale.size
    if weighting is Weighting.IDENTITY or n_levels < 2:
        return np.eye(n_levels)
    if weighting is Weighting.ORDINAL:
        places = np.arange(n_levels)
        counted = np.abs(places[:, None] - places) + 1
        apart: Floats = counted * (counted - 1) / (n_levels * (n_levels - 1))
        return 1 - apart
    distance: Floats = np.abs(scale[:, None] - scale) / (scale[-1] - scale[0])
    return 1 - (distance if weighting is Weighting.LINEAR else distance**2)

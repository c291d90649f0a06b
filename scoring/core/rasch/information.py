"""How much ratings say of what they say least about: whether a fit has a best place at all."""

import numpy as np

from scoring.core.rasch.curves import level_probabilities
from scoring.core.rasch.links import Codes
from scoring.core.ratings import Floats, Integers


def least_information(
    raters: Integers,
    units: Integers,
    severities: Floats,
    locations: Floats,
    thresholds: Floats,
    subsets: Codes,
) -> float:
    """The least information on any combination of estimates; its inverse root is that one's error.

    ``raters`` and ``units`` are (n,) each, ``subsets`` those of the raters (R,). It is the smallest
    eigenvalue of the information matrix of all severities (R,), locations (U,) and thresholds
    (K - 1,): the covariances of the scores, as in every exponential family (Andersen 1980, Discrete
    Statistical Models, ch. 6), with what centring fixes added as if it were rated. Near nought some
    estimates may move together without end and be as likely throughout. Memory grows with n K² and
    (R + U)², work with (R + U)³: for small tables.

    >>> raters, units = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> both = np.zeros(2), np.zeros(2), np.zeros(1), np.zeros(2, int)
    >>> round(least_information(raters, units, *both), 3)
    0.198
    """
    n, n_raters, n_units = raters.size, severities.size, locations.size
    chances = level_probabilities(locations[units] - severities[raters], thresholds)
    places = np.arange(thresholds.size + 1)
    # What each level adds to the scores of the rater, the unit and the thresholds it passes.
    passed = -(places[:, None] > places[:-1]).astype(float)
    adds = np.column_stack([-places, places, passed])
    means = chances @ adds
    among = np.einsum("nk,ki,kj->nij", chances, adds, adds) - means[:, :, None] * means[:, None, :]
    own = np.column_stack([raters, n_raters + units])
    own = np.column_stack([own, np.tile(n_raters + n_units + places[:-1], (n, 1))])
    size = n_raters + n_units + thresholds.size
    matrix = np.zeros((size, size))
    np.add.at(matrix, (own[:, :, None], own[:, None, :]), among)
    centres = np.zeros((int(subsets.max()) + 2, size))
    centres[subsets, np.arange(n_raters)] = 1.0
    centres[-1, n_raters + n_units :] = 1.0
    return float(np.linalg.eigvalsh(matrix + centres.T @ centres)[0])

"""What ratings say least about."""

import numpy as np
import pytest

from scoring.core.rasch.curves import level_probabilities
from scoring.core.rasch.information import least_information


def log_likelihood(at: np.ndarray, raters, units, levels) -> float:
    severities, locations, thresholds = np.split(at, [3, 7])
    chances = level_probabilities(locations[units] - severities[raters], thresholds)
    return float(np.log(chances[np.arange(levels.size), levels]).sum())


def test_is_the_least_curvature_of_the_likelihood_once_centred():
    generator = np.random.default_rng(3)
    raters, units = (codes.ravel() for codes in np.indices((3, 4)))
    levels = generator.integers(0, 3, raters.size)
    at = generator.normal(0, 1, 3 + 4 + 2)
    at[:3] -= at[:3].mean()
    at[-2:] -= at[-2:].mean()
    step, size = 1e-4, at.size
    curvature = np.zeros((size, size))
    ahead = np.eye(size) * step
    corners = ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
    for one, other in np.ndindex(size, size):
        for a, b, sign in corners:
            moved = at + a * ahead[one] + b * ahead[other]
            likely = log_likelihood(moved, raters, units, levels)
            curvature[one, other] -= sign * likely / (4 * step**2)
    centres = np.zeros((2, size))
    centres[0, :3] = centres[1, -2:] = 1.0
    wanted = np.linalg.eigvalsh(curvature + centres.T @ centres)[0]
    parts = np.split(at, [3, 7])
    found = least_information(raters, units, *parts, np.zeros(3, int))
    assert found == pytest.approx(wanted, abs=1e-5)


def test_two_subsets_are_each_centred():
    raters, units = np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([0, 1, 0, 1, 2, 3, 2, 3])
    places = np.zeros(4), np.zeros(4), np.zeros(1)
    assert least_information(raters, units, *places, np.array([0, 0, 1, 1])) > 0.1


def test_a_level_that_nothing_disputes_leaves_its_width_open():
    raters, units = (codes.ravel() for codes in np.indices((2, 2)))
    wide = np.array([-12.0, 12.0])
    apart = np.zeros(2), np.array([-12.0, 12.0])
    assert least_information(raters, units, *apart, wide, np.zeros(2, int)) < 1e-3

"""Ratings drawn from the rating scale model, and the same model written out slowly."""

import math
from dataclasses import dataclass

import numpy as np

from scoring.core import Ratings

STEPS = np.array([-1.2, 0.1, 1.1])


@dataclass(frozen=True)
class Drawn:
    """Ratings with the parameters they were drawn from, and the scenario of each unit."""

    ratings: Ratings
    severities: np.ndarray
    locations: np.ndarray
    scenarios: np.ndarray


def drawn(seed, n_raters=60, n_scenarios=20, factors=12, met=None, steps=STEPS, spread=0.4):
    """Raters who each meet ``met`` whole scenarios, all of them unless it is given."""
    generator = np.random.default_rng(seed)
    n_units = n_scenarios * factors
    scenarios = np.repeat(np.arange(n_scenarios), factors)
    locations = generator.normal(0, 0.8, n_scenarios)[scenarios] + generator.normal(0, 0.8, n_units)
    severities = generator.normal(0, spread, n_raters)
    order = np.argsort(generator.random((n_raters, n_scenarios)), axis=1)[:, : met or n_scenarios]
    units = (order[:, :, None] * factors + np.arange(factors)).reshape(n_raters, -1)
    raters = np.repeat(np.arange(n_raters), units.shape[1])
    units = units.ravel()
    levels = draw_levels(locations[units] - severities[raters], steps, generator)
    scale = np.arange(steps.size + 1.0)
    ratings = Ratings(raters, units, levels, scale, n_raters, n_units)
    return Drawn(ratings, severities, locations, scenarios)


def draw_levels(places, steps, generator):
    """One level for each place, from the model's own probabilities."""
    up = np.cumsum([chances(place, steps) for place in places], axis=1)[:, :-1]
    return (generator.random(places.size)[:, None] > up).sum(axis=1)


def chances(place, steps):
    """Probabilities of the levels by the definition: P(k) / P(k-1) = e^(place - step)."""
    weights = [1.0]
    for step in steps:
        weights.append(weights[-1] * math.exp(place - step))
    return [weight / sum(weights) for weight in weights]


def slow_fit(table, n_levels, passes=4000):
    """Joint estimates by plain loops over a complete or gappy table without extremes.

    Newton on one parameter at a time, damped, until nothing moves: another road to the same place.
    """
    units, raters = range(len(table)), range(len(table[0]))
    location, severity = [0.0 for _ in units], [0.0 for _ in raters]
    steps = [0.0] * (n_levels - 1)
    rated = [(u, r, x) for u in units for r, x in enumerate(table[u]) if x is not None]
    for _ in range(passes):
        largest = 0.0
        for of, at, sign in ((location, 0, 1), (severity, 1, -1)):
            for i in range(len(of)):
                gap = information = 0.0
                for row in rated:
                    if row[at] == i:
                        p = chances(location[row[0]] - severity[row[1]], steps)
                        mean = sum(k * q for k, q in enumerate(p))
                        gap += row[2] - mean
                        information += sum((k - mean) ** 2 * q for k, q in enumerate(p))
                move = max(-0.5, min(0.5, gap / information))
                of[i] += sign * move
                largest = max(largest, abs(move))
        middle = sum(severity) / len(severity)
        severity = [s - middle for s in severity]
        location = [t - middle for t in location]
        given, expected = [0.0] * n_levels, [0.0] * n_levels
        for u, r, x in rated:
            given[x] += 1
            for k, q in enumerate(chances(location[u] - severity[r], steps)):
                expected[k] += q
        ratios = [math.log(g / e) for g, e in zip(given, expected, strict=True)]
        moves = [ratios[k] - ratios[k + 1] for k in range(n_levels - 1)]
        steps = [step + move for step, move in zip(steps, moves, strict=True)]
        steps = [step - sum(steps) / len(steps) for step in steps]
        if max(largest, *(abs(m) for m in moves)) < 1e-9:
            break
    return severity, location, steps

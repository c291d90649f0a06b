"""Raters with one fault each, planted among honest ones."""

import numpy as np

from scoring.core import Ratings

PLANTED = ("severe", "halo", "central", "random", "inverted", "extreme")


def with_bad_raters(made, seed, each=2):
    """The first raters spoilt, ``each`` of a kind in the order of PLANTED; others as they were."""
    generator, ratings = np.random.default_rng(seed), made.ratings
    levels, top = ratings.levels.copy(), ratings.n_levels - 1
    for rater in range(each * len(PLANTED)):
        rows = np.flatnonzero(ratings.raters == rater)
        scenarios = made.scenarios[ratings.units[rows]]
        levels[rows] = spoilt(PLANTED[rater // each], levels[rows], scenarios, top, generator)
    return Ratings(
        ratings.raters, ratings.units, levels, ratings.scale, ratings.n_raters, ratings.n_units
    )


def spoilt(kind, levels, scenarios, top, generator):
    if kind == "severe":
        return np.maximum(levels - 1, 0)
    if kind == "central":
        return np.clip(levels, 1, top - 1)
    if kind == "random":
        return generator.integers(0, top + 1, levels.size)
    if kind == "inverted":
        return top - levels
    if kind == "extreme":
        return np.where(2 * levels >= top, top, 0)
    one_for_all = levels.copy()
    for scenario in np.unique(scenarios):
        here = scenarios == scenario
        one_for_all[here] = round(levels[here].mean() + generator.normal(0, 0.5))
    return np.clip(one_for_all, 0, top)

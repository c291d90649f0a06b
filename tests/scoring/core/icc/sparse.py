"""Simulated ratings with gaps."""

import numpy as np

from scoring.core import Ratings


def sparse_ratings(generator, *, n_units, n_raters, share, unit=1.0, rater=0.25, residual=0.64):
    """Normal ratings, each cell filled with a chance, of given variance components."""
    units, raters = np.nonzero(generator.random((n_units, n_raters)) < share)
    values = (
        generator.normal(0, unit**0.5, n_units)[units]
        + generator.normal(0, rater**0.5, n_raters)[raters]
        + generator.normal(0, residual**0.5, units.size)
    )
    scale, levels = np.unique(values, return_inverse=True)
    return Ratings(raters, units, levels, scale, n_raters, n_units)

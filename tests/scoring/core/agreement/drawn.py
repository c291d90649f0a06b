"""Ratings drawn by hypothesis, and what may be done to them that changes nothing."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from scoring.core import Ratings


@st.composite
def ratings(draw, most_raters: int = 5, most_units: int = 7, least_levels: int = 1) -> Ratings:
    """A table with gaps, perhaps with people and units without a rating."""
    n_levels = draw(st.integers(least_levels, 4))
    n_raters, n_units = draw(st.integers(1, most_raters)), draw(st.integers(1, most_units))
    cell = st.one_of(st.none(), st.integers(0, n_levels - 1))
    row = st.lists(cell, min_size=n_raters, max_size=n_raters)
    table = draw(st.lists(row, min_size=n_units, max_size=n_units))
    return Ratings.of_table(table, scale=list(range(n_levels)))


def reordered(given: Ratings, seed: int) -> Ratings:
    """Other rows first, other names for people and units."""
    generator = np.random.default_rng(seed)
    order = generator.permutation(given.size)
    return replace(
        given,
        raters=generator.permutation(given.n_raters)[given.raters][order],
        units=generator.permutation(given.n_units)[given.units][order],
        levels=given.levels[order],
    )


def with_nobody(given: Ratings) -> Ratings:
    """A rater and a unit more, without a rating."""
    return replace(given, n_raters=given.n_raters + 1, n_units=given.n_units + 1)


def twisted(given: Ratings) -> Ratings:
    """The scale upside down."""
    return replace(given, levels=given.n_levels - 1 - given.levels)

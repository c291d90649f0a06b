"""Which raters and units hang together through shared ratings, and which cannot be compared."""

import numpy as np
from numpy.typing import NDArray

from scoring.core.ratings import Integers

Codes = NDArray[np.int64]
Marks = NDArray[np.bool_]

NOWHERE = -1
"""The subset of a rater or unit without any rating."""


def linked_subsets(
    raters: Integers, units: Integers, n_raters: int, n_units: int
) -> tuple[Codes, Codes]:
    """Number the subsets of raters and units that shared ratings link, even through others.

    ``raters`` and ``units`` are one code for each rating, (n,) each. Answers the subset of each
    rater (n_raters,) and of each unit (n_units,), numbered from 0: most raters first, then by
    its first rater; ``NOWHERE`` for those without a rating. These are the connected components of
    the graph that has a line for each rating (Weeks and Williams 1964, Technometrics 6, 319-324);
    figures from two of them must not be compared. Found by handing on the lowest label, whole
    groups at a time (Shiloach and Vishkin 1982, Journal of Algorithms 3, 57-67).

    >>> subsets = linked_subsets(np.array([0, 1, 2]), np.array([0, 0, 1]), 3, 3)
    >>> [codes.tolist() for codes in subsets]
    [[0, 0, 1], [0, 1, -1]]
    """
    labels = np.arange(n_raters, dtype=np.int32)
    while True:
        lowest_at = np.full(n_units, n_raters, np.int32)
        np.minimum.at(lowest_at, units, labels[raters])
        met = labels.copy()
        np.minimum.at(met, raters, lowest_at[units])
        # Whoever bore the old label moves along, so that a long chain takes few rounds.
        renamed = met.copy()
        np.minimum.at(renamed, labels, met)
        while (renamed[renamed] < renamed).any():
            renamed = renamed[renamed]
        if np.array_equal(renamed, labels):
            break
        labels = renamed
    return _numbered(labels, lowest_at, raters)


def _numbered(labels: Integers, lowest_at: Integers, raters: Integers) -> tuple[Codes, Codes]:
    rated = np.bincount(raters, minlength=labels.size) > 0
    present, first, sizes = np.unique(labels[rated], return_index=True, return_counts=True)
    numbers = np.full(labels.size + 1, NOWHERE, np.int64)
    numbers[present[np.lexsort((first, -sizes))]] = np.arange(present.size)
    return np.where(rated, numbers[labels], NOWHERE), numbers[lowest_at]


def most_rated(raters: Integers, subsets: Codes, n_raters: int) -> Codes:
    """The subset that holds most ratings of each rater, (n_raters,); of those that tie the lowest.

    ``raters`` and ``subsets`` are (n,) each, one place for each rating; ``NOWHERE`` where none is.

    >>> most_rated(np.array([0, 0, 0]), np.array([1, 0, 1]), 2).tolist()
    [1, -1]
    """
    home = np.full(n_raters, NOWHERE, np.int64)
    if raters.size:
        n = int(subsets.max()) + 1
        cells, counts = np.unique(raters.astype(np.int64) * n + subsets, return_counts=True)
        order = np.lexsort((-cells, counts))  # the last written stays
        home[cells[order] // n] = cells[order] % n
    return home

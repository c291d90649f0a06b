"""Tables of ratings that were published with their results."""

from dataclasses import replace

import numpy as np

from scoring.core import Ratings

GAP = None

# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section E: four observers, twelve
# units, five levels, gaps.
_FOUR_OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


def four_observers() -> Ratings:
    columns = [line.split() for line in _FOUR_OBSERVERS.split("\n") if line]
    table = [
        [GAP if each == "." else int(each) - 1 for each in row]
        for row in zip(*columns, strict=True)
    ]
    return Ratings.of_table(table, scale=[1, 2, 3, 4, 5])


def four_raters() -> Ratings:
    """Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., and the example of his irrCAC: the
    same, but for the last unit, which is the third rater's there."""
    observers = four_observers()
    raters = observers.raters.copy()
    raters[observers.units == 11] = 2
    return replace(observers, raters=raters)


# Fleiss 1971, Psychological Bulletin 76, table 1: 30 patients, six psychiatrists each, five
# diagnoses; how many chose each.
_DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
SIX_PSYCHIATRISTS = np.array([list(map(int, each)) for each in _DIAGNOSES.split()])


def two_raters(table: list[list[int]], scale: list[float] | None = None) -> Ratings:
    """Two raters whose levels met as the table says."""
    pairs = [
        [row, column]
        for row, cells in enumerate(table)
        for column, often in enumerate(cells)
        for _each in range(often)
    ]
    return Ratings.of_table(pairs, scale=scale or list(range(len(table))))

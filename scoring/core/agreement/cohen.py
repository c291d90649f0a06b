"""Cohen's kappa of two people, and of every trainee against a key at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.agreement.gwet import CERTAIN
from scoring.core.agreement.weights import Weighting
from scoring.core.agreement.weights import weights as weights_of
from scoring.core.estimate import Estimate
from scoring.core.ratings import Ratings
from scoring.core.undefined import Reason, Undefined

Floats = NDArray[np.float64]
# What is this near nought, beside what it is the difference of, is rounding.
ROUNDING = 16 * np.finfo(float).eps
Integers = NDArray[np.integer]
NORMAL_975 = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class Kappas:
    """Kappa of many, each an array of shape (n,): values, standard errors, units in common.

    Where ``alike`` is true both sides gave one level alone; there and where no unit is in common
    value and standard error mean nothing and are 0. ``of`` gives one of them as a figure.
    """

    values: Floats
    ses: Floats
    n_units: Integers
    alike: NDArray[np.bool_]

    def of(self, number: int) -> Estimate | Undefined:
        """Kappa of one, with a normal interval cut at -1 and 1."""
        if not self.n_units[number]:
            return Undefined.because(Reason.NO_OVERLAP)
        if self.alike[number]:
            return Undefined.because(Reason.ALL_ALIKE)
        value, se = float(self.values[number]), float(self.ses[number])
        reach = NORMAL_975 * se
        return Estimate(value, se, max(value - reach, -1.0), min(value + reach, 1.0))


def cohen_kappa(ratings: Ratings, weights: Floats) -> Estimate | Undefined:
    """Agreement of two raters beyond chance, over the units that both rated.

    ``(observed - chance) / (1 - chance)``, chance that of each rater's own shares of the levels
    (Cohen 1960, Educational and Psychological Measurement 20, 37-46; weighted 1968, Psychological
    Bulletin 70, 213-220). ``weights`` is of shape (K, K). The standard error is that of Fleiss,
    Cohen and Everitt (1969, Psychological Bulletin 72, 323-327) for a kappa that is not nought.
    Undefined: not exactly two people with a rating; no unit in common; both gave one same level
    throughout.

    >>> ratings = Ratings.of_table([[0, 0], [0, 1], [1, 1], [1, 1]])
    >>> round(cohen_kappa(ratings, np.eye(2)).value, 3)
    0.5
    """
    people = np.flatnonzero(np.bincount(ratings.raters, minlength=ratings.n_raters))
    if people.size != 2:
        return Undefined.because(Reason.NOT_TWO_RATERS)
    levels = np.full((2, ratings.n_units), -1)
    for place, person in enumerate(people):
        theirs = ratings.raters == person
        levels[place, ratings.units[theirs]] = ratings.levels[theirs]
    both = (levels >= 0).all(axis=0)
    table = np.zeros((1, ratings.n_levels, ratings.n_levels))
    np.add.at(table[0], tuple(levels[:, both]), 1.0)
    return _kappas(table, weights).of(0)


def quadratic_kappas(ratings: Ratings, key: Integers) -> Kappas:
    """Quadratic kappa of every rater against a key, over the units that they and the key have.

    ``key`` is of shape (n_units,): a place on the scale, or -1 where the key has no level. Formula,
    standard error and undefined cases as for ``cohen_kappa``; one pass over the ratings counts all
    raters' tables. Chance takes a rater's own shares of the levels: who is severe in the right
    order keeps a fair kappa, so say the mean signed difference beside it.
    ValueError: a key of another length, or not on the scale.

    >>> ratings = Ratings.of_table([[0, 1], [1, 1], [2, 1]])
    >>> kappas = quadratic_kappas(ratings, np.array([0, 1, 2]))
    >>> kappas.of(0).value, kappas.of(1).value
    (1.0, 0.0)
    """
    n_levels = ratings.n_levels
    if key.shape != (ratings.n_units,):
        raise ValueError("A key has one place for each unit.")
    if key.size and not -1 <= key.min() <= key.max() < n_levels:
        raise ValueError("A level of the key is not on the scale.")
    # A column more than the key has levels takes in the units without: cheaper than leaving them.
    width = n_levels + 1
    cells = ratings.raters.astype(np.int64) * (n_levels * width)
    cells += ratings.levels.astype(np.int64) * width
    cells += (key.astype(np.int64) % width)[ratings.units]
    counted = np.bincount(cells, minlength=ratings.n_raters * n_levels * width)
    tables = counted.reshape(ratings.n_raters, n_levels, width)[:, :, :n_levels]
    return _kappas(tables.astype(float), weights_of(Weighting.QUADRATIC, ratings.scale))


def _kappas(tables: Floats, weights: Floats) -> Kappas:
    """Kappa of each table of shape (n, K, K)."""
    sizes = tables.sum(axis=(1, 2))
    shares = tables / np.maximum(sizes, 1)[:, None, None]
    rows, columns = shares.sum(axis=2), shares.sum(axis=1)
    observed = (shares * weights).sum(axis=(1, 2))
    mean_of_row, mean_of_column = columns @ weights.T, rows @ weights
    chance = (rows * mean_of_row).sum(axis=1)
    # Where both sides give one level alone there is no room above chance.
    alike = chance > CERTAIN
    room = np.where(alike | (sizes == 0), 1.0, 1 - chance)
    values = (observed - chance) / room
    means = mean_of_row[:, :, None] + mean_of_column[:, None, :]
    parts = weights * room[:, None, None] - means * (1 - observed)[:, None, None]
    middle = observed * chance - 2 * chance + observed
    squares = (shares * parts**2).sum(axis=(1, 2))
    variance = squares - middle**2
    # Of a variance of nought rounding leaves a little, above it or below.
    variance = np.where(variance > ROUNDING * (squares + np.sqrt(squares)), variance, 0.0)
    ses = np.sqrt(variance / np.maximum(sizes, 1)) / room**2
    defined = ~alike & (sizes > 0)
    return Kappas(
        values=np.where(defined, values, 0.0),
        ses=np.where(defined, ses, 0.0),
        n_units=sizes.astype(np.int64),
        alike=alike,
    )

"""The restricted likelihood of two crossed variance ratios, with the larger facet absorbed."""

from dataclasses import dataclass

import numpy as np

from scoring.core.ratings import Floats, Ratings

GROUPED_CELLS = 4_000_000
"""Numbers that may be kept ready so that a likelihood needs no product of the whole table."""


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """The restricted likelihood at one pair of ratios, and what follows from it.

    ``deviance`` is minus twice its logarithm, but for a constant, with the residual variance at
    its best; ``slope`` its derivative by the logarithm of either ratio, in the order kept and
    absorbed. ``residual`` is that best variance; ``effects`` are the predicted effects, kept and
    absorbed.
    """

    deviance: float
    slope: Floats
    residual: float
    effects: tuple[Floats, Floats]


class CrossedTable:
    """Ratings by two crossed facets, made ready so that a likelihood costs little.

    The model is a mean, an effect of each unit, of each rater, and a residual. ``ratio`` means a
    facet's variance over the residual's. Henderson's mixed model equations (Searle, Casella and
    McCulloch 1992, Variance Components, ch. 7) are solved for the mean and the smaller facet, the
    larger being absorbed: its own block is diagonal. Effects are in units of their own deviation,
    as in Bates, Maechler, Bolker and Walker (2015), Fitting linear mixed-effects models using
    lme4, Journal of Statistical Software 67(1), so that a ratio of nought is an ordinary place.
    """

    def __init__(self, ratings: Ratings, values: Floats) -> None:
        self.keeps_units = ratings.n_units <= ratings.n_raters
        facets = [(ratings.units, ratings.n_units), (ratings.raters, ratings.n_raters)]
        kept, absorbed = facets if self.keeps_units else facets[::-1]
        (self._kept, n_kept), (self._absorbed, n_absorbed) = kept, absorbed
        self._values = values
        self.sizes = np.array([n_kept, n_absorbed])
        self._table = np.zeros((n_kept, n_absorbed))
        self._table[self._kept, self._absorbed] = 1.0
        self._n_kept, self._n_absorbed = self._table.sum(axis=1), self._table.sum(axis=0)
        self._sum_kept = np.bincount(self._kept, weights=values, minlength=n_kept)
        self._sum_absorbed = np.bincount(self._absorbed, weights=values, minlength=n_absorbed)
        self._group_alike()

    def _group_alike(self) -> None:
        """Add up once, for each number of ratings, the products of those absorbed with as many."""
        counts, first, alike = np.unique(self._n_absorbed, return_index=True, return_inverse=True)
        self._alike_first = first
        self._products: Floats | None = None
        if counts.size * self.sizes[0] ** 2 <= GROUPED_CELLS:
            columns = (self._table[:, alike == group] for group in range(counts.size))
            self._products = np.stack([block @ block.T for block in columns])

    def _weighted_product(self, weights: Floats) -> Floats:
        """``table @ diag(weights) @ table.T``, the weights going by the number of ratings."""
        product: Floats
        if self._products is None:
            product = (self._table * weights) @ self._table.T
        else:
            product = np.tensordot(weights[self._alike_first], self._products, axes=1)
        return product

    def _unabsorbed(self, ratio: float) -> Floats:
        """The equations of the mean and the kept facet, as if there were no other."""
        system = np.diag(np.concatenate(([self._values.size], 1 + ratio * self._n_kept)))
        system[0, 1:] = system[1:, 0] = np.sqrt(ratio) * self._n_kept
        return system

    def _through_absorbed(self, weights: Floats, ratio: float) -> Floats:
        """What the absorbed facet takes out of those equations, each of it with its weight."""
        weighted = weights * self._n_absorbed
        taken = np.empty((self.sizes[0] + 1,) * 2)
        taken[0, 0] = weighted @ self._n_absorbed
        taken[0, 1:] = taken[1:, 0] = np.sqrt(ratio) * (self._table @ weighted)
        taken[1:, 1:] = ratio * self._weighted_product(weights)
        return taken

    def _right_hand_side(self, weights: Floats, ratio: float) -> Floats:
        weighted = weights * self._sum_absorbed
        of_mean = self._values.sum() - weighted @ self._n_absorbed
        of_kept = np.sqrt(ratio) * (self._sum_kept - self._table @ weighted)
        return np.concatenate(([of_mean], of_kept))

    def at(self, ratios: Floats) -> Likelihood:
        """The likelihood where the facets' variances over the residual's are ``ratios``.

        ``ratios`` is of shape (2,), none below 0: the kept facet's, then the absorbed one's.
        """
        n = self._values.size
        block = 1 + ratios[1] * self._n_absorbed
        weights = ratios[1] / block
        system = self._unabsorbed(ratios[0]) - self._through_absorbed(weights, ratios[0])
        inverse = np.linalg.inv(system)
        solution = inverse @ self._right_hand_side(weights, ratios[0])
        kept = np.sqrt(ratios[0]) * solution[1:]
        left_over = self._sum_absorbed - self._n_absorbed * solution[0] - kept @ self._table
        absorbed = weights * left_over
        errors = self._values - solution[0] - kept[self._kept] - absorbed[self._absorbed]
        penalties = np.array([solution[1:] @ solution[1:], absorbed @ (left_over / block)])
        squares = float(errors @ errors + penalties.sum())
        traces = np.array(
            [
                np.trace(inverse) - inverse[0, 0],
                (1 / block).sum()
                + np.vdot(inverse, self._through_absorbed(weights / block, ratios[0])),
            ]
        )
        # A plain sum of logarithms: the factors themselves would overflow.
        log_pivots = 2 * np.log(np.diagonal(np.linalg.cholesky(system))).sum()
        determinant = float(log_pivots + np.log(block).sum())
        return Likelihood(
            deviance=determinant + (n - 1) * float(np.log(squares)),
            slope=self.sizes - traces - (n - 1) * penalties / squares,
            residual=squares / (n - 1),
            effects=(kept, absorbed),
        )

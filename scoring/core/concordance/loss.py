"""Expected loss against the whole panel, where reading too low may cost more than too high."""

import numpy as np

from scoring.core.ratings import Floats, Integers

FULL = 100.0


def expected_losses(counts: Integers, under: float = 1.0, over: float = 1.0) -> Floats:
    """Mean loss of each level of each unit against the panel's ratings, of shape (units, K).

    ``counts`` is of shape (units, K). A level below a panellist's costs ``under`` for each level
    between, one above ``over``; with both 1 this is the expected distance, in levels, least at the
    panel's median. The loss of quantile regression (Koenker and Bassett 1978, Regression
    quantiles, Econometrica 46, 33-50): with 2 to 1 the best answer is the panel's 2/3 quantile, so
    an honest person would be pushed a level up. That is why the key stays symmetric, and this
    stands beside it as a figure of safety. The rule is for risk; for protective factors swap the
    two. A unit that nobody rated has loss 0. ValueError: a weight that is not above 0.

    >>> expected_losses(np.array([[0, 2, 7, 3]]), under=2).round(2).tolist()
    [[4.17, 2.17, 0.67, 0.92]]
    """
    if min(under, over) <= 0:
        raise ValueError("What an error costs is above 0.")
    places = np.arange(counts.shape[1])
    apart = places[:, None] - places  # the panellist's level less the answer's
    cost = np.where(apart > 0, under * apart, -over * apart)
    ratings = np.maximum(counts.sum(axis=1), 1)[:, None]
    return np.asarray((counts @ cost) / ratings, dtype=float)


def loss_scores(counts: Integers, under: float = 1.0, over: float = 1.0) -> Floats:
    """The same as a score of each level: 100 for the unit's best answer, 0 for its worst.

    ``100 (1 - (L - Lmin) / (Lmax - Lmin))``, of shape (units, K); 100 throughout where no answer
    costs more than another, as on a unit that nobody rated. Print the two weights with it.

    >>> loss_scores(np.array([[0, 2, 7, 3]])).round(0).tolist()
    [[0.0, 60.0, 100.0, 70.0]]
    """
    losses = expected_losses(counts, under, over)
    least = losses.min(axis=1, keepdims=True, initial=np.inf)
    width = losses.max(axis=1, keepdims=True, initial=-np.inf) - least
    return np.asarray(FULL * (1 - (losses - least) / np.where(width > 0, width, 1.0)))

"""Many tests at once: p-values that allow for how many there were."""

from enum import StrEnum

import numpy as np

from scoring.core.ratings import Floats


class Control(StrEnum):
    """What is held down when many tests are looked at together."""

    FALSE_DISCOVERIES = "false_discoveries"
    """The share of false ones among those found (Benjamini and Hochberg 1995)."""
    ANY_FALSE = "any_false"
    """The chance of even one false one (Holm 1979); stricter."""


def adjusted_p(p_values: Floats, control: Control = Control.FALSE_DISCOVERIES) -> Floats:
    """p-values, any shape, adjusted so that each can be held against the rate wanted.

    All with an adjusted p of .1 at most, shown together, hold 1 in 10 false ones on average at
    most (Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57, 289-300), if
    the tests are independent or lean the same way; or, with ``ANY_FALSE``, there is a false one
    among them in 1 case in 10 at most, however they depend (Holm 1979, Scandinavian Journal of
    Statistics 6, 65-70). ValueError: a p-value outside 0 to 1.

    >>> adjusted_p(np.array([0.01, 0.04, 0.03])).round(4).tolist()
    [0.03, 0.04, 0.04]
    >>> adjusted_p(np.array([0.01, 0.04, 0.03]), Control.ANY_FALSE).round(4).tolist()
    [0.03, 0.06, 0.06]
    """
    flat = p_values.ravel()
    if flat.size and not (flat.min() >= 0 and flat.max() <= 1):
        raise ValueError("A p-value lies between 0 and 1.")
    order = np.argsort(flat, kind="stable")
    n, ranks = flat.size, np.arange(1, flat.size + 1)
    if control is Control.FALSE_DISCOVERIES:
        raised = np.minimum.accumulate((flat[order] * n / ranks)[::-1])[::-1]
    else:
        raised = np.maximum.accumulate(flat[order] * (n - ranks + 1))
    adjusted = np.empty(n)
    adjusted[order] = np.minimum(raised, 1.0)
    shaped: Floats = adjusted.reshape(p_values.shape)
    return shaped

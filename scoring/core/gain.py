"""What a course gains: the same people before and after it, on two forms in both orders.

Each person has one form before and the other one after. Half of them have the forms the other way
round, so that a form that is easier does not read as learning.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from scoring.core.estimate import Estimate
from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

FEWEST_IN_AN_ORDER = 2
FEWEST_WITH_A_SPREAD = 4


@dataclass(frozen=True, slots=True)
class Gain:
    """What changed in people, apart from what only the forms differ by.

    ``gain`` is after less before. ``forms`` is how much higher the second form reads than the
    first for the same person; None where nobody changed forms, so that nothing is known of it.
    ``freedom`` are the degrees of freedom of both intervals.
    """

    gain: Estimate
    forms: Estimate | None
    freedom: int
    n: int


def gain_of_two_orders(
    first_form_first: ArrayLike, second_form_first: ArrayLike
) -> Gain | Undefined:
    """The gain of a course, each of the two orders of the forms counted once.

    The arguments are ``after - before`` of each person, of shape (n1,) for those who had the first
    form before and the second after, and of shape (n2,) for those who had them the other way round.
    With their means m1 and m2: ``gain = (m1 + m2) / 2`` and ``forms = (m1 - m2) / 2``. This is the
    two-period cross-over with the parts exchanged: what is the period's effect there is the gain
    here, and the forms are the treatments. Hills and Armitage (1979), The two-period cross-over
    clinical trial, British Journal of Clinical Pharmacology 8, 7-20; Senn (2002), Cross-over Trials
    in Clinical Research, sec. 3.6.

    The standard error of both is ``s / 2 * sqrt(1 / n1 + 1 / n2)``, where s is pooled over the two
    orders, and the 95% interval is from t with ``n1 + n2 - 2`` degrees of freedom. It is pooled,
    and not Welch's, because a difference is of the same two forms in either order and so spreads
    alike; with a few people in an order Welch's interval is too wide to say anything. It supposes
    that differences are about normal, and that no form teaches more for the other than it is
    taught by it.

    Without any spread within the orders the estimates stand without an error or interval: an
    interval of no width would claim to be certain. Undefined: fewer than two people in either
    order. ValueError: arrays of another shape, or a number that is not finite.

    >>> found = gain_of_two_orders([3, 5, 4], [1, 2])
    >>> found.gain.value, round(found.forms.value, 2), found.freedom
    (2.75, 1.25, 3)
    >>> round(found.gain.low, 2), round(found.gain.high, 2)
    (1.42, 4.08)
    """
    one, other = _differences(first_form_first), _differences(second_form_first)
    if min(one.size, other.size) < FEWEST_IN_AN_ORDER:
        return Undefined.because(Reason.ONE_ORDER)
    return _least_squares(
        np.concatenate([one, other]), np.repeat([1.0, -1.0], [one.size, other.size])
    )


def change_over_forms(changes: ArrayLike, moved: ArrayLike) -> Gain | Undefined:
    """The mean change from one point to a later one, apart from what the forms differ by.

    ``changes`` is the later value less the earlier one of each person, ``moved`` is 1 where they
    went from the first form to the second, -1 the other way and 0 where they had one form twice;
    both of shape (n,). Fitted by least squares: ``change = gain + moved * forms``. Where everybody
    changed forms, this is the gain of two orders; where nobody did, the plain mean with its
    t-interval on n - 1 degrees of freedom.

    Without any spread the estimates stand without an interval, as above. Undefined: fewer than two
    people, or fewer than four where some moved and some did not (too few people); or all moved,
    fewer than two of them one way, so that the form cannot be told from the change (one order).
    ValueError: unlike shapes, a number that is not finite, or a move that is none of the three.

    >>> found = change_over_forms([-2, -4, -1, 1], [0, 0, 0, 0])
    >>> found.gain.value, found.forms, round(found.gain.low, 2)
    (-1.5, None, -4.81)
    >>> change_over_forms([3, 5, 4, 1, 2], [1, 1, 1, -1, -1]).gain.value
    2.75
    """
    y, x = _differences(changes), np.asarray(moved, dtype=float)
    if x.shape != y.shape or not np.isin(x, (-1.0, 0.0, 1.0)).all():
        raise ValueError("For each change there is one move: -1, 0 or 1.")
    if not x.any():
        return _plain_mean(y)
    if x.all():
        return gain_of_two_orders(y[x == 1], y[x == -1])
    if y.size < FEWEST_WITH_A_SPREAD:
        return Undefined.because(Reason.TOO_FEW_PEOPLE)
    return _least_squares(y, x)


def _plain_mean(changes: Floats) -> Gain | Undefined:
    n = changes.size
    if n < FEWEST_IN_AN_ORDER:
        return Undefined.because(Reason.TOO_FEW_PEOPLE)
    spread = float(changes.std(ddof=1))
    return Gain(_estimate(float(changes.mean()), spread / sqrt(n), n - 1), None, n - 1, n)


def _least_squares(y: Floats, x: Floats) -> Gain:
    """``y = gain + x * forms``, with the residual spread pooled over everybody."""
    n, freedom = y.size, y.size - 2
    off, spread_of_x = x - x.mean(), float(((x - x.mean()) ** 2).sum())
    forms = float((off * y).sum()) / spread_of_x
    gain = float(y.mean()) - forms * float(x.mean())
    residual = y - gain - forms * x
    variance = float((residual**2).sum()) / freedom
    return Gain(
        gain=_estimate(
            gain, sqrt(variance * (1 / n + float(x.mean()) ** 2 / spread_of_x)), freedom
        ),
        forms=_estimate(forms, sqrt(variance / spread_of_x), freedom),
        freedom=freedom,
        n=n,
    )


def _estimate(value: float, se: float, freedom: int) -> Estimate:
    # What is left of rounding is no spread either.
    if se < 1e-12 * max(1.0, abs(value)):
        return Estimate(value)
    from scipy.special import stdtrit  # slow to import

    reach = float(stdtrit(freedom, 0.975)) * se
    return Estimate(value, se, value - reach, value + reach)


def _differences(values: ArrayLike) -> Floats:
    found = np.asarray(values, dtype=float)
    if found.ndim != 1:
        raise ValueError("Differences come in one row, one for each person.")
    if not np.isfinite(found).all():
        raise ValueError("A difference is a finite number.")
    return found

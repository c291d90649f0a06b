"""The six intraclass correlations of a complete table, with intervals from F."""

from collections.abc import Callable
from dataclasses import dataclass

from scoring.core.estimate import Estimate
from scoring.core.icc.table import complete_table
from scoring.core.ratings import Floats, Ratings
from scoring.core.undefined import Reason, Undefined

UPPER_TAIL = 0.975
"""The interval is of 95%, with as much outside it on either side."""


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """The variance of a complete table taken apart, in squared units of the scale.

    ``between_units`` is MSR, ``between_raters`` MSC, ``residual`` MSE and ``within_units`` MSW.
    """

    n_units: int
    n_raters: int
    between_units: float
    between_raters: float
    residual: float
    within_units: float


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """ICC(1), ICC(2) and ICC(3) of one rating, and with ``k`` of the mean of all the raters.

    1: every unit is rated by other raters. 2: the same raters rate all units and stand for
    others; their severity counts as error, so this is agreement, ICC(A,1). 3: these raters alone
    matter and their severity is forgiven: consistency, never agreement.
    """

    icc1: Estimate | Undefined
    icc2: Estimate | Undefined
    icc3: Estimate | Undefined
    icc1k: Estimate | Undefined
    icc2k: Estimate | Undefined
    icc3k: Estimate | Undefined


_Single = tuple[float | None, float | None, float | None]
"""A single rating's coefficient and the two ends of its interval; None is no number."""


def mean_squares(ratings: Ratings) -> MeanSquares | Undefined:
    """Mean squares of a complete table of n units and k raters, by two-way analysis of variance.

    Undefined: incomplete, one rater, one unit, no answers, or all ratings alike.

    >>> squares = mean_squares(Ratings.of_table([[0, 1], [2, 2], [4, 3]]))
    >>> round(squares.between_units, 6), squares.between_raters, squares.residual
    (4.5, 0.0, 0.5)
    """
    table = complete_table(ratings)
    if isinstance(table, Undefined):
        return table
    if (table == table[0, 0]).all():
        return Undefined.because(Reason.ALL_ALIKE)
    return _taken_apart(table)


def _taken_apart(table: Floats) -> MeanSquares:
    n, k = table.shape
    centred = table - table.mean()
    of_units, of_raters = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - of_units[:, None] - of_raters[None, :]
    # Values of a scale are few digits long: what is this near nought is rounding.
    nought = 1e-12 * float((centred**2).sum())

    def mean_square(sum_of_squares: float, freedom: int) -> float:
        return sum_of_squares / freedom if sum_of_squares > nought else 0.0

    raters, residual = n * float((of_raters**2).sum()), float((rest**2).sum())
    return MeanSquares(
        n_units=n,
        n_raters=k,
        between_units=mean_square(k * float((of_units**2).sum()), n - 1),
        between_raters=mean_square(raters, k - 1),
        residual=mean_square(residual, (n - 1) * (k - 1)),
        within_units=mean_square(raters + residual, n * (k - 1)),
    )


def intraclass_correlations(ratings: Ratings) -> IntraclassCorrelations:
    """ICC(1), (2), (3) of one rating and of the mean of the k raters, each with a 95% interval.

    With MSR, MSC, MSE, MSW the mean squares between units, between raters, residual and within
    units: ``ICC1 = (MSR - MSW) / (MSR + (k-1) MSW)``,
    ``ICC2 = (MSR - MSE) / (MSR + (k-1) MSE + k (MSC - MSE) / n)``,
    ``ICC3 = (MSR - MSE) / (MSR + (k-1) MSE)``; those of the mean by Spearman and Brown,
    ``k r / (1 + (k-1) r)``, and so are the ends of their intervals. Shrout and Fleiss (1979),
    Intraclass correlations, Psychological Bulletin 86, 420-428; McGraw and Wong (1996), Forming
    inferences about some intraclass correlation coefficients, Psychological Methods 1, 30-46,
    table 7. The degrees of freedom of ICC2's interval are Satterthwaite's, with a negative
    coefficient taken as 0 in them. A coefficient below 0 is kept: raters of one unit then differ
    more than ratings of different units do. There is no standard error.

    Undefined, each on its own: as ``mean_squares``; where the units' means are so alike that the
    coefficient has no denominator (units alike). An interval with an end that is no number is
    left out.

    >>> found = intraclass_correlations(Ratings.of_table([[0, 1], [2, 2], [4, 3], [1, 1]]))
    >>> round(found.icc2.value, 3), round(found.icc2.low, 3), round(found.icc2.high, 3)
    (0.864, -0.271, 0.991)
    """
    squares = mean_squares(ratings)
    if isinstance(squares, Undefined):
        return IntraclassCorrelations(*(squares,) * 6)
    singles = [_one_way(squares), _agreement(squares), _consistency(squares)]

    def averaged(value: float | None) -> float | None:
        return None if value is None else spearman_brown(value, squares.n_raters)

    means = [(averaged(value), averaged(low), averaged(high)) for value, low, high in singles]
    return IntraclassCorrelations(*map(_estimate, [*singles, *means]))


def spearman_brown(single: float, raters: int) -> float | None:
    """The coefficient of a mean of ``raters`` ratings; None where it has no denominator.

    Spearman (1910) and Brown (1910), British Journal of Psychology 3, 271-295 and 296-322.

    >>> spearman_brown(0.5, 2), spearman_brown(-1.0, 2)
    (0.6666666666666666, None)
    """
    below = 1 + (raters - 1) * single
    # Near nought it is nought but for rounding; past it the sign would turn.
    return raters * single / below if below > 1e-9 else None


def _ratio(above: float, below: float) -> float | None:
    return above / below if below > 0 else None


def _one_way(squares: MeanSquares) -> _Single:
    n, k = squares.n_units, squares.n_raters
    return _from_f(squares.between_units, squares.within_units, k, n - 1, n * (k - 1))


def _consistency(squares: MeanSquares) -> _Single:
    n, k = squares.n_units, squares.n_raters
    return _from_f(squares.between_units, squares.residual, k, n - 1, (n - 1) * (k - 1))


def _from_f(between: float, error: float, k: int, freedom: int, freedom_of_error: int) -> _Single:
    f = f_quantile()

    def coefficient(above: float, below: float) -> float | None:
        return _ratio(above - below, above + (k - 1) * below)

    return (
        coefficient(between, error),
        coefficient(between, error * f(freedom, freedom_of_error)),
        coefficient(between * f(freedom_of_error, freedom), error),
    )


def _agreement(squares: MeanSquares) -> _Single:
    n, k = squares.n_units, squares.n_raters
    between, raters, error = squares.between_units, squares.between_raters, squares.residual
    noise = k * raters + (k * n - k - n) * error
    value = _ratio(n * (between - error), noise + n * between)
    if value is None:
        return None, None, None
    if raters == error == 0:
        return value, value, value
    freedom = _satterthwaite(squares, max(value, 0.0))
    f = f_quantile()
    lower, upper = f(n - 1, freedom), f(freedom, n - 1)
    return (
        value,
        _ratio(n * (between - lower * error), lower * noise + n * between),
        _ratio(n * (upper * between - error), noise + n * upper * between),
    )


def _satterthwaite(squares: MeanSquares, value: float) -> float:
    """Degrees of freedom of ``a MSC + b MSE``; a and b times n (1 - ICC), which may be nought."""
    n, k = squares.n_units, squares.n_raters
    of_raters = k * value * squares.between_raters
    of_error = (n * (1 - value) + k * value * (n - 1)) * squares.residual
    apart = of_raters**2 / (k - 1) + of_error**2 / ((n - 1) * (k - 1))
    # Nought where the units' means are alike and nothing but severity is left: then v is any.
    return (of_raters + of_error) ** 2 / apart if apart > 0 else float((n - 1) * (k - 1))


def f_quantile() -> Callable[[float, float], float]:
    """The upper 2.5% point of F by its two degrees of freedom; scipy is slow to import."""
    from scipy.special import fdtri

    return lambda above, below: float(fdtri(above, below, UPPER_TAIL))


def _estimate(single: _Single) -> Estimate | Undefined:
    value, low, high = single
    if value is None:
        return Undefined.because(Reason.UNITS_ALIKE)
    if low is None or high is None:
        return Estimate(value)
    return Estimate(value, None, low, high)

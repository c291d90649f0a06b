"""Krippendorff's alpha, for any number of raters, gaps and four kinds of scale."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from scoring.core.agreement.pairs import Counts
from scoring.core.estimate import Estimate
from scoring.core.undefined import Reason, Undefined

Floats = NDArray[np.float64]


class Metric(StrEnum):
    """What a scale is taken for, and so how far apart two levels are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def krippendorff_alpha(
    counts: Counts, scale: Floats, metric: Metric, *, ruler: Floats | None = None
) -> Estimate | Undefined:
    """1 - observed disagreement / disagreement expected if levels were dealt out at random.

    ``counts`` is of shape (n_units, K), ``scale`` of shape (K,). Units rated by fewer than two are
    left out. With o the coincidences (see ``coincidences``) and n their margins,
    ``1 - (N - 1) * sum of o_kl d_kl / sum of n_k n_l d_kl``, N the sum of n. The distances d are
    those of Krippendorff (2011, Computing Krippendorff's Alpha-Reliability; 2019, Content Analysis,
    4th ed., ch. 12): 1 for unlike levels; differences of mid-ranks, of values, or of values over
    their sum, all squared.

    The ordinal ruler, mid-ranks, comes from the ratings themselves: two organisations would be read
    on two rulers. ``ruler``, of shape (K,) from ``ordinal_ruler`` of the nation, is used instead.
    The value comes without an interval: ``scoring.core.agreement.resampled_alpha`` gives one.

    Undefined: no unit rated by two; all ratings alike; ratios of levels below nought.
    ValueError: a ruler of another length, or one for another metric.

    >>> counts = np.array([[2, 0], [0, 2], [1, 1]])
    >>> round(krippendorff_alpha(counts, np.array([0.0, 1.0]), Metric.NOMINAL).value, 4)
    0.4444
    """
    check_ruler(scale, metric, ruler)
    if metric is Metric.RATIO and scale.size and scale[0] < 0:
        return Undefined.because(Reason.BELOW_NOUGHT)
    found = coincidences(counts)
    if not found.any():
        return Undefined.because(Reason.NO_OVERLAP)
    values, defined = alphas(found[None], scale, metric, ruler)
    return Estimate(float(values[0])) if defined[0] else Undefined.because(Reason.ALL_ALIKE)


def coincidences(counts: Counts) -> Floats:
    """How often two levels met in a unit, of shape (K, K).

    ``o_kl = sum over units of n_uk (n_ul - [k = l]) / (r_u - 1)``: each unit rated by two or more
    adds as many as it has ratings. It is a sum over units, so a changed unit changes its own term
    alone. ``counts`` is of shape (n_units, K).

    >>> coincidences(np.array([[1, 2], [1, 0]])).tolist()
    [[0.0, 1.0], [1.0, 1.0]]
    """
    paired = counts[counts.sum(axis=1) > 1].astype(float)
    shared = paired / (paired.sum(axis=1) - 1)[:, None]
    met: Floats = shared.T @ paired - np.diag(shared.sum(axis=0))
    return met


def ordinal_ruler(counts: Counts) -> Floats:
    """The mid-rank of each level among the ratings of units rated by two or more, of shape (K,).

    Krippendorff's ordinal distance between two levels is the difference of these, squared.

    >>> ordinal_ruler(np.array([[1, 2], [1, 0]])).tolist()
    [0.5, 2.0]
    """
    paired = counts[counts.sum(axis=1) > 1].sum(axis=0)
    return _mid_ranks(paired.astype(float))


def alphas(
    found: Floats, scale: Floats, metric: Metric, ruler: Floats | None = None
) -> tuple[Floats, NDArray[np.bool_]]:
    """Alpha of each table of coincidences of shape (n, K, K), and where it is defined.

    The ordinal ruler is each table's own unless one is given. Where alpha is undefined its value
    is 0 and means nothing.
    """
    margins = found.sum(axis=2)
    totals = margins.sum(axis=1)
    apart = _distances(margins, scale, metric, ruler)
    observed = (found * apart).sum(axis=(1, 2))
    expected = np.einsum("nk,nkl,nl->n", margins, np.broadcast_to(apart, found.shape), margins)
    # One level alone is told from the counts: what rounding leaves of nought is no variation.
    varied = (margins > 0).sum(axis=1) > 1
    defined = varied & (expected > 0)
    disagreement = np.zeros(totals.shape)
    np.divide((totals - 1) * observed, expected, out=disagreement, where=defined)
    return np.where(defined, 1 - disagreement, 0.0), defined


def check_ruler(scale: Floats, metric: Metric, ruler: Floats | None) -> None:
    """ValueError: a ruler that does not go with the scale or the metric."""
    if ruler is None:
        return
    if metric is not Metric.ORDINAL:
        raise ValueError("Only ordinal alpha is read on a ruler.")
    if ruler.shape != scale.shape:
        raise ValueError("A ruler has one place for each level.")


def _mid_ranks(margins: Floats) -> Floats:
    ranks: Floats = np.cumsum(margins, axis=-1) - margins / 2
    return ranks


def _distances(margins: Floats, scale: Floats, metric: Metric, ruler: Floats | None) -> Floats:
    """Squared distances of all pairs of levels, of shape (K, K), or (n, K, K) by own rulers."""
    if metric is Metric.NOMINAL:
        return 1 - np.eye(scale.size)
    if metric is Metric.RATIO:
        sums = scale[:, None] + scale
        ratios = np.zeros(sums.shape)
        np.divide(scale[:, None] - scale, sums, out=ratios, where=sums > 0)
        return ratios**2
    places = scale
    if metric is Metric.ORDINAL:
        places = _mid_ranks(margins) if ruler is None else ruler
    squared: Floats = (places[..., :, None] - places[..., None, :]) ** 2
    return squared

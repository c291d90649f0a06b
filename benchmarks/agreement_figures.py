"""How quick agreement is: rows for ``benchmarks/measurement.py``."""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.timing import Data, Row
from scoring.core.agreement import (
    Metric,
    Weighting,
    alpha_over_scenarios,
    conger_kappa,
    gwet_ac,
    krippendorff_alpha,
    quadratic_kappas,
    weights,
)

Work = Callable[[], Any]


def _counts(data: Data) -> Work:
    return data.nation.ratings.counts


def _ordinal_alpha(data: Data) -> Work:
    ratings = data.nation.ratings
    return lambda: krippendorff_alpha(ratings.counts(), ratings.scale, Metric.ORDINAL)


def _ac2(data: Data) -> Work:
    counts, scale = data.nation.ratings.counts(), data.nation.ratings.scale
    weight = weights(Weighting.QUADRATIC, scale)
    return lambda: gwet_ac(counts, weight)


def _ac2_from_rows(data: Data) -> Work:
    ratings = data.nation.ratings
    weight = weights(Weighting.QUADRATIC, ratings.scale)
    return lambda: gwet_ac(ratings.counts(), weight)


def _conger(data: Data) -> Work:
    ratings = data.nation.ratings
    return lambda: conger_kappa(ratings, weights(Weighting.IDENTITY, ratings.scale))


def _kappas(data: Data) -> Work:
    made = data.nation
    return lambda: quadratic_kappas(made.ratings, made.key)


def _resamples(data: Data) -> Work:
    made = data.nation
    counts = made.ratings.counts()
    return lambda: alpha_over_scenarios(
        counts,
        made.ratings.scale,
        np.random.default_rng(0),
        scenarios=made.scenarios,
        metrics=[Metric.ORDINAL],
        resamples=200,
    )


ROWS = [
    Row("Level counts, from rows", _counts, 0.060),
    Row(
        "Ordinal alpha, from rows",
        _ordinal_alpha,
        share=1 / 40,
        peer="ordinal_alpha",
        value=lambda found: found.value,
    ),
    Row("AC2 with its standard error, from rows", _ac2_from_rows, 0.030),
    Row("the same, from level counts", _ac2),
    Row("Conger's kappa with its standard error, from rows", _conger, 0.200),
    Row(
        "Quadratic kappa of 10,000 trainees",
        _kappas,
        share=1 / 200,
        peer="quadratic_kappas",
        value=lambda found: float(found.values.mean()),
    ),
    Row("200 resamples of scenarios, ordinal alpha", _resamples, 0.200),
]

"""One person's score over several cases, and how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist, fmean

import numpy as np

from scoring.core.resampling import Interval, resampled_mean_interval
from scoring.core.undefined import Reason, Undefined

CASES_FOR_A_NUMBER = 4
CASES_FOR_RESAMPLING = 8


class IntervalFrom(StrEnum):
    """Where an interval comes from."""

    POOLED_VARIANCE = "pooled_variance"
    RESAMPLED_CASES = "resampled_cases"


@dataclass(frozen=True, slots=True)
class ScoreOverCases:
    """The mean of case scores, in points, with its 90% interval and where that comes from."""

    mean: float
    interval: Interval
    interval_from: IntervalFrom
    n_cases: int


def score_over_cases(
    case_scores: Iterable[float | Undefined],
    pooled_between_case_variance: float | Undefined | None,
    generator: np.random.Generator,
) -> ScoreOverCases | Undefined:
    """The mean of one person's case scores, with a 90% interval.

    From four cases the interval is ``mean +- 1.645 sqrt(v / n)``, v being the pooled between-case
    variance in square points; from eight it resamples the cases (it covers 87% at 8 and 92% at 20
    in simulation). Cases whose score is undefined are left out.

    Undefined: the reason of the first undefined score where no case has one; fewer than four
    scores; four to seven without a pooled variance. ValueError: a negative variance.

    >>> scored = score_over_cases([30.0, 50.0, 60.0, 20.0], 784.0, np.random.default_rng(1))
    >>> scored.mean, round(scored.interval.low), round(scored.interval.high)
    (40.0, 17, 63)
    """
    given = list(case_scores)
    scores = sorted(score for score in given if not isinstance(score, Undefined))
    for score in given:
        if not scores and isinstance(score, Undefined):
            return score
    if len(scores) < CASES_FOR_A_NUMBER:
        return Undefined.because(Reason.TOO_FEW_CASES)
    mean = fmean(scores)
    if len(scores) >= CASES_FOR_RESAMPLING:
        return ScoreOverCases(
            mean,
            resampled_mean_interval(scores, generator),
            IntervalFrom.RESAMPLED_CASES,
            len(scores),
        )
    if pooled_between_case_variance is None or isinstance(pooled_between_case_variance, Undefined):
        return Undefined.because(Reason.NO_POOLED_VARIANCE)
    if pooled_between_case_variance < 0:
        raise ValueError("A variance is not negative.")
    reach = NormalDist().inv_cdf(0.95) * sqrt(pooled_between_case_variance / len(scores))
    return ScoreOverCases(
        mean,
        Interval(mean - reach, mean + reach),
        IntervalFrom.POOLED_VARIANCE,
        len(scores),
    )


def pooled_between_case_variance(people: Iterable[Sequence[float]]) -> float | Undefined:
    """Variance of case scores within a person, in square points, pooled over people.

    ``sum over people of sum((score - own mean)^2) / sum(cases - 1)``: one sequence of case scores
    for each person. People with one case add nothing.
    Undefined: nobody has two cases (too few cases).

    >>> pooled_between_case_variance([[40.0, 60.0], [10.0, 10.0], [99.0]])
    100.0
    """
    squares, freedom = 0.0, 0
    for scores in people:
        if len(scores) < 2:
            continue
        mean = fmean(scores)
        squares += sum((score - mean) ** 2 for score in scores)
        freedom += len(scores) - 1
    return squares / freedom if freedom else Undefined.because(Reason.TOO_FEW_CASES)

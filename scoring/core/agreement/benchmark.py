"""What to call a coefficient, given how sure it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.core.estimate import Estimate
from scoring.core.undefined import Reason, Undefined

SURE_ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Verdict:
    """A word for a coefficient, and how probable it is that the coefficient is worth it or more."""

    word: str
    probability: float


@dataclass(frozen=True, slots=True)
class Step:
    """A word and the least that it stands for."""

    word: str
    least: float


# Landis and Koch 1977, Biometrics 33, 159-174. A convention: no evidence stands behind the steps.
LANDIS_KOCH = (
    Step("poor", -1.0),
    Step("slight", 0.0),
    Step("fair", 0.2),
    Step("moderate", 0.4),
    Step("substantial", 0.6),
    Step("almost perfect", 0.8),
)


def benchmark(coefficient: Estimate, steps: Sequence[Step] = LANDIS_KOCH) -> Verdict | Undefined:
    """The best word that the coefficient is worth with a probability of 95%.

    With Φ the normal distribution function, ``[Φ((a - least) / se) - Φ((a - 1) / se)] /
    [Φ((a + 1) / se) - Φ((a - 1) / se)]`` is the probability of a step or a better one, and the
    first from the top that reaches .95 is taken (Gwet 2014, Handbook of Inter-Rater Reliability,
    4th ed., ch. 6): a point estimate alone flatters small samples. ``steps`` ascend from -1.
    Undefined: no standard error. ValueError: steps that do not ascend from -1.

    >>> benchmark(Estimate(0.775, 0.143)).word
    'moderate'
    """
    if not steps or steps[0].least != -1.0 or any(a.least >= b.least for a, b in pairwise(steps)):
        raise ValueError("The steps ascend from -1.")
    if coefficient.se is None:
        return Undefined.because(Reason.TOO_FEW_UNITS)
    verdicts = (Verdict(step.word, _reaches(coefficient, step.least)) for step in reversed(steps))
    return next(verdict for verdict in verdicts if verdict.probability >= SURE_ENOUGH)


def _reaches(coefficient: Estimate, least: float) -> float:
    value, se = coefficient.value, coefficient.se
    if least == -1.0:
        return 1.0
    if not se:
        return float(value >= least)
    below_one = _normal((value - 1) / se)
    return (_normal((value - least) / se) - below_one) / (_normal((value + 1) / se) - below_one)


def _normal(z: float) -> float:
    return math.erfc(-z / math.sqrt(2)) / 2

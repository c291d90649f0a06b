"""How sure a person said they were, against how often they were right."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class ConfidenceJudgement:
    """Stated confidence beside the share that was exact, both 0 to 1, over ``n`` answers.

    ``over_confidence`` is the first less the second: above 0, surer than right. ``brier`` is 0 for
    a person always certain and right, and 1 for one always certain and wrong.
    """

    n: int
    mean_confidence: float
    share_exact: float
    over_confidence: float
    brier: float


def judge_confidence(
    stated: Iterable[tuple[int | None, bool]],
) -> ConfidenceJudgement | Undefined:
    """Compare confidence with accuracy; the event is "exact".

    Each item is a stated confidence in percent and whether that answer was exact; answers without
    one are left out. Brier score: ``mean((p - exact)^2)``, Brier (1950), Verification of forecasts
    expressed in terms of probability, Monthly Weather Review 78, 1-3.
    Undefined: no answer with a confidence. ValueError: a confidence outside 0 to 100.

    >>> judged = judge_confidence([(90, True), (50, False)])
    >>> round(judged.over_confidence, 3), round(judged.brier, 3)
    (0.2, 0.13)
    """
    answers = [(percent, exact) for percent, exact in stated if percent is not None]
    if not answers:
        return Undefined.because(Reason.NO_ANSWERS)
    if any(not 0 <= percent <= 100 for percent, _ in answers):
        raise ValueError("Confidence is a percentage.")
    mean_confidence = fmean(percent / 100 for percent, _ in answers)
    share_exact = fmean(exact for _, exact in answers)
    return ConfidenceJudgement(
        n=len(answers),
        mean_confidence=mean_confidence,
        share_exact=share_exact,
        over_confidence=mean_confidence - share_exact,
        brier=fmean((percent / 100 - exact) ** 2 for percent, exact in answers),
    )

"""A result's confidence against its accuracy, over the scored factors (the overall level apart)."""

from scoring import core
from scoring.models import Factor, Result


def confidence_of(result: Result) -> core.ConfidenceJudgement | core.Undefined:
    """How sure the person was, beside how often they were exact. Undefined without answers."""
    return core.judge_confidence(
        (unit.confidence, bool(unit.exact))
        for unit in result.units.all()
        if unit.standing == core.Standing.SCORED and unit.factor.kind != Factor.Kind.OVERALL
    )

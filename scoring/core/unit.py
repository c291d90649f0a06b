"""One answer against the panel on one unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.core.panel import (
    MINIMUM_RATINGS,
    Standing,
    Votes,
    excess,
    key_levels,
    signed_distance,
    standing,
)
from scoring.core.undefined import Reason, Undefined
from scoring.core.yardstick import PanelUnit, Yardstick

TWO_LEVELS = 2
"""An answer this far from the key is a missed concern or a false alarm."""


class AnswerKind(StrEnum):
    """What sort of answer was given."""

    LEVEL = "level"
    NOT_ENOUGH = "not_enough"
    NOT_APPLICABLE = "not_applicable"


class FactorKind(StrEnum):
    """What a higher level means: more concern, more protection, or the whole case."""

    RISK = "risk"
    PROTECTIVE = "protective"
    OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Given:
    """A trainee's answer on one unit, and how sure they said they were, in percent.

    ValueError: a level without the kind ``level`` or the reverse; a confidence outside 0 to 100.

    >>> Given.of_level(2, confidence=70).kind.value
    'level'
    """

    kind: AnswerKind
    level: int | None = None
    confidence: int | None = None

    def __post_init__(self) -> None:
        if (self.kind is AnswerKind.LEVEL) != (self.level is not None):
            raise ValueError("An answer has a level exactly when its kind is level.")
        if self.confidence is not None and not 0 <= self.confidence <= 100:
            raise ValueError("Confidence is a percentage.")

    @classmethod
    def of_level(cls, level: int, confidence: int | None = None) -> "Given":
        """Give a level on the scale."""
        return cls(AnswerKind.LEVEL, level, confidence)


@dataclass(frozen=True, slots=True)
class UnitJudgement:
    """How one answer compares with the panel's.

    ``key_levels`` is the middle of the level votes, whatever the standing; it is a key only where
    the unit is scored. On a unit that is not scored ``exact``, ``within_one`` and ``signed`` are
    None. ``excess`` is in levels, ``share`` in points of the case's score: the shares of a case
    add up to it. ``answer_right`` is set only where the key is an answer without a level.
    """

    stage: int
    factor: str
    kind: FactorKind
    given: Given
    standing: Standing
    key_levels: tuple[int, ...]
    excess: float | Undefined
    share: float | Undefined
    exact: bool | None = None
    within_one: bool | None = None
    signed: int | None = None
    missed_concern: bool = False
    false_alarm: bool = False
    answer_right: bool | None = None

    @property
    def is_scored(self) -> bool:
        """Whether the answer is compared with a key; the overall level then still has no share."""
        return self.standing is Standing.SCORED


def judge_unit(
    unit: PanelUnit,
    given: Given,
    kind: FactorKind,
    yardstick: Yardstick | None = None,
    *,
    n_scored: int = 1,
    minimum: int = MINIMUM_RATINGS,
) -> UnitJudgement:
    """Compare one answer with the panel.

    A level costs ``L(u, x) - Lmin(u)``. An answer without a level costs N_f where the panel gave
    levels: neither exact nor within one, and without a signed difference. The unit's share of the
    score is ``100 (1 - cost / R) / n_scored``, where ``n_scored`` counts the scored units of the
    case. A missed concern is a risk two levels or more below the nearest key level, or a protection
    two or more above it; a false alarm the reverse. The overall level is neither.

    Undefined: ``excess`` and ``share`` of a unit that is not scored; ``excess`` of an answer
    without a level when there is no yardstick; ``share`` without a yardstick, or by a provisional
    one. The overall level is outside the score: it has no share, and an answer without a level
    no cost.
    ValueError: a level off the scale, or ``n_scored`` below 1.

    >>> unit = PanelUnit("TR-0007", 1, "opportunity", Votes((0, 2, 7, 3)))
    >>> judged = judge_unit(unit, Given.of_level(0), FactorKind.RISK)
    >>> judged.signed, judged.excess, judged.missed_concern
    (-2, 1.6666666666666667, True)
    """
    if n_scored < 1:
        raise ValueError("A share is of one scored unit or more.")
    if given.level is not None and not 0 <= given.level < unit.votes.n_levels:
        raise ValueError(f"Level {given.level} is not on a scale of {unit.votes.n_levels}.")
    used_for = standing(unit.votes, minimum)
    key = key_levels(unit.votes)
    if used_for is not Standing.SCORED:
        not_scored = Undefined.because(Reason.NOT_SCORED)
        return UnitJudgement(
            stage=unit.stage,
            factor=unit.factor,
            kind=kind,
            given=given,
            standing=used_for,
            key_levels=key,
            excess=not_scored,
            share=not_scored,
            answer_right=_answer_right(used_for, given),
        )
    signed = None if given.level is None else signed_distance(given.level, key)
    concern = _concern(signed, kind)
    cost = _cost(unit, given, kind, yardstick)
    return UnitJudgement(
        stage=unit.stage,
        factor=unit.factor,
        kind=kind,
        given=given,
        standing=used_for,
        key_levels=key,
        excess=cost,
        share=_share(cost, kind, yardstick, n_scored),
        exact=signed == 0,
        within_one=signed is not None and abs(signed) <= 1,
        signed=signed,
        missed_concern=concern <= -TWO_LEVELS,
        false_alarm=concern >= TWO_LEVELS,
    )


def _answer_right(used_for: Standing, given: Given) -> bool | None:
    if used_for is Standing.KEY_NOT_ENOUGH:
        return given.kind is AnswerKind.NOT_ENOUGH
    if used_for is Standing.KEY_NOT_APPLICABLE:
        return given.kind is AnswerKind.NOT_APPLICABLE
    return None


def _concern(signed: int | None, kind: FactorKind) -> int:
    """How much more concern than the panel's the answer shows, in levels."""
    if signed is None or kind is FactorKind.OVERALL:
        return 0
    return signed if kind is FactorKind.RISK else -signed


def _cost(
    unit: PanelUnit, given: Given, kind: FactorKind, yardstick: Yardstick | None
) -> float | Undefined:
    if given.level is not None:
        return excess(given.level, unit.votes)
    if kind is FactorKind.OVERALL:
        return Undefined.because(Reason.NOT_SCORED)
    if yardstick is None:
        return Undefined.because(Reason.NO_YARDSTICK)
    return yardstick.cost_of_not_answering(unit.factor)


def _share(
    cost: float | Undefined, kind: FactorKind, yardstick: Yardstick | None, n_scored: int
) -> float | Undefined:
    if kind is FactorKind.OVERALL:
        return Undefined.because(Reason.NOT_SCORED)
    if isinstance(cost, Undefined):
        return cost
    if yardstick is None:
        return Undefined.because(Reason.NO_YARDSTICK)
    if yardstick.provisional:
        return yardstick.provisional
    return 100 * (1 - cost / yardstick.mean_loss) / n_scored


def chance_exact(votes: Sequence[Votes], minimum: int = MINIMUM_RATINGS) -> float | Undefined:
    """Share of scored units that uniform guessing would match exactly.

    Units that are not scored are left out. Undefined: no scored unit.

    >>> chance_exact([Votes((0, 2, 7, 3))])
    0.25
    """
    return _chance(votes, minimum, within=0)


def chance_within_one(votes: Sequence[Votes], minimum: int = MINIMUM_RATINGS) -> float | Undefined:
    """Share of scored units that uniform guessing would come within one level of.

    It depends on where the keys are: 2 in 4 at the end of a scale of four, 3 in 4 in its middle.
    Units that are not scored are left out. Undefined: no scored unit.

    >>> chance_within_one([Votes((9, 1, 0, 0)), Votes((0, 2, 7, 3))])
    0.625
    """
    return _chance(votes, minimum, within=1)


def _chance(votes: Sequence[Votes], minimum: int, within: int) -> float | Undefined:
    scored = [one for one in votes if standing(one, minimum) is Standing.SCORED]
    if not scored:
        return Undefined.because(Reason.NO_SCORED_UNIT)
    return sum(_share_of_scale(one, within) for one in scored) / len(scored)


def _share_of_scale(votes: Votes, within: int) -> float:
    key = key_levels(votes)
    near = [k for k in range(votes.n_levels) if abs(signed_distance(k, key)) <= within]
    return len(near) / votes.n_levels

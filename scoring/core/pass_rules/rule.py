"""A pass rule as data: which figures of a sitting must reach which bounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from scoring.core.over_cases import CASES_FOR_A_NUMBER
from scoring.core.score import CaseJudgement
from scoring.core.undefined import Reason, Undefined
from scoring.core.unit import UnitJudgement


class Figure(StrEnum):
    """What a bound can be set on, over all cases of a sitting.

    The score is the mean of the case scores and needs four cases, as wherever it is shown. Shares
    are of scored factors, or of scored overall levels; misses are counted, not shared. A two-level
    miss is a missed concern or a false alarm.
    """

    SCORE = "score"
    EXACT = "exact"
    WITHIN_ONE = "within_one"
    OVERALL_EXACT = "overall_exact"
    OVERALL_WITHIN_ONE = "overall_within_one"
    MISSED_CONCERNS = "missed_concerns"
    FALSE_ALARMS = "false_alarms"
    TWO_LEVEL_MISSES = "two_level_misses"

    @property
    def is_count(self) -> bool:
        """Whether it is a number of misses, with a bound that it may not pass."""
        return self in _COUNTS

    @property
    def is_share(self) -> bool:
        """Whether it runs from 0 to 1."""
        return not self.is_count and self is not Figure.SCORE


_COUNTS = {Figure.MISSED_CONCERNS, Figure.FALSE_ALARMS, Figure.TWO_LEVEL_MISSES}


@dataclass(frozen=True, slots=True)
class PassRule:
    """The cases of a sitting, and a bound for each figure that counts; all must be met.

    Scores (to 100) and shares (to 1) are bounded from below, numbers of misses from above.
    ValueError: no case, no bound, a share outside 0 to 1, or a count that is not whole from 0.

    >>> rule = PassRule.of({"within_one": 0.8, "two_level_misses": 0}, n_cases=3)
    >>> [figure.value for figure, bound in rule.bounds]
    ['within_one', 'two_level_misses']
    """

    bounds: tuple[tuple[Figure, float], ...]
    n_cases: int

    def __post_init__(self) -> None:
        if self.n_cases < 1 or not self.bounds:
            raise ValueError("A pass rule has a case and a bound, or more of either.")
        if len(dict(self.bounds)) < len(self.bounds):
            raise ValueError("A figure has one bound.")
        for figure, bound in self.bounds:
            if figure.is_share and not 0 <= bound <= 1:
                raise ValueError(f"The share {figure} lies between 0 and 1.")
            if figure.is_count and (bound < 0 or bound != int(bound)):
                raise ValueError(f"The number {figure} is whole and not negative.")

    @classmethod
    def of(cls, bounds: Mapping[str, float], n_cases: int) -> "PassRule":
        """Make a rule from the names of figures and their bounds, as a form or a file holds it.

        ValueError: a name that is no figure's.
        """
        return cls(tuple((Figure(name), bound) for name, bound in bounds.items()), n_cases)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a sitting passed, and the figures that fell short."""

    missed: tuple[Figure, ...]

    @property
    def passed(self) -> bool:
        """Whether every bound was met."""
        return not self.missed


def judge_sitting(rule: PassRule, cases: Sequence[CaseJudgement]) -> Outcome | Undefined:
    """Hold one person's cases against a rule.

    Undefined: the first figure of the rule that has no value. A score under four cases or by a
    provisional yardstick, or a share without a scored unit, neither passes nor fails anybody.
    ValueError: another number of cases than the rule's.

    >>> from scoring.core import FactorKind, Given, PanelUnit, Votes, judge_case
    >>> unit = PanelUnit("TR-0007", 1, "opportunity", Votes((0, 2, 7, 3)))
    >>> kinds = {"opportunity": FactorKind.RISK}
    >>> case = judge_case([unit], {(1, "opportunity"): Given.of_level(0)}, kinds)
    >>> rule = PassRule.of({"exact": 0.5, "false_alarms": 0, "missed_concerns": 0}, n_cases=1)
    >>> [figure.value for figure in judge_sitting(rule, [case]).missed]
    ['exact', 'missed_concerns']
    """
    if len(cases) != rule.n_cases:
        raise ValueError(f"The rule is for {rule.n_cases} cases.")
    missed = []
    for figure, bound in rule.bounds:
        value = figure_of_sitting(figure, cases)
        if isinstance(value, Undefined):
            return value
        if value > bound if figure.is_count else value < bound:
            missed.append(figure)
    return Outcome(tuple(missed))


def figure_of_sitting(figure: Figure, cases: Sequence[CaseJudgement]) -> float | Undefined:
    """One figure over the cases of a sitting: points, a share of 1, or a number.

    Undefined: as ``judge_sitting`` says.
    """
    match figure:
        case Figure.SCORE:
            return _mean_score(cases)
        case Figure.EXACT:
            return _share(sum(c.exact for c in cases), sum(c.scored for c in cases))
        case Figure.WITHIN_ONE:
            return _share(sum(c.within_one for c in cases), sum(c.scored for c in cases))
        case Figure.OVERALL_EXACT:
            return _share_of_units(unit.exact for unit in _scored_overall(cases))
        case Figure.OVERALL_WITHIN_ONE:
            return _share_of_units(unit.within_one for unit in _scored_overall(cases))
        case Figure.MISSED_CONCERNS:
            return sum(c.missed_concerns for c in cases)
        case Figure.FALSE_ALARMS:
            return sum(c.false_alarms for c in cases)
        case Figure.TWO_LEVEL_MISSES:
            return sum(c.missed_concerns + c.false_alarms for c in cases)


def _mean_score(cases: Sequence[CaseJudgement]) -> float | Undefined:
    scores = []
    for case in cases:
        if isinstance(case.score, Undefined):
            return case.score
        scores.append(case.score)
    if len(scores) < CASES_FOR_A_NUMBER:
        return Undefined.because(Reason.TOO_FEW_CASES)
    return fmean(scores)


def _scored_overall(cases: Sequence[CaseJudgement]) -> list[UnitJudgement]:
    return [unit for case in cases for unit in case.overall if unit.is_scored]


def _share_of_units(marks: Iterable[bool | None]) -> float | Undefined:
    given = [mark is True for mark in marks]
    return _share(sum(given), len(given))


def _share(count: int, of: int) -> float | Undefined:
    return count / of if of else Undefined.because(Reason.NO_SCORED_UNIT)

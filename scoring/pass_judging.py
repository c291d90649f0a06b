"""Holding a person's stored results against a pass rule. Nothing is judged anew."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from scoring import core
from scoring.core.pass_rules import PassRule, judge_sitting
from scoring.frozen import key_units
from scoring.models import Factor, Result, UnitResult
from scoring.pass_trials import keys_that_certify
from scoring.selectors import ruler_of, votes_of

WRONG_TOOL = "wrong_tool"
"""Missed where somebody stopped a case as not one for ARMS, and the panel rated it."""


@dataclass(frozen=True, slots=True)
class SittingOutcome:
    """Whether a sitting passed: the figures that fell short, or why one of them has no value."""

    missed: tuple[str, ...] = ()
    undefined: str = ""

    @property
    def passed(self) -> bool:
        return not self.missed and not self.undefined


def judge_stored_sitting(
    *, rule: PassRule, minimum: int, assessments: Collection[UUID]
) -> SittingOutcome:
    """Hold the results that stand for these assessments against a rule: a few queries.

    Each unit is read as it was judged at the submit, or by the newest key since; ``minimum`` leaves
    out those on which too few of the panel gave a level to certify anybody. Who said "wrong tool"
    of a case that the panel rated has no figures of it, so the sitting is not passed. Where the key
    that stands now has nothing a rule could be held against, the sitting has no value either way:
    a key may have changed since the case was drawn.
    ValueError: another number of results than the rule has cases.
    """
    results, units = _stored(assessments)
    if len(results) != rule.n_cases:
        raise ValueError(f"The rule is for {rule.n_cases} cases, and {len(results)} have results.")
    certify = keys_that_certify([result.key for result in results], minimum)
    if any(result.key_id not in certify for result in results):
        return SittingOutcome(undefined=core.Reason.NO_SCORED_UNIT.value)
    if any(result.tool_right is False for result in results):
        return SittingOutcome(missed=(WRONG_TOOL,))
    cases = [_case_of(result, units[result.pk], minimum) for result in results]
    found = judge_sitting(rule, cases)
    if isinstance(found, core.Undefined):
        return SittingOutcome(undefined=found.reason.value)
    return SittingOutcome(missed=tuple(figure.value for figure in found.missed))


def stored_units(assessments: Collection[UUID]) -> list[UnitResult]:
    """The units of the results that stand for these assessments, each with its factor."""
    _results, units = _stored(assessments)
    return [unit for of_result in units.values() for unit in of_result]


def _stored(
    assessments: Collection[UUID],
) -> tuple[list[Result], defaultdict[int, list[UnitResult]]]:
    rows = Result.objects.filter(assessment__in=assessments, superseded_at__isnull=True)
    # The newest that stands for each.
    standing = {
        row.assessment: row for row in rows.select_related("key", "yardstick").order_by("pk")
    }
    units: defaultdict[int, list[UnitResult]] = defaultdict(list)
    found = UnitResult.objects.filter(result__in=[row.pk for row in standing.values()])
    for unit in found.select_related("factor").order_by("result", "stage", "factor__number"):
        units[unit.result_id].append(unit)
    return list(standing.values()), units


def _case_of(result: Result, rows: Sequence[UnitResult], minimum: int) -> core.CaseJudgement:
    """A stored result as the core's judgement of a case, with the units that may certify."""
    votes = {(row.unit.stage, row.unit.factor_id): votes_of(row) for row in key_units(result.key)}
    judged = [
        _unit_of(row, core.standing(votes[row.stage, row.factor_id], minimum)) for row in rows
    ]
    factors = tuple(one for one in judged if one.kind is not core.FactorKind.OVERALL)
    scored = [one for one in factors if one.is_scored]
    raw = _raw(scored, result)
    exact = sum(one.exact is True for one in scored)
    within_one = sum(one.within_one is True for one in scored)
    not_asked = core.Undefined.because(core.Reason.NOT_SCORED)
    return core.CaseJudgement(
        case=str(result.subject),
        score=_shown(raw, result),
        raw=raw,
        panellists_place=not_asked,
        units=factors,
        overall=tuple(one for one in judged if one.kind is core.FactorKind.OVERALL),
        scored=len(scored),
        exact=exact,
        within_one=within_one,
        share_exact=not_asked,
        share_within_one=not_asked,
        chance_exact=not_asked,
        chance_within_one=not_asked,
        signed_risk=not_asked,
        signed_protective=not_asked,
        missed_concerns=sum(one.missed_concern for one in scored),
        false_alarms=sum(one.false_alarm for one in scored),
        answer_keys=0,
        answer_keys_right=0,
        confidence=not_asked,
    )


def _unit_of(row: UnitResult, standing: core.Standing) -> core.UnitJudgement:
    not_scored = core.Undefined.because(core.Reason.NOT_SCORED)
    return core.UnitJudgement(
        stage=row.stage,
        factor=row.factor.code,
        kind=core.FactorKind(Factor.Kind(row.factor.kind).value),
        given=core.Given(core.AnswerKind(row.answer_kind), row.level),
        standing=standing,
        key_levels=tuple(row.key_levels),
        excess=not_scored if row.excess is None else row.excess,
        share=not_scored,
        exact=row.exact,
        within_one=row.within_one,
        signed=row.signed,
        missed_concern=row.missed_concern,
        false_alarm=row.false_alarm,
    )


def _raw(scored: Sequence[core.UnitJudgement], result: Result) -> float | core.Undefined:
    if result.yardstick is None:
        return core.Undefined.because(core.Reason.NO_YARDSTICK)
    costs = [one.excess for one in scored if not isinstance(one.excess, core.Undefined)]
    if not costs:
        return core.Undefined.because(core.Reason.NO_SCORED_UNIT)
    return 100 * (1 - sum(costs) / len(costs) / result.yardstick.mean_loss)


def _shown(raw: float | core.Undefined, result: Result) -> float | core.Undefined:
    ruler = ruler_of(result.yardstick)
    if ruler is not None and ruler.provisional and not isinstance(raw, core.Undefined):
        return ruler.provisional
    return raw

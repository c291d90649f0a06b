"""One case against the panel: the score, and the figures that always stand beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.core.confidence import ConfidenceJudgement, judge_confidence
from scoring.core.panel import MINIMUM_RATINGS, Standing, standing
from scoring.core.score_line import cost_of_a_panellist, points_of
from scoring.core.undefined import Reason, Undefined
from scoring.core.unit import (
    FactorKind,
    Given,
    UnitJudgement,
    chance_exact,
    chance_within_one,
    judge_unit,
)
from scoring.core.yardstick import OVERALL, PanelUnit, Yardstick


@dataclass(frozen=True, slots=True)
class CaseJudgement:
    """How one assessment of one case compares with the panel's.

    ``score`` is the number that may be shown: 100 is the panel's middle, 0 is not reading, and
    below 0 reads "no better than not reading". ``raw`` is the same number even where the yardstick
    is provisional: kept, never shown. ``units`` are the factors and ``overall`` the overall level,
    one for each stage; every count and mean runs over the scored factors alone. Shares are 0 to 1,
    signed means in levels. ``answer_keys`` counts units whose key is an answer without a level.
    """

    case: str
    score: float | Undefined
    raw: float | Undefined
    panellists_place: float | Undefined
    units: tuple[UnitJudgement, ...]
    overall: tuple[UnitJudgement, ...]
    scored: int
    exact: int
    within_one: int
    share_exact: float | Undefined
    share_within_one: float | Undefined
    chance_exact: float | Undefined
    chance_within_one: float | Undefined
    signed_risk: float | Undefined
    signed_protective: float | Undefined
    missed_concerns: int
    false_alarms: int
    answer_keys: int
    answer_keys_right: int
    confidence: ConfidenceJudgement | Undefined


def judge_case(
    units: Iterable[PanelUnit],
    givens: Mapping[tuple[int, str], Given],
    kinds: Mapping[str, FactorKind],
    yardstick: Yardstick | None = None,
    minimum: int = MINIMUM_RATINGS,
) -> CaseJudgement:
    """Compare one person's answers on one case with the panel's.

    ``givens`` holds one answer for each unit, by stage and factor; ``kinds`` the kind of every
    factor (the overall level's is known). The score is ``100 (1 - mean(cost) / R)`` over the
    scored factors; see ``judge_unit`` for the cost. Units are judged in order of stage and factor,
    so the order they come in changes nothing.

    Undefined, each on its own: ``score`` and ``raw`` without a yardstick or a scored factor;
    ``score`` by a provisional yardstick; shares without a scored factor; a signed mean without a
    level on a scored factor of that kind; confidence where none was stated on a scored factor.
    ValueError: units of more than one case or none, a unit twice, answers that do not match the
    units, a factor without a kind, a level off its scale.

    >>> from scoring.core import Votes
    >>> units = [PanelUnit("TR-0007", 1, "opportunity", Votes((0, 2, 7, 3)))]
    >>> givens = {(1, "opportunity"): Given.of_level(1, confidence=90)}
    >>> judged = judge_case(units, givens, {"opportunity": FactorKind.RISK})
    >>> judged.within_one, judged.signed_risk, judged.score.reason.value
    (1, -1.0, 'no_yardstick')
    """
    ordered = sorted(units, key=lambda unit: unit.at)
    case = _the_case(ordered, givens)
    factors = [unit for unit in ordered if unit.factor != OVERALL]
    n_scored = sum(standing(unit.votes, minimum) is Standing.SCORED for unit in factors)

    def judged(unit: PanelUnit, kind: FactorKind, shared_by: int) -> UnitJudgement:
        return judge_unit(
            unit, givens[unit.at], kind, yardstick, n_scored=shared_by, minimum=minimum
        )

    judgements = tuple(
        judged(unit, _kind(unit.factor, kinds), max(n_scored, 1)) for unit in factors
    )
    overall = tuple(
        judged(unit, FactorKind.OVERALL, 1) for unit in ordered if unit.factor == OVERALL
    )
    scored = [judgement for judgement in judgements if judgement.is_scored]
    exact = sum(judgement.exact is True for judgement in scored)
    within_one = sum(judgement.within_one is True for judgement in scored)
    raw = _raw_score(scored, yardstick)
    votes = [unit.votes for unit in factors]
    return CaseJudgement(
        case=case,
        score=_shown(raw, yardstick),
        raw=raw,
        panellists_place=panellists_place(factors, yardstick, minimum),
        units=judgements,
        overall=overall,
        scored=n_scored,
        exact=exact,
        within_one=within_one,
        share_exact=_share(exact, n_scored),
        share_within_one=_share(within_one, n_scored),
        chance_exact=chance_exact(votes, minimum),
        chance_within_one=chance_within_one(votes, minimum),
        signed_risk=_mean_signed(scored, FactorKind.RISK),
        signed_protective=_mean_signed(scored, FactorKind.PROTECTIVE),
        missed_concerns=sum(judgement.missed_concern for judgement in scored),
        false_alarms=sum(judgement.false_alarm for judgement in scored),
        answer_keys=sum(judgement.answer_right is not None for judgement in judgements),
        answer_keys_right=sum(judgement.answer_right is True for judgement in judgements),
        confidence=judge_confidence(
            (judgement.given.confidence, judgement.exact is True)
            for judgement in scored
            if judgement.given.confidence is not None
        ),
    )


def panellists_place(
    units: Iterable[PanelUnit], yardstick: Yardstick | None, minimum: int = MINIMUM_RATINGS
) -> float | Undefined:
    """Where a typical panellist stands on the score's line, on these units of one case.

    ``100 (1 - mean(W(u) - Lmin(u)) / R)`` over the scored factors, with W and Lmin both from the
    *blind* first round: after the revision experts agree more than anybody could alone.
    Units with fewer than two blind ratings are left out.
    Undefined: no yardstick, a provisional one, no scored unit, no blind ratings.
    """
    return points_of(cost_of_a_panellist(units, minimum), yardstick)


def _the_case(units: Sequence[PanelUnit], givens: Mapping[tuple[int, str], Given]) -> str:
    cases = {unit.case for unit in units}
    if len(cases) != 1:
        raise ValueError("The units of exactly one case are judged together.")
    places = [unit.at for unit in units]
    if len(set(places)) < len(places):
        raise ValueError("A unit is given twice.")
    if set(places) != set(givens):
        raise ValueError(f"Answers and units differ at {sorted(set(places) ^ set(givens))}.")
    return cases.pop()


def _kind(factor: str, kinds: Mapping[str, FactorKind]) -> FactorKind:
    if factor not in kinds:
        raise ValueError(f"Factor {factor} has no kind.")
    return kinds[factor]


def _raw_score(scored: Sequence[UnitJudgement], yardstick: Yardstick | None) -> float | Undefined:
    if yardstick is None:
        return Undefined.because(Reason.NO_YARDSTICK)
    costs = [unit.excess for unit in scored if not isinstance(unit.excess, Undefined)]
    if not costs:
        return Undefined.because(Reason.NO_SCORED_UNIT)
    return 100 * (1 - sum(costs) / len(costs) / yardstick.mean_loss)


def _shown(raw: float | Undefined, yardstick: Yardstick | None) -> float | Undefined:
    if yardstick is not None and yardstick.provisional and not isinstance(raw, Undefined):
        return yardstick.provisional
    return raw


def _share(count: int, of: int) -> float | Undefined:
    return count / of if of else Undefined.because(Reason.NO_SCORED_UNIT)


def _mean_signed(scored: Sequence[UnitJudgement], kind: FactorKind) -> float | Undefined:
    signed = [unit.signed for unit in scored if unit.kind is kind and unit.signed is not None]
    return sum(signed) / len(signed) if signed else Undefined.because(Reason.NO_ANSWERS)

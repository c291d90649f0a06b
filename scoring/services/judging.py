"""What a submitted assessment's result says: rows ready to be written. The core decides numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from people.public import Organisation
from scoring import core
from scoring.frozen import key_units, plan_votes
from scoring.models import Key, KeyStage, KeyUnit, Result, UnitResult, Yardstick
from scoring.selectors import current_yardstick, panel_unit, ruler_of

METHOD_VERSION = "1"
"""Goes up whenever the same answers, key and yardstick would give another result."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a person said of one factor at one stage, with the passages they cited.

    ``kind`` is ``level``, ``not_enough`` or ``not_applicable``; ``citations`` are pairs of passage
    reference and stance (``for`` or ``against``).
    """

    stage: int
    factor_code: str
    kind: str
    level: int | None = None
    confidence: int | None = None
    citations: tuple[tuple[str, str], ...] = ()

    @property
    def at(self) -> tuple[int, str]:
        return self.stage, self.factor_code


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """All that one person answered on one case: one answer for each unit of the key."""

    answers: tuple[GivenAnswer, ...]
    interval_code_by_stage: Mapping[int, str] = field(default_factory=dict)
    action_codes_by_stage: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A submitted assessment as it is judged. ``at`` is when it was submitted, if not now.

    ``rescoring`` is the act that judges it again, if it is not judged at its submit.

    There is no sheet to judge where the person said that ARMS is not the tool for the case.
    """

    assessment: UUID
    person: UUID
    organisation: Organisation
    use: str
    snapshot: dict[str, Any]
    counts_in_figures: bool
    counts_reason: str
    seconds: int | None
    at: datetime | None = None
    rescoring: UUID | None = None
    sheet: AnswerSheet | None = None
    said_wrong_tool: bool = False


class Judge:
    """Compares sheets with one key, on the yardstick of the day. It writes nothing.

    Key and yardstick are read once, however many sheets there are. Interval and actions are those
    of the last stage: the plan that stands at the end. A dry run names the yardstick that is
    proposed, which need not be stored.
    """

    def __init__(self, key: Key, *, proposed: Yardstick | None = None) -> None:
        units = key_units(key)
        self.key = key
        self.yardstick = proposed or current_yardstick(key.framework_id)
        self._ruler = ruler_of(self.yardstick)
        self._units = {(unit.unit.stage, unit.unit.factor.code): unit for unit in units}
        self._panel_units = [panel_unit(unit) for unit in units]
        self._kinds = {u.unit.factor.code: core.FactorKind(u.unit.factor.kind) for u in units}
        self._evidence = {at: _evidence_key(unit, key) for at, unit in self._units.items()}
        # A panel that found ARMS to be the wrong tool has perhaps rated nothing.
        self._stage = max((unit.unit.stage for unit in units), default=0)
        self._plan = plan_votes(key.pk, self._stage)

    @property
    def places(self) -> frozenset[tuple[int, str]]:
        """The stages and factors that the key has votes on."""
        return frozenset(self._units)

    def rows(self, submitted: Submitted) -> tuple[Result, list[UnitResult]]:
        """The result of one assessment and its units, not written yet.

        There are no units where the person or the panel said wrong tool.
        ValueError: answers that do not match the units of the key, a level off the scale, an
        interval or an action that is not in the framework.
        """
        if submitted.said_wrong_tool or self.key.is_wrong_tool:
            return tool_result(self.key, submitted), []
        if (sheet := submitted.sheet) is None:
            raise ValueError("There is nothing to judge.")
        stage, judged = self._stage, self._judged(sheet)
        result = Result(
            **_facts(self.key, submitted),
            yardstick=self.yardstick,
            score=_number(judged.score),
            raw_score=_number(judged.raw),
            score_undefined=_reason_code(judged.score),
            scored_units=judged.scored,
            exact_units=judged.exact,
            within_one_units=judged.within_one,
            missed_concerns=judged.missed_concerns,
            false_alarms=judged.false_alarms,
            signed_risk=_number(judged.signed_risk),
            signed_protective=_number(judged.signed_protective),
            panellists_place=_number(judged.panellists_place),
            interval_right=_interval_right(self._plan, sheet.interval_code_by_stage.get(stage)),
            actions=_sorted_actions(
                self._plan, sheet.action_codes_by_stage.get(stage, ()), self.key.panel_size
            ),
        )
        return result, list(self._unit_results(result, judged, sheet))

    def _judged(self, sheet: AnswerSheet) -> core.CaseJudgement:
        givens = {
            answer.at: core.Given(core.AnswerKind(answer.kind), answer.level, answer.confidence)
            for answer in sheet.answers
        }
        return core.judge_case(
            self._panel_units, givens, self._kinds, self._ruler, self.key.minimum_ratings
        )

    def _unit_results(
        self, result: Result, judged: core.CaseJudgement, sheet: AnswerSheet
    ) -> Iterator[UnitResult]:
        answers = {answer.at: answer for answer in sheet.answers}
        for one in (*judged.units, *judged.overall):
            at = (one.stage, one.factor)
            evidence = _judged_evidence(self._evidence[at], answers[at])
            yield UnitResult(
                result=result,
                stage=one.stage,
                factor_id=self._units[at].unit.factor_id,
                standing=one.standing.value,
                answer_kind=one.given.kind.value,
                level=one.given.level,
                key_levels=list(one.key_levels),
                excess=_number(one.excess),
                share=_number(one.share),
                signed=one.signed,
                exact=one.exact,
                within_one=one.within_one,
                answer_right=one.answer_right,
                missed_concern=one.missed_concern,
                false_alarm=one.false_alarm,
                confidence=one.given.confidence,
                evidence_precision=_number(evidence.precision),
                evidence_recall=_number(evidence.recall),
                evidence_missed=_rows(evidence.missed),
                evidence_extra=_rows(evidence.extra),
            )


def tool_result(key: Key, submitted: Submitted) -> Result:
    """Whether the person was right about the tool: outside the score and the yardstick.

    ValueError: neither the person nor the panel said wrong tool.
    """
    if not (submitted.said_wrong_tool or key.is_wrong_tool):
        raise ValueError("Where ARMS is the tool for both, the ratings are judged.")
    return Result(
        **_facts(key, submitted),
        score_undefined=core.Reason.WRONG_TOOL.value,
        scored_units=0,
        exact_units=0,
        within_one_units=0,
        missed_concerns=0,
        false_alarms=0,
        tool_right=submitted.said_wrong_tool is key.is_wrong_tool,
    )


def _facts(key: Key, submitted: Submitted) -> dict[str, Any]:
    """What every result copies, whatever it judges."""
    return {
        "assessment": submitted.assessment,
        "subject": key.subject,
        "key": key,
        "method_version": METHOD_VERSION,
        "snapshot": submitted.snapshot,
        "organisation": submitted.organisation,
        "person": submitted.person,
        "use": submitted.use,
        "counts_in_figures": submitted.counts_in_figures,
        "counts_reason": submitted.counts_reason,
        "seconds": submitted.seconds,
        "created_at": submitted.at or timezone.now(),
        "rescoring": submitted.rescoring,
    }


def _evidence_key(unit: KeyUnit, key: Key) -> core.EvidenceKey:
    votes = {
        core.Cited(row["passage"], core.Stance(row["stance"])): row["panellists"]
        for row in unit.evidence_votes
    }
    wanted = core.evidence_key(votes, key.panel_size)
    if isinstance(wanted, core.Undefined):
        raise ValueError("A key has a panel of one panellist or more.")
    return wanted


def _judged_evidence(wanted: core.EvidenceKey, answer: GivenAnswer) -> core.EvidenceJudgement:
    cited = [core.Cited(passage, core.Stance(stance)) for passage, stance in answer.citations]
    return core.judge_evidence(cited, wanted)


def _interval_right(plan: KeyStage | None, chosen: str | None) -> bool | None:
    if chosen is None or plan is None:
        return None
    if chosen not in plan.bands:
        raise ValueError(f"Interval {chosen} is not in the framework.")
    votes = core.Votes(tuple(plan.interval_votes.get(code, 0) for code in plan.bands))
    judged = core.judge_interval(plan.bands.index(chosen), votes)
    return None if isinstance(judged, core.Undefined) else judged.right


def _sorted_actions(
    plan: KeyStage | None, chosen: tuple[str, ...], panel_size: int
) -> dict[str, list[str]]:
    if plan is None:
        return {}
    if unknown := sorted(set(chosen) - set(plan.offered)):
        raise ValueError(f"Actions {unknown} are not in the framework.")
    restrictive = [code for code, limits in plan.offered.items() if limits]
    judged = core.judge_actions(chosen, plan.action_votes, panel_size, restrictive)
    if isinstance(judged, core.Undefined):
        return {}
    return {
        "endorsed": sorted(judged.endorsed),
        "missing": sorted(judged.missing),
        "unneeded": sorted(judged.unneeded),
        "disproportionate": sorted(judged.disproportionate),
    }


def _number(figure: float | core.Undefined) -> float | None:
    return None if isinstance(figure, core.Undefined) else figure


def _reason_code(figure: float | core.Undefined) -> str:
    return figure.reason.value if isinstance(figure, core.Undefined) else ""


def _rows(cited: frozenset[core.Cited]) -> list[dict[str, str]]:
    return [{"passage": one.passage, "stance": one.stance.value} for one in sorted(cited)]

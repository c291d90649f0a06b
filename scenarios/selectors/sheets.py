"""What a person has answered so far, read at once: the sheet that is checked, scored and shown."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from people.public import Prepared, Slot, bring
from scenarios.models import Answer, Assessment, ChosenAction, Citation, StageSubmission
from scenarios.services.errors import Missing
from scoring.public import AnswerSheet, Factor, GivenAnswer, framework_parts

_stages = Prepared(
    lambda: StageSubmission.objects.filter(assessment=Slot(StageSubmission, "assessment")).order_by(
        "stage"
    )
)
_answers = Prepared(
    lambda: Answer.objects.filter(
        assessment=Slot(Answer, "assessment"), stage__lte=Slot(Answer, "stage")
    ).select_related("reason")
)
_citations = Prepared(
    lambda: Citation.objects.filter(answer__assessment=Slot(Answer, "assessment")).select_related(
        "passage"
    )
)
_chosen = Prepared(
    lambda: ChosenAction.objects.filter(
        assessment=Slot(ChosenAction, "assessment"), stage=Slot(ChosenAction, "stage")
    )
)


@dataclass(frozen=True)
class Sheet:
    """All rows of one stage of an assessment, by factor code where they belong to one.

    ``earlier`` are the sheets of the stages before it, each of them locked.
    """

    stage: StageSubmission
    factors: tuple[Factor, ...]
    answers: dict[str, Answer]
    earlier: tuple["Sheet", ...] = ()

    @cached_property
    def actions(self) -> tuple[ChosenAction, ...]:
        """The plan; read when it is first asked for, since not every page shows it."""
        rows = tuple(_chosen.rows(assessment=self.stage.assessment_id, stage=self.stage.stage))
        if rows:
            parts = framework_parts(self.factors[0].framework_id)
            actions = {action.pk: action for action in parts.actions}
            factors = {factor.pk: factor for factor in parts.factors}
            for row in rows:
                row.action, row.factor = actions[row.action_id], factors[row.factor_id]
        return rows

    @property
    def is_locked(self) -> bool:
        return self.stage.submitted_at is not None

    def answer(self, code: str) -> Answer | None:
        return self.answers.get(code)

    def is_rated(self, code: str) -> bool:
        answer = self.answers.get(code)
        return answer is not None and bool(answer.kind)

    @property
    def rated_count(self) -> int:
        return sum(self.is_rated(factor.code) for factor in self.factors)

    def for_scoring(self) -> AnswerSheet:
        """All stages so far as the scorer takes them: no names, no reasons."""
        sheets = (*self.earlier, self)
        return AnswerSheet(
            answers=tuple(given for sheet in sheets for given in sheet._given()),
            interval_code_by_stage={
                sheet.stage.stage: sheet.stage.interval.code
                for sheet in sheets
                if sheet.stage.interval
            },
            # Earlier plans were starting points: the one that stands at the end is judged.
            action_codes_by_stage={self.stage.stage: tuple(c.action.code for c in self.actions)},
        )

    def _given(self) -> Iterator[GivenAnswer]:
        for code, answer in self.answers.items():
            if answer.kind:
                yield GivenAnswer(
                    stage=self.stage.stage,
                    factor_code=code,
                    kind=answer.kind,
                    level=answer.level,
                    confidence=answer.confidence,
                    citations=tuple((c.passage.ref, c.stance) for c in answer.citations.all()),
                )


def answer_sheet(
    assessment: Assessment, stage: int | None = None, *, factors: tuple[Factor, ...] | None = None
) -> Sheet:
    """The sheet of one stage, by default the one that was opened last, with those before it.

    Three queries whatever it holds: what the framework says is known.
    ``StageSubmission.DoesNotExist``: the stage is not there, or not opened yet.
    """
    stages = _stages.rows(assessment=assessment.pk)
    wanted = stages[-1].stage if stage is None and stages else stage
    if wanted not in {row.stage for row in stages}:
        raise StageSubmission.DoesNotExist
    answers = _answers.rows(assessment=assessment.pk, stage=wanted)
    cited: defaultdict[int, list[Citation]] = defaultdict(list)
    for citation in _citations.rows(assessment=assessment.pk) if answers else ():
        cited[citation.answer_id].append(citation)
    parts = framework_parts(assessment.release.case_version.framework_id)
    known = {factor.pk: factor for factor in parts.factors}
    by_stage: defaultdict[int, dict[str, Answer]] = defaultdict(dict)
    for answer in answers:
        answer.factor = known[answer.factor_id]
        bring(answer, "citations", cited[answer.pk])
        by_stage[answer.stage][answer.factor.code] = answer
    bands = {band.pk: band for band in parts.intervals}
    sheets: tuple[Sheet, ...] = ()
    for row in stages[:wanted]:
        row.interval = bands.get(row.interval_id)
        sheets = (*sheets, Sheet(row, factors or parts.factors, by_stage[row.stage], sheets))
    return sheets[-1]


def reason_text(answer: Answer | None) -> str:
    """The written reason of an answer, or nothing: as it is edited, and asked for."""
    return answer.reason.text if answer is not None and hasattr(answer, "reason") else ""


def reason_shown(answer: Answer | None) -> str:
    """The reason as it is read: if it was reported, the words that say so."""
    if answer is None or not hasattr(answer, "reason"):
        return ""
    return answer.reason.or_notice(answer.reason.text)


def missing_for_submit(sheet: Sheet) -> list[Missing]:
    """What still has to be done, one line a step, in the order of the steps."""
    words = {
        "rating": _("rate it"),
        "confidence": _("say how sure you are"),
        "reason": _("write a short reason"),
        "interval": _("choose when to review the case"),
    }
    missing: list[Missing] = []
    for factor in sheet.factors:
        parts = [words[part] for part in _lacking_parts(sheet, factor)]
        if parts:
            line = {"factor": factor.name, "parts": ", ".join(parts)}
            missing.append(Missing(factor.code, _("%(factor)s: %(parts)s") % line))
    return missing


def lacks_anything(sheet: Sheet, factor: Factor) -> bool:
    """Whether something of a factor still has to be done; every page asks it of all of them."""
    return next(_lacking_parts(sheet, factor), None) is not None


def _lacking_parts(sheet: Sheet, factor: Factor) -> Iterator[str]:
    answer = sheet.answer(factor.code)
    if answer is None or not answer.kind:
        yield "rating"
    if answer is None or answer.confidence is None:
        yield "confidence"
    if factor.code in sheet.stage.reasons_asked and not has_words(reason_text(answer)):
        yield "reason"
    if factor.kind == Factor.Kind.OVERALL and sheet.stage.interval_id is None:
        yield "interval"


def has_words(text: str) -> bool:
    """Whether there is anything to read in it: spaces and invisible signs are nothing."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)

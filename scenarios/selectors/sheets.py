"""What a person has answered so far, read at once: the sheet that is checked, scored and shown."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from scenarios.models import Answer, Assessment, ChosenAction, Citation, StageSubmission
from scenarios.services.errors import Missing
from scoring.public import AnswerSheet, Factor, GivenAnswer


@dataclass(frozen=True)
class Sheet:
    """All rows of one stage of an assessment, by factor code where they belong to one."""

    stage: StageSubmission
    factors: tuple[Factor, ...]
    answers: dict[str, Answer]

    @cached_property
    def actions(self) -> tuple[ChosenAction, ...]:
        """The plan; read when it is first asked for, since not every page shows it."""
        rows = ChosenAction.objects.filter(
            assessment=self.stage.assessment_id, stage=self.stage.stage
        )
        return tuple(rows.select_related("action", "factor"))

    def answer(self, code: str) -> Answer | None:
        return self.answers.get(code)

    def is_rated(self, code: str) -> bool:
        answer = self.answers.get(code)
        return answer is not None and bool(answer.kind)

    @property
    def rated_count(self) -> int:
        return sum(self.is_rated(factor.code) for factor in self.factors)

    def for_scoring(self) -> AnswerSheet:
        """The sheet as the scorer takes it: no names, no reasons."""
        number = self.stage.stage
        return AnswerSheet(
            answers=tuple(
                GivenAnswer(
                    stage=number,
                    factor_code=code,
                    kind=answer.kind,
                    level=answer.level,
                    confidence=answer.confidence,
                    citations=tuple((c.passage.ref, c.stance) for c in answer.citations.all()),
                )
                for code, answer in self.answers.items()
                if answer.kind
            ),
            interval_code_by_stage={number: self.stage.interval.code}
            if self.stage.interval
            else {},
            action_codes_by_stage={number: tuple(c.action.code for c in self.actions)},
        )


def factors_with_levels(framework_id: int) -> tuple[Factor, ...]:
    """The factors of a framework in order, each with the levels of its scale."""
    factors = Factor.objects.filter(framework=framework_id).select_related("scale")
    return tuple(factors.prefetch_related("scale__levels"))


def answer_sheet(
    assessment: Assessment, stage: int = 1, *, factors: tuple[Factor, ...] | None = None
) -> Sheet:
    """The sheet of one stage, in six queries whatever it holds; fewer where factors are known."""
    citations = Citation.objects.select_related("passage")
    answers = (
        Answer.objects.filter(assessment=assessment, stage=stage)
        .select_related("factor", "reason")
        .prefetch_related(Prefetch("citations", queryset=citations))
    )
    return Sheet(
        stage=StageSubmission.objects.select_related("interval").get(
            assessment=assessment, stage=stage
        ),
        factors=factors or factors_with_levels(assessment.release.case_version.framework_id),
        answers={answer.factor.code: answer for answer in answers},
    )


def reason_text(answer: Answer | None) -> str:
    """The written reason of an answer, or nothing."""
    return answer.reason.text if answer is not None and hasattr(answer, "reason") else ""


def missing_for_submit(sheet: Sheet) -> list[Missing]:
    """What still has to be done, one line a step, in the order of the steps."""
    missing: list[Missing] = []
    for factor in sheet.factors:
        parts = list(_missing_of_factor(sheet, factor))
        if parts:
            words = {"factor": factor.name, "parts": ", ".join(parts)}
            missing.append(Missing(factor.code, _("%(factor)s: %(parts)s") % words))
    return missing


def _missing_of_factor(sheet: Sheet, factor: Factor) -> Iterator[str]:
    answer = sheet.answer(factor.code)
    if answer is None or not answer.kind:
        yield _("rate it")
    if answer is None or answer.confidence is None:
        yield _("say how sure you are")
    if factor.code in sheet.stage.reasons_asked and not has_words(reason_text(answer)):
        yield _("write a short reason")
    if factor.kind == Factor.Kind.OVERALL and sheet.stage.interval_id is None:
        yield _("choose when to review the case")


def has_words(text: str) -> bool:
    """Whether there is anything to read in it: spaces and invisible signs are nothing."""
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)

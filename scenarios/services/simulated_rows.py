"""The rows of a simulated attempt, ready to be written: one attempt's or many people's."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from scenarios.models import (
    Answer,
    ChosenAction,
    Citation,
    Panellist,
    PanelStageRating,
    Reason,
    Release,
    StageSubmission,
)
from scoring.public import Action, AnswerSheet, Factor, IntervalBand, Rater, SheetSimulator

REASON = "Written by the simulator: no person gave this reason."


@dataclass(frozen=True)
class Work:
    """What a simulated person will say of a case, drawn before any row is written.

    ``ground`` is why they say that ARMS is not the tool, or nothing; then they answer nothing.
    ``seconds`` stand beside the answers, one by one.
    """

    sheet: AnswerSheet
    seconds: tuple[int, ...]
    ground: str = ""

    def share_of_time(self, stage: int) -> float:
        """The part of all the time that had gone when this stage was done."""
        spent = list(zip(self.sheet.answers, self.seconds, strict=True))
        done = sum(seconds for answer, seconds in spent if answer.stage <= stage)
        return done / sum(self.seconds) if any(self.seconds) else 1.0


@dataclass
class Rows:
    """Rows that belong to stages, in the order in which they can be written."""

    answers: list[Answer] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    actions: list[ChosenAction] = field(default_factory=list)

    def write(self) -> None:
        Answer.objects.bulk_create(self.answers)
        Reason.objects.bulk_create(self.reasons)
        Citation.objects.bulk_create(self.citations)
        ChosenAction.objects.bulk_create(self.actions)


class CaseRows:
    """Draws what people say of one release and turns it into rows. It reads the case once."""

    def __init__(self, release: Release) -> None:
        framework = release.case_version.framework_id
        passages = list(release.case_version.passages.all())
        by_stage: defaultdict[int, list[str]] = defaultdict(list)
        for passage in passages:
            by_stage[passage.stage].append(passage.ref)
        self._sheets = SheetSimulator(key=release.key, passages=by_stage)
        self._passages = {passage.ref: passage for passage in passages}
        self._factors = {row.code: row for row in Factor.objects.filter(framework=framework)}
        self._bands = {row.code: row for row in IntervalBand.objects.filter(framework=framework)}
        self._actions = {row.code: row for row in Action.objects.filter(framework=framework)}
        self._tied_to = _factor_by_action(release)
        self._grounds = _grounds(release)

    def draw(
        self, rater: Rater, generator: np.random.Generator, seconds: int, answers: int | None
    ) -> Work:
        """What one person says; only the first so many ``answers`` where the case is left open."""
        if answers is None and self._sheets.says_wrong_tool(rater=rater, generator=generator):
            return Work(AnswerSheet(answers=()), (), str(generator.choice(self._grounds)))
        sheet = self._sheets.sheet(rater=rater, generator=generator)
        given = sheet.answers[:answers]
        shares = generator.dirichlet(np.full(max(len(given), 1), 4.0))[: len(given)]
        drawn = AnswerSheet(given, sheet.interval_code_by_stage, sheet.action_codes_by_stage)
        return Work(drawn, tuple(int(seconds * share) for share in shares))

    def add(self, rows: Rows, stage: StageSubmission, work: Work, at: datetime) -> None:
        """Add one stage's answers, each as it was saved at a moment."""
        for given, seconds in zip(work.sheet.answers, work.seconds, strict=True):
            if given.stage != stage.stage:
                continue
            answer = Answer(
                assessment=stage.assessment,
                stage=given.stage,
                factor_id=self._factors[given.factor_code].pk,
                kind=given.kind,
                level=given.level,
                confidence=given.confidence,
                revision=1,
                seconds=seconds,
                saved_at=at,
            )
            rows.answers.append(answer)
            if given.factor_code in stage.reasons_asked:
                rows.reasons.append(Reason(answer=answer, text=REASON))
            rows.citations += [
                Citation(answer=answer, passage_id=self._passages[ref].pk, stance=stance)
                for ref, stance in given.citations
            ]

    def add_plan(self, rows: Rows, stage: StageSubmission, work: Work) -> None:
        """Add one stage's actions, and set its interval; the caller saves the stage."""
        stage.interval = self._bands[work.sheet.interval_code_by_stage[stage.stage]]
        rows.actions += [
            ChosenAction(
                assessment=stage.assessment,
                stage=stage.stage,
                action=self._actions[code],
                factor=self._factors[self._tied_to.get(code, Factor.OVERALL_CODE)],
            )
            for code in work.sheet.action_codes_by_stage[stage.stage]
        ]


def _factor_by_action(release: Release) -> dict[str, str]:
    """The factor to which most panellists tied each action."""
    ties: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rating in PanelStageRating.objects.filter(panellist__panel__key=release.key):
        for row in rating.actions:
            ties[row["action"]][row["factor"]] += 1
    return {action: factors.most_common(1)[0][0] for action, factors in ties.items()}


def _grounds(release: Release) -> list[str]:
    """The grounds on which the panel stopped the case, as often as they were given."""
    stopped = Panellist.objects.filter(panel__key=release.key).exclude(wrong_tool_ground="")
    return list(stopped.order_by("label").values_list("wrong_tool_ground", flat=True))

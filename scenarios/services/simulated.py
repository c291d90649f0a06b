"""Simulated trainees at work: their answers are drawn, all else goes the way of a person's."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from people.public import User, home_organisation
from scenarios.models import (
    Answer,
    Assessment,
    ChosenAction,
    Citation,
    PanelStageRating,
    Reason,
    Release,
    StageSubmission,
)
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.errors import NotStartable
from scoring.public import (
    Action,
    AnswerSheet,
    Factor,
    GivenAnswer,
    IntervalBand,
    Rater,
    SheetSimulator,
)

STAGE = 1
REASON = "Written by the simulator: no person gave this reason."


class CaseSimulator:
    """Lets simulated people attempt one release. It reads the case once, however many they are."""

    def __init__(self, release: Release) -> None:
        framework = release.case_version.framework_id
        passages = list(release.case_version.passages.all())
        by_stage: defaultdict[int, list[str]] = defaultdict(list)
        for passage in passages:
            by_stage[passage.stage].append(passage.ref)
        self._release = release
        self._sheets = SheetSimulator(key=release.key, passages=by_stage)
        self._passages = {passage.ref: passage for passage in passages}
        self._factors = {row.code: row for row in Factor.objects.filter(framework=framework)}
        self._bands = {row.code: row for row in IntervalBand.objects.filter(framework=framework)}
        self._actions = {row.code: row for row in Action.objects.filter(framework=framework)}
        self._tied_to = _factor_by_action(release)

    @transaction.atomic
    def attempt(
        self,
        *,
        person: User,
        rater: Rater,
        generator: np.random.Generator,
        at: datetime,
        minutes: float,
        answers: int | None = None,
    ) -> Assessment:
        """One simulated person's attempt, begun at a moment in the past.

        It is submitted after the minutes it took or, where only some ``answers`` are asked for,
        left open after the first so many. NotStartable: somebody who is not simulated, or whose
        organisation is a real one, besides whatever would refuse a person.
        """
        organisation = home_organisation(person)
        if not person.is_simulated or organisation is None or not organisation.is_invented:
            raise NotStartable(
                _("Only simulated people of invented organisations have attempts made for them.")
            )
        assessment = start_assessment(person=person, release=self._release)
        sheet = self._sheets.sheet(rater=rater, generator=generator)
        seconds = round(60 * minutes)
        Assessment.objects.filter(pk=assessment.pk).update(started_at=at, seconds=seconds)
        self._save_answers(assessment, sheet.answers[:answers], seconds, at, generator)
        if answers is None:
            self._save_plan(assessment, sheet)
            assessment = submit_assessment(
                assessment=assessment, at=at + timedelta(seconds=seconds)
            )
        return assessment

    def _save_answers(
        self,
        assessment: Assessment,
        given: tuple[GivenAnswer, ...],
        seconds: int,
        at: datetime,
        generator: np.random.Generator,
    ) -> None:
        shares = generator.dirichlet(np.full(max(len(given), 1), 4.0))[: len(given)]
        rows = Answer.objects.bulk_create(
            Answer(
                assessment=assessment,
                stage=one.stage,
                factor=self._factors[one.factor_code],
                kind=one.kind,
                level=one.level,
                confidence=one.confidence,
                revision=1,
                seconds=int(seconds * share),
                saved_at=at,
            )
            for one, share in zip(given, shares, strict=True)
        )
        asked = StageSubmission.objects.get(assessment=assessment, stage=STAGE).reasons_asked
        Reason.objects.bulk_create(
            Reason(answer=row, text=REASON) for row in rows if row.factor.code in asked
        )
        Citation.objects.bulk_create(
            Citation(answer=row, passage=self._passages[ref], stance=stance)
            for row, one in zip(rows, given, strict=True)
            for ref, stance in one.citations
        )

    def _save_plan(self, assessment: Assessment, sheet: AnswerSheet) -> None:
        interval = self._bands[sheet.interval_code_by_stage[STAGE]]
        StageSubmission.objects.filter(assessment=assessment, stage=STAGE).update(interval=interval)
        ChosenAction.objects.bulk_create(
            ChosenAction(
                assessment=assessment,
                stage=STAGE,
                action=self._actions[code],
                factor=self._factors[self._tied_to.get(code, Factor.OVERALL_CODE)],
            )
            for code in sheet.action_codes_by_stage[STAGE]
        )


def _factor_by_action(release: Release) -> dict[str, str]:
    """The factor to which most panellists tied each action."""
    ties: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rating in PanelStageRating.objects.filter(panellist__panel__key=release.key):
        for row in rating.actions:
            ties[row["action"]][row["factor"]] += 1
    return {action: factors.most_common(1)[0][0] for action, factors in ties.items()}

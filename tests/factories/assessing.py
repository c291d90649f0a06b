"""Assessments, under way and submitted."""

from django.utils import timezone

from people.public import (
    Organisation,
    User,
    trainee_organisation,
)
from scenarios.models import (
    Answer,
    Assessment,
    Reason,
    Release,
    StageSubmission,
)
from scenarios.services.assessing import snapshot_of, start_assessment
from scoring.public import (
    Factor,
    IntervalBand,
    Result,
    record_result,
)
from tests.factories.cases import make_sheet
from tests.factories.numbers import next_number


def make_complete_assessment(
    person: User, release: Release, level: int = 2, **levels: int | str
) -> Assessment:
    """A begun assessment with everything that submitting needs, and no citation and no action.

    Every factor is ``level`` but for those named by factor code; a word in place of a level is an
    answer without one, as ``opportunity="not_enough"``.
    """
    assessment = start_assessment(person=person, release=release)
    complete_stage(assessment, level, **levels)
    return assessment


def complete_stage(assessment: Assessment, level: int = 2, **levels: int | str) -> None:
    """Answer all that the stage which is open asks for."""
    stage = StageSubmission.objects.filter(assessment=assessment).latest("stage")
    framework = assessment.release.case_version.framework
    stage.interval = IntervalBand.objects.get(framework=framework, code="m3")
    stage.save()
    answers = []
    for factor in Factor.objects.filter(framework=framework):
        given = levels.get(factor.code, level)
        is_level = isinstance(given, int)
        answers.append(
            Answer(
                assessment=assessment,
                stage=stage.stage,
                factor=factor,
                kind="level" if is_level else str(given),
                level=given if is_level else None,
                confidence=70,
                revision=1,
            )
        )
    Answer.objects.bulk_create(answers)
    Reason.objects.bulk_create(
        Reason(answer=answer, text=f"Because of {answer.factor.code}.")
        for answer in answers
        if answer.factor.code in stage.reasons_asked
    )


def make_submitted(
    person: User,
    release: Release,
    level: int = 2,
    *,
    organisation: Organisation | None = None,
    counts_reason: str = "",
    **levels: int | str,
) -> Result:
    """A submitted assessment with its result, all ``level`` but for what is named.

    It belongs to the organisation given, or else where the person is a trainee; with a
    ``counts_reason`` it stays out of the figures.
    """
    organisation = organisation or trainee_organisation(person)
    assessment = Assessment.objects.create(
        person=person,
        release=release,
        use=release.use,
        submitted_at=timezone.now(),
        receipt=f"RECEIPT-{next_number()}",
        organisation=organisation,
        counts_in_figures=not counts_reason,
        counts_reason=counts_reason,
    )
    return record_result(
        assessment=assessment.uuid,
        person=person.uuid,
        organisation=organisation,
        use=release.use,
        snapshot=snapshot_of(release),
        key=release.key,
        sheet=make_sheet(release.key, level, **levels),
        counts_in_figures=not counts_reason,
        counts_reason=counts_reason,
        seconds=600,
    )

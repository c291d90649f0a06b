"""Begin an assessment, and submit it: once, with a receipt and a result."""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import Happening, User, home_organisation, record_events
from scenarios.models import Assessment, ChosenAction, Release, StageSubmission, Use
from scenarios.selectors.sheets import Sheet, answer_sheet, missing_for_submit
from scenarios.services.admission import may_start, refusal_of_sitting
from scenarios.services.breaks import delete_stopped_drafts
from scenarios.services.clock import tick
from scenarios.services.errors import AssessmentClosed, Incomplete, NotStartable
from scenarios.services.replacing import release_to_judge_by
from scenarios.services.standing import History, history_of, standing_in_figures
from scenarios.services.submitted import tell_of_submission, with_concerns
from scoring.public import (
    Factor,
    KeyUnit,
    framework_parts,
    key_units,
    record_result,
    record_tool_answer,
)

REASONS_ASKED = 3
FIRST_STAGE = 1
# Without letters and digits that are read for one another over a telephone.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXYZ"


def start_assessment(*, person: User, release: Release) -> Assessment:
    """The person's open assessment of this case, begun now unless there is one already.

    One that is open on a release which this one has replaced is gone on with: people finish on
    what they began with.
    """
    delete_stopped_drafts(person=person)
    open_one = Assessment.objects.filter(
        person=person,
        release__case_version__scenario=release.case_version.scenario_id,
        use=release.use,
        submitted_at__isnull=True,
        stopped_at__isnull=True,
    )
    if found := open_one.first():
        return found
    if words := may_start(person, release):
        raise NotStartable(words)
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(person=person, release=release, use=release.use)
            _open_stage(assessment, stage=FIRST_STAGE)
    except IntegrityError:  # a second click or tab was quicker: theirs is the one
        return open_one.get(release=release)
    return assessment


def _open_stage(assessment: Assessment, *, stage: int) -> None:
    codes = factors_to_draw_from(assessment.release)
    stage_row(assessment, stage, codes).save()


def factors_to_draw_from(release: Release) -> list[str]:
    """The codes of the factors that may ask for a reason: never the overall level."""
    factors = framework_parts(release.case_version.framework_id).factors
    return [factor.code for factor in factors if factor.kind != Factor.Kind.OVERALL]


def stage_row(assessment: Assessment, stage: int, codes: Sequence[str]) -> StageSubmission:
    """A stage to be opened, with the factors that ask for a reason drawn by a seed of its own."""
    draw = random.Random(f"{assessment.uuid}/{stage}")  # noqa: S311 - a fair draw, not a secret
    return StageSubmission(
        assessment=assessment,
        stage=stage,
        reasons_asked=sorted(draw.sample(codes, min(REASONS_ASKED, len(codes)))),
    )


def submit_assessment(*, assessment: Assessment, at: datetime | None = None) -> Assessment:
    """Submit the stage that is open: see ``submit_own_assessment``.

    ``at`` dates a simulated attempt in the past; otherwise it is now.
    """
    return _submit(Assessment.objects.filter(pk=assessment.pk), None, at or timezone.now())


def submit_own_assessment(*, person: User, uuid: UUID, stage: int) -> Assessment:
    """Submit one stage of a person's own assessment, which need not have been read before.

    The stage is locked and the next one opened; with the last stage the assessment is closed and
    scored, in one transaction. Submitting a stage twice is like once.
    ``Assessment.DoesNotExist``: it is not theirs, not there, or the stage is not opened yet.
    """
    return _submit(Assessment.objects.filter(person=person, uuid=uuid), stage, timezone.now())


@transaction.atomic
def _submit(rows: QuerySet[Assessment], stage: int | None, at: datetime) -> Assessment:
    assessment = lock_to_close(rows)
    if assessment.is_submitted:
        return assessment
    release = assessment.release
    # First, since it may wait: the state that was joined to the row is that of before the wait.
    judged_by = release_to_judge_by(release)
    refuse_unless_open(assessment)
    history = history_of(assessment)
    refuse_unless_standing(assessment, history)
    units = key_units(judged_by.key)
    try:
        sheet = answer_sheet(assessment, stage, factors=_factors_of(units))
    except StageSubmission.DoesNotExist:
        raise Assessment.DoesNotExist from None
    if sheet.is_locked:
        return assessment
    if missing := missing_for_submit(sheet):
        raise Incomplete(missing)
    if sheet.stage.stage < release.case_version.stages:
        _go_to_next_stage(assessment, sheet, at)
        return assessment
    close(assessment, history, at)
    facts = result_facts(assessment, judged_by)
    if judged_by.key.is_wrong_tool:
        record_tool_answer(said_wrong_tool=False, **facts)
    else:
        record_result(sheet=sheet.for_scoring(), **facts)
    record_submission(assessment)
    return assessment


def _factors_of(units: Sequence[KeyUnit]) -> tuple[Factor, ...]:
    """The factors of a key, each once; none where the panel rated nothing."""
    return tuple({row.unit.factor_id: row.unit.factor for row in units}.values())


def _go_to_next_stage(assessment: Assessment, sheet: Sheet, now: datetime) -> None:
    """Lock the stage and open the next, with the plan so far as the one to start from."""
    tick(assessment, now)
    assessment.save(update_fields=["active_at", "seconds"])
    StageSubmission.objects.filter(pk=sheet.stage.pk).update(submitted_at=now)
    following = sheet.stage.stage + 1
    _open_stage(assessment, stage=following)
    ChosenAction.objects.bulk_create(
        ChosenAction(assessment=assessment, stage=following, action=row.action, factor=row.factor)
        for row in sheet.actions
    )


def lock_to_close(rows: QuerySet[Assessment]) -> Assessment:
    """The one assessment, locked to the end of the transaction so that it can be closed."""
    return (
        # The person as well: two cases of theirs that are one scenario end one after the other.
        with_concerns(rows)
        .select_for_update(of=("self", "person"), no_key=True)
        .select_related("release__case_version__scenario", "release__key", "person__event_subject")
        .get()
    )


def refuse_unless_standing(assessment: Assessment, history: History) -> None:
    """Whoever moved since a check began, or read the panel's levels, cannot submit it."""
    if assessment.release.use != Use.PRACTICE:
        words = refusal_of_sitting(
            assessment.person,
            assessment.release,
            did_it_before=history.did_it_before,
            had_part_in_panel=history.had_part_in_panel,
        )
        if words:
            raise AssessmentClosed(words)


def refuse_unless_open(assessment: Assessment) -> None:
    """Raise with words where nothing may be saved any more."""
    if assessment.is_submitted:
        raise AssessmentClosed(
            _("This assessment was submitted (receipt %(receipt)s). This change was not saved.")
            % {"receipt": assessment.receipt}
        )
    if assessment.stopped_at is not None:
        raise AssessmentClosed(_("You have stopped this case. This change was not saved."))
    if assessment.release.state == Release.State.WITHDRAWN:
        raise AssessmentClosed(
            _("This case has been withdrawn. This change was not saved and no attempt is used.")
        )


def close(assessment: Assessment, history: History, now: datetime) -> None:
    """Close a locked assessment, and whatever stage of it is open."""
    mark_closed(assessment, history, now)
    assessment.save()
    StageSubmission.objects.filter(assessment=assessment, submitted_at__isnull=True).update(
        submitted_at=now
    )


def mark_closed(assessment: Assessment, history: History, now: datetime) -> None:
    """Give it a receipt and decide whether it counts in figures; the caller saves the row."""
    tick(assessment, now)
    assessment.submitted_at = now
    assessment.active_at = None
    assessment.receipt = new_receipt()
    assessment.organisation = home_organisation(assessment.person)
    if assessment.organisation is None:
        raise AssessmentClosed(
            _("You are no longer a member of an organisation, so this cannot be submitted.")
        )
    assessment.counts_in_figures, assessment.counts_reason = standing_in_figures(
        assessment, history
    )


def result_facts(assessment: Assessment, judged_by: Release | None = None) -> dict[str, Any]:
    """What a result copies from the closed assessment, whatever it judges.

    ``judged_by``: the release whose key is in force now, if it is not the one that was begun.
    """
    release = judged_by or assessment.release
    return {
        "assessment": assessment.uuid,
        "person": assessment.person.uuid,
        "organisation": assessment.organisation,
        "use": release.use,
        "snapshot": snapshot_of(release, began_on=assessment.release),
        "key": release.key,
        "counts_in_figures": assessment.counts_in_figures,
        "counts_reason": assessment.counts_reason,
        "seconds": assessment.seconds,
        "at": assessment.submitted_at,
    }


def record_submission(assessment: Assessment) -> None:
    """The one event of an assessment: that it was submitted. Apps above are told of it."""
    record_events([submission_of(assessment)])
    tell_of_submission(assessment)


def submission_of(assessment: Assessment) -> Happening:
    """What is recorded of a submission."""
    return Happening(
        name="assessment.submitted",
        organisation=assessment.organisation,
        actor=assessment.person,
        payload={"assessment": str(assessment.uuid), "use": assessment.release.use},
    )


def new_receipt() -> str:
    """A reference to quote, as 7KQ2-M9XD: random, so that it tells nothing."""
    letters = "".join(secrets.choice(RECEIPT_ALPHABET) for _position in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def snapshot_of(
    release: Release, *, began_on: Release | None = None
) -> dict[str, str | int | bool]:
    """What a result remembers of its case, so that it can be read without the case's tables.

    What was begun as a specimen stays one, whatever key judges it.
    """
    version = release.case_version
    return {
        "release": str(release.uuid),
        "ref": version.scenario.ref,
        "title": version.title,
        "version": version.number,
        "use": release.use,
        "is_specimen": release.is_specimen or bool(began_on and began_on.is_specimen),
    }

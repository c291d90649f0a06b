"""Begin an assessment, and submit it: once, with a receipt and a result."""

import random
import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User, home_organisation, record_event
from scenarios.models import Assessment, Release, StageSubmission, Use
from scenarios.selectors.sheets import answer_sheet, missing_for_submit
from scenarios.services.admission import may_start, refusal_of_sitting
from scenarios.services.breaks import delete_stopped_drafts
from scenarios.services.clock import tick
from scenarios.services.errors import AssessmentClosed, Incomplete, NotStartable
from scenarios.services.standing import History, history_of, standing_in_figures
from scoring.public import Factor, key_units, record_result

REASONS_ASKED = 3
STAGE = 1  # every case has one stage so far; keys, answers and addresses carry it already
# Without letters and digits that are read for one another over a telephone.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXYZ"


def start_assessment(*, person: User, release: Release) -> Assessment:
    """The person's open assessment of this release, begun now unless there is one already."""
    delete_stopped_drafts(person=person)
    open_one = Assessment.objects.filter(
        person=person, release=release, submitted_at__isnull=True, stopped_at__isnull=True
    )
    if found := open_one.first():
        return found
    if words := may_start(person, release):
        raise NotStartable(words)
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(person=person, release=release, use=release.use)
            _open_stage(assessment, stage=STAGE)
    except IntegrityError:  # a second click or tab was quicker: theirs is the one
        return open_one.get()
    return assessment


def _open_stage(assessment: Assessment, *, stage: int) -> None:
    """Make the stage's row and draw, by a seed of its own, the factors that ask for a reason."""
    codes = list(
        Factor.objects.filter(framework=assessment.release.case_version.framework_id)
        .exclude(kind=Factor.Kind.OVERALL)
        .values_list("code", flat=True)
    )
    draw = random.Random(f"{assessment.uuid}/{stage}")  # noqa: S311 - a fair draw, not a secret
    StageSubmission.objects.create(
        assessment=assessment,
        stage=stage,
        reasons_asked=sorted(draw.sample(codes, min(REASONS_ASKED, len(codes)))),
    )


def submit_assessment(*, assessment: Assessment, at: datetime | None = None) -> Assessment:
    """Close the assessment and score it in one transaction. Submitting twice is like once.

    ``at`` dates a simulated attempt in the past; otherwise it is now.
    """
    return _submit(Assessment.objects.filter(pk=assessment.pk), at or timezone.now())


def submit_own_assessment(*, person: User, uuid: UUID, stage: int) -> Assessment:
    """The same for a person's own assessment, which need not have been read before.

    ``Assessment.DoesNotExist``: it is not theirs, not there, or has no such stage.
    """
    own = Assessment.objects.filter(person=person, uuid=uuid, release__case_version__stages=stage)
    return _submit(own, timezone.now())


@transaction.atomic
def _submit(rows: QuerySet[Assessment], at: datetime) -> Assessment:
    assessment = (
        # The person as well: two cases of theirs that are one scenario end one after the other.
        rows.select_for_update(of=("self", "person"), no_key=True)
        .select_related("release__case_version__scenario", "release__key", "person__event_subject")
        .get()
    )
    if assessment.is_submitted:
        return assessment
    refuse_unless_open(assessment)
    release, history = assessment.release, history_of(assessment)
    if release.use != Use.PRACTICE:
        # Whoever moved since it began, or read the panel's levels, cannot submit it.
        before = history.did_it_before
        if words := refusal_of_sitting(assessment.person, release, did_it_before=before):
            raise AssessmentClosed(words)
    units = key_units(assessment.release.key)
    factors = tuple(row.unit.factor for row in units if row.unit.stage == STAGE)
    sheet = answer_sheet(assessment, factors=factors)
    if missing := missing_for_submit(sheet):
        raise Incomplete(missing)
    _close(assessment, history, at)
    record_result(
        assessment=assessment.uuid,
        person=assessment.person.uuid,
        organisation=assessment.organisation,
        use=release.use,
        snapshot=snapshot_of(release),
        key=release.key,
        sheet=sheet.for_scoring(),
        counts_in_figures=assessment.counts_in_figures,
        counts_reason=assessment.counts_reason,
        seconds=assessment.seconds,
        at=assessment.submitted_at,
    )
    record_event(
        name="assessment.submitted",
        organisation=assessment.organisation,
        actor=assessment.person,
        payload={"assessment": str(assessment.uuid), "use": release.use},
    )
    return assessment


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


def _close(assessment: Assessment, history: History, now: datetime) -> None:
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
    assessment.save()
    StageSubmission.objects.filter(assessment=assessment, submitted_at__isnull=True).update(
        submitted_at=now
    )


def new_receipt() -> str:
    """A reference to quote, as 7KQ2-M9XD: random, so that it tells nothing."""
    letters = "".join(secrets.choice(RECEIPT_ALPHABET) for _position in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def snapshot_of(release: Release) -> dict[str, str | int | bool]:
    """What a result remembers of its case, so that it can be read without the case's tables."""
    version = release.case_version
    return {
        "release": str(release.uuid),
        "ref": version.scenario.ref,
        "title": version.title,
        "version": version.number,
        "use": release.use,
        "is_specimen": release.is_specimen,
    }

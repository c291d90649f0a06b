"""Breaks and stops. Neither is recorded as an event, and nobody else ever sees one."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import Assessment
from scenarios.services.admission import refusal_to_carry_on
from scenarios.services.clock import tick
from scenarios.services.errors import AssessmentClosed

# Long enough to take back a slip of the hand, short enough to mean it.
KEPT_AFTER_STOP = timedelta(hours=1)


@transaction.atomic
def take_break(*, assessment: Assessment) -> None:
    """Stop the clock until the person opens a page of the case again."""
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if assessment.is_open:
        tick(assessment, timezone.now())
        assessment.active_at = None
        assessment.save(update_fields=["active_at", "seconds"])


@transaction.atomic
def stop_assessment(*, assessment: Assessment) -> None:
    """Leave the case for good, without a reason and without using an attempt."""
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if assessment.is_submitted:
        raise AssessmentClosed(_("This assessment is already submitted, so it cannot be stopped."))
    if assessment.stopped_at is None:
        assessment.stopped_at = timezone.now()
        assessment.active_at = None
        assessment.save(update_fields=["stopped_at", "active_at"])


def carry_on_after_stop(*, assessment: Assessment) -> None:
    """Take a stop back: within the hour, the case still open to the person, not begun again."""
    draft = Assessment.objects.filter(
        pk=assessment.pk,
        stopped_at__gte=timezone.now() - KEPT_AFTER_STOP,
        submitted_at__isnull=True,
    )
    if assessment.stopped_at is not None and not draft.exists():
        raise AssessmentClosed(_("You stopped this case more than an hour ago. It stays stopped."))
    if words := refusal_to_carry_on(assessment.person, assessment.release):
        raise AssessmentClosed(words)
    try:
        with transaction.atomic():
            draft.update(stopped_at=None)
    except IntegrityError:  # at most one open assessment: the one begun since is it
        raise AssessmentClosed(
            _("You have begun this case again, so the stopped draft stays closed.")
        ) from None


def delete_stopped_drafts(*, person: User | None = None) -> int:
    """Delete drafts stopped long enough ago; run daily, and when a person begins a case."""
    stopped = Assessment.objects.filter(
        stopped_at__lt=timezone.now() - KEPT_AFTER_STOP, submitted_at__isnull=True
    )
    if person is not None:
        stopped = stopped.filter(person=person)
    count = stopped.count()
    if count:
        stopped.delete()
    return count

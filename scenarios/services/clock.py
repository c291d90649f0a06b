"""Working time: gaps between saves, each counted up to a cap, breaks left out."""

from datetime import datetime, timedelta

from django.utils import timezone

from scenarios.models import Assessment

LONGEST_GAP = timedelta(minutes=5)


def tick(assessment: Assessment, now: datetime) -> int:
    """Move the clock on to ``now`` and answer the seconds that count; the caller saves the row."""
    gap = min(now - assessment.active_at, LONGEST_GAP) if assessment.active_at else timedelta(0)
    seconds = max(0, int(gap.total_seconds()))
    assessment.active_at = now
    assessment.seconds += seconds
    return seconds


def resume_clock(*, assessment: Assessment) -> None:
    """Start the clock when a page is opened for the first time or after a break."""
    if assessment.active_at is None and assessment.is_open:
        assessment.active_at = timezone.now()
        Assessment.objects.filter(
            pk=assessment.pk, active_at__isnull=True, submitted_at__isnull=True
        ).update(active_at=assessment.active_at)

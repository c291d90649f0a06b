"""The hours of a panellist: gaps between saves as for trainees, kept by day, and nobody else's."""

from django.db.models import F
from django.utils import timezone

from scenarios.models import PanelDay, Panellist
from scenarios.services.clock import LONGEST_GAP


def count_panel_time(seat: Panellist, *, stops: bool = False) -> None:
    """Add the time since the last save to today. ``stops``: nothing more is asked for now.

    The seat's row is locked by whoever calls, so that no two saves count one gap.
    """
    now = timezone.now()
    if seat.active_at is not None:
        _add(seat, int(min(now - seat.active_at, LONGEST_GAP).total_seconds()))
    seat.active_at = None if stops else now
    seat.save(update_fields=["active_at"])


def resume_panel_clock(seat: Panellist) -> None:
    """Start the clock when a page is opened for the first time, or again for the second round."""
    if seat.active_at is None:
        Panellist.objects.filter(pk=seat.pk, active_at__isnull=True).update(
            active_at=timezone.now()
        )


def _add(seat: Panellist, seconds: int) -> None:
    if seconds <= 0:
        return
    day = timezone.localdate()
    if not PanelDay.objects.filter(panellist=seat, day=day).update(seconds=F("seconds") + seconds):
        PanelDay.objects.create(panellist=seat, day=day, seconds=seconds)

"""A panel of which one member lies far from the others."""

from typing import Any

from scenarios.models import Panel, Panellist
from scenarios.services.closing import approve_panel
from tests.factories.panels import finish_panel, make_panel, rate_seat


def make_far_panel(
    size: int = 6, use: str = "practice", *, release: bool = False, **options: Any
) -> tuple[Panel, Panellist]:
    """A closed panel, released if asked for, and the seat that gave the lowest level each time."""
    panel = make_panel(size, use, **options)
    *others, last = panel.panellists.order_by("pk")
    for seat in others:
        rate_seat(seat)
    codes = panel.case_version.framework.factors.values_list("code", flat=True)
    rate_seat(last, **dict.fromkeys(codes, 0))
    panel = finish_panel(panel)
    if release:
        approve_panel(panel=panel, by=panel.approver)
    panel.refresh_from_db()
    last.refresh_from_db()
    return panel, last

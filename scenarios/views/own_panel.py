"""What a panellist has of their own work: the hours and, once released, where they were."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.public import sign_in_required
from scenarios.models import Panel
from scenarios.selectors.panel_hours import hours_of, year_of
from scenarios.selectors.panel_place import own_place
from scenarios.selectors.panels import seat_or_404
from scenarios.services.errors import PanelRefused
from scenarios.services.panel_people import refusal_to_look
from scenarios.views.seats import refused_late


@sign_in_required
def hours(request: HttpRequest) -> HttpResponse:
    """One's own statement of hours, to print; a year may be chosen."""
    whole = hours_of(request.user)
    year = year_of(request.GET.get("year", ""), whole.years)
    context = {
        "hours": hours_of(request.user, year) if year is not None else whole,
        "person": request.user,
        "today": timezone.localdate(),
    }
    return render(request, "scenarios/panel_hours.html", context)


@sign_in_required
def place(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where the person was, beside the key and the others: only theirs, once it is released."""
    seat = seat_or_404(request.user, uuid)
    is_theirs = seat.finished_at is not None and not seat.wrong_tool_ground
    if seat.panel.state != Panel.State.RELEASED or not is_theirs:
        raise Http404
    if words := refusal_to_look(seat.panel, request.user):
        return refused_late(request, seat, PanelRefused(words))
    return render(request, "scenarios/panel_place.html", own_place(seat, seat.panel.key))

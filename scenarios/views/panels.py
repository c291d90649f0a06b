"""The pages around a panel: one's own list, sending a case, how it stands, and the approval."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import has_role, require_role, sign_in_required, too_late
from scenarios.models import Panel, Scenario
from scenarios.panel_forms import InviteForm, NoteForm, SendToPanelForm
from scenarios.selectors.health_panellists import asked_rows
from scenarios.selectors.key_changes import waiting_for
from scenarios.selectors.panel_agreement import final_agreement
from scenarios.selectors.panel_ratings import said_by_panel, unit_counts
from scenarios.selectors.panels import (
    approved_panel_or_404,
    may_read_answers,
    may_read_ratings,
    moved_on_words,
    my_panels,
    panel_or_404,
    progress_of,
    seat_rows,
)
from scenarios.selectors.panels_administered import panels_administered_by
from scenarios.selectors.reviews import reviews_to_do
from scenarios.services.closing import approve_panel, send_back
from scenarios.services.errors import PanelRefused
from scenarios.services.freezing import NotReady
from scenarios.services.inviting import open_panel
from scenarios.services.panel_people import (
    PANELLISTS,
    SENDERS,
    may_replace_chair,
    refusal_to_look,
)
from scenarios.services.reminding import awaited_seats
from scenarios.services.simulated_panel import may_let_simulated_rate
from scenarios.views.asked import case_asked_for
from scenarios.views.seats import queue


@sign_in_required
def panels(request: HttpRequest) -> HttpResponse:
    """Every panel one has a part in, by the part."""
    context = {
        "mine": my_panels(request.user),
        "to_review": reviews_to_do(request.user),
        "waiting": waiting_for(request.user),
        "administered": panels_administered_by(request.user),
        "may_send": has_role(request.user, *SENDERS),
        "is_panellist": has_role(request.user, *PANELLISTS),
    }
    return render(request, "scenarios/panels.html", context)


@require_role(*SENDERS)
def new_panel(request: HttpRequest) -> HttpResponse:
    """Send a case to a panel: its text is frozen, and people are asked to rate it."""
    wanted = request.GET
    asked = case_asked_for(wanted, "scenario")
    initial = {"scenario": asked, "rate_again": "again" in wanted, "use": wanted.get("use")}
    data = request.POST if request.method == "POST" else None
    form = SendToPanelForm(data, initial=initial, sender=request.user)
    if form.is_valid():
        try:
            panel = open_panel(sent_by=request.user, **form.cleaned_data)
            return redirect("panel", panel.uuid)
        except NotReady as refusal:
            form.add_error(None, list(refusal.problems))
    cases = form.fields["scenario"].queryset
    mine = Scenario.objects.visible_to(request.user)
    waiting = mine.filter(ref=asked).exclude(pk__in=cases.values("pk"))
    context = {"form": form, "waiting": waiting.first(), "has_cases": cases.exists()}
    return render(request, "scenarios/panel_new.html", context)


@sign_in_required
def panel_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How a panel stands, for its chair, approver and sender; a panellist's own queue."""
    panel = panel_or_404(request.user, uuid)
    if request.user.pk in (panel.chair_id, panel.approver_id, panel.sent_by_id):
        return overview(request, panel)
    return queue(request, uuid)


def overview(
    request: HttpRequest, panel: Panel, *, invite: InviteForm | None = None
) -> HttpResponse:
    """Who has finished, and what can be done next; never what anybody said."""
    is_chair = request.user.pk == panel.chair_id
    seats = seat_rows(panel)
    context = {
        "panel": panel,
        "version": panel.case_version,
        "seats": seats,
        "may_take_back": is_chair and any(seat.may_be_removed for seat in seats),
        "progress": progress_of(panel),
        "is_chair": is_chair,
        "is_approver": request.user.pk == panel.approver_id,
        "may_read": may_read_ratings(request.user, panel),
        "may_replace_chair": panel.key_id is None and may_replace_chair(request.user, panel),
        "awaited": awaited_seats().filter(panel=panel).count() if is_chair else 0,
        "may_let_simulated": may_let_simulated_rate(panel, request.user),
        "moved_on": moved_on_words(panel),
        "form": invite or (InviteForm(panel=panel) if is_chair and panel.is_open else None),
    }
    return render(request, "scenarios/panel_page.html", context)


@sign_in_required
def panel_ratings(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What a closed panel said, unit by unit, by label and never by name."""
    panel = panel_or_404(request.user, uuid)
    if not may_read_ratings(request.user, panel):
        raise PermissionDenied
    if words := refusal_to_look(panel, request.user):
        return refused(request, panel, words)
    context = {
        "panel": panel,
        "version": panel.case_version,
        "said": said_by_panel(panel),
        "agreement": final_agreement(panel),
        "may_note": request.user.pk == panel.chair_id
        and panel.state in (Panel.State.CLOSED, Panel.State.RETURNED),
        "is_approver": request.user.pk == panel.approver_id,
        "asked": asked_rows(panel) if may_read_answers(request.user, panel) else (),
    }
    return render(request, "scenarios/panel_ratings.html", context)


@sign_in_required
def approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What approving does, and the button that does it."""
    panel = approved_panel_or_404(request.user, uuid)
    if request.method == "POST":
        try:
            approve_panel(panel=panel, by=request.user)
        except (PanelRefused, NotReady) as refusal:
            return refused(request, panel, str(refusal))
        return redirect("panel", uuid)
    if panel.state not in (Panel.State.CLOSED, Panel.State.RETURNED):
        return redirect("panel", uuid)
    context = {
        "panel": panel,
        "version": panel.case_version,
        "progress": progress_of(panel),
        "counts": unit_counts(panel.key),
        "agreement": final_agreement(panel),
        "moved_on": moved_on_words(panel),
    }
    return render(request, "scenarios/panel_approve.html", context)


@sign_in_required
def panel_send_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a closed panel back to its chair with a note, in place of approving."""
    panel = approved_panel_or_404(request.user, uuid)
    form = NoteForm(
        request.POST if request.method == "POST" else None, label=_("What should the chair know?")
    )
    if request.method == "POST" and form.is_valid():
        try:
            send_back(panel=panel, by=request.user, because=form.cleaned_data["note"])
        except PanelRefused as refusal:
            return refused(request, panel, str(refusal))
        return redirect("panel", uuid)
    context = {"panel": panel, "version": panel.case_version, "form": form}
    return render(request, "scenarios/panel_send_back.html", context)


def refused(request: HttpRequest, panel: Panel, words: str, *, typed: str = "") -> HttpResponse:
    """An act that came too late, or is not this person's any more: nothing was changed."""
    return too_late(request, words, back=reverse("panel", args=[panel.uuid]), typed=typed)

"""What the chair does with a panel. Each act is checked again where it is done."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.public import User, sign_in_required
from scenarios.panel_forms import ChangePanelForm, InviteForm, NoteForm, SeatForm
from scenarios.selectors.panel_agreement import final_agreement
from scenarios.selectors.panels import chaired_panel_or_404, progress_of, seat_rows
from scenarios.services.closing import (
    BETWEEN_ROUNDS,
    call_off,
    close_as_chair,
    not_yet_words,
)
from scenarios.services.errors import CannotHavePart, PanelRefused
from scenarios.services.inviting import change_panel, invite_panellist, withdraw_invitation
from scenarios.views.panels import overview, refused


@sign_in_required
@require_POST
def invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask one more person to rate."""
    panel = chaired_panel_or_404(request.user, uuid)
    form = InviteForm(request.POST, panel=panel)
    if not form.is_valid():
        return overview(request, panel, invite=form)
    try:
        invite_panellist(panel=panel, by=request.user, person=form.cleaned_data["person"])
    except CannotHavePart as refusal:
        form.add_error("person", str(refusal))
        return overview(request, panel, invite=form)
    except PanelRefused as refusal:
        return refused(request, panel, str(refusal))
    return redirect("panel", uuid)


@sign_in_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back the invitation of somebody who has not begun."""
    panel = chaired_panel_or_404(request.user, uuid)
    form = SeatForm(request.POST)
    if not form.is_valid():
        raise Http404
    person = User.objects.filter(panel_seats__panel=panel, uuid=form.cleaned_data["person"]).first()
    if person is None:
        raise Http404
    try:
        withdraw_invitation(panel=panel, by=request.user, person=person)
    except PanelRefused as refusal:
        return refused(request, panel, str(refusal))
    return redirect("panel", uuid)


@sign_in_required
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another date, or somebody else to approve."""
    panel = chaired_panel_or_404(request.user, uuid)
    form = ChangePanelForm(request.POST if request.method == "POST" else None, panel=panel)
    if request.method == "POST" and form.is_valid():
        try:
            change_panel(panel=panel, by=request.user, **form.cleaned_data)
            return redirect("panel", uuid)
        except CannotHavePart as refusal:
            form.add_error("approver", str(refusal))
        except PanelRefused as refusal:
            return refused(request, panel, str(refusal))
    context = {"panel": panel, "version": panel.case_version, "form": form}
    return render(request, "scenarios/panel_change.html", context)


@sign_in_required
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who has finished and who is left out, and the button that closes."""
    panel = chaired_panel_or_404(request.user, uuid)
    if request.method == "POST":
        try:
            close_as_chair(panel=panel, by=request.user)
        except PanelRefused as refusal:
            return refused(request, panel, str(refusal))
        return redirect("panel", uuid)
    if panel.is_open:
        return redirect("panel_end_blind", uuid)
    if panel.state not in BETWEEN_ROUNDS:
        return redirect("panel", uuid)
    agreement, not_yet = final_agreement(panel), not_yet_words(panel)
    context = {
        "panel": panel,
        "version": panel.case_version,
        "progress": progress_of(panel),
        "agreement": agreement,
        "not_yet": not_yet,
        "may_close": not_yet is None and not agreement.blocks,
        "unfinished": [row for row in seat_rows(panel) if row.state != "done"],
    }
    return render(request, "scenarios/panel_close.html", context)


@sign_in_required
def call_panel_off(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a panel without a release, with a word why."""
    panel = chaired_panel_or_404(request.user, uuid)
    form = NoteForm(
        request.POST if request.method == "POST" else None, label=_("Why is the panel called off?")
    )
    if request.method == "POST" and form.is_valid():
        try:
            call_off(panel=panel, by=request.user, because=form.cleaned_data["note"])
        except PanelRefused as refusal:
            return refused(request, panel, str(refusal))
        return redirect("panel", uuid)
    context = {"panel": panel, "version": panel.case_version, "form": form}
    return render(request, "scenarios/panel_call_off.html", context)

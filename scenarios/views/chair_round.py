"""What the chair does between the blind round and the key, and with notes and reminders."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people.public import sign_in_required
from scenarios.models import Panel
from scenarios.panel_forms import NoteForm
from scenarios.panel_round_forms import ChairNoteForm, ReplaceChairForm, RevisionDueForm
from scenarios.selectors.chair_notes import note_initial, note_page, noted_unit_or_404
from scenarios.selectors.panel_rounds import blind_round
from scenarios.selectors.panels import (
    chaired_panel_or_404,
    progress_of,
    seat_rows,
)
from scenarios.selectors.panels_administered import panel_of_case_or_404
from scenarios.services.chair_notes import save_chair_note
from scenarios.services.errors import CannotHavePart, OlderRevision, PanelRefused
from scenarios.services.inviting import replace_chair
from scenarios.services.panel_people import may_replace_chair, refusal_to_look
from scenarios.services.panel_rounds import (
    end_blind_round,
    open_revision,
    refusal_to_skip,
    skip_revision,
)
from scenarios.services.reminding import remind_as_chair
from scenarios.services.simulated_panel import let_simulated_rate
from scenarios.views.panels import refused


@sign_in_required
def end_blind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who has finished and who is left out, and the button that ends the blind round."""
    panel = chaired_panel_or_404(request.user, uuid)
    if request.method == "POST":
        try:
            end_blind_round(panel=panel, by=request.user)
        except PanelRefused as refusal:
            return refused(request, panel, str(refusal))
        return redirect("panel_next_round", uuid)
    if not panel.is_open:
        return redirect("panel", uuid)
    context = {
        "panel": panel,
        "version": panel.case_version,
        "progress": progress_of(panel),
        "unfinished": [row for row in seat_rows(panel) if row.state != "done"],
    }
    return render(request, "scenarios/panel_end_blind.html", context)


@sign_in_required
def next_round(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How much the panel differs, and the choice: look again or, if nothing splits it, not."""
    panel = chaired_panel_or_404(request.user, uuid)
    is_post = request.method == "POST"
    due = RevisionDueForm(request.POST if is_post and "open" in request.POST else None)
    skip = NoteForm(
        request.POST if is_post and "skip" in request.POST else None,
        label=_("Why is the revision round skipped?"),
    )
    try:
        if due.is_valid():
            open_revision(panel=panel, by=request.user, due_on=due.cleaned_data["due_on"])
            return redirect("panel", uuid)
        if skip.is_valid():
            skip_revision(panel=panel, by=request.user, because=skip.cleaned_data["note"])
            return redirect("panel_close", uuid)
    except PanelRefused as refusal:
        return refused(request, panel, str(refusal))
    if panel.state != Panel.State.ENDED or panel.is_revision_skipped:
        return redirect("panel", uuid)
    said = blind_round(panel)
    context = {
        "panel": panel,
        "version": panel.case_version,
        "said": said,
        "asked": len(said.asked),
        "due": due,
        "skip": None if refusal_to_skip(said) else skip,
        "form": skip if skip.is_bound else due,
    }
    return render(request, "scenarios/panel_next_round.html", context)


@sign_in_required
def note(request: HttpRequest, uuid: UUID, stage: int, step: str) -> HttpResponse:
    """The chair's note on one contested item, beside what was said of it."""
    panel = chaired_panel_or_404(request.user, uuid)
    if words := refusal_to_look(panel, request.user):
        return refused(request, panel, words)
    unit = noted_unit_or_404(panel, stage, step)
    initial = note_initial(panel, unit)
    form = ChairNoteForm(request.POST if request.method == "POST" else None, initial=initial)
    conflict = None
    if form.is_valid():
        try:
            save_chair_note(
                panel=panel,
                by=request.user,
                unit=unit,
                text=form.cleaned_data["text"],
                revision=form.revision_to_replace(),
            )
            return redirect("panel_ratings", uuid)
        except OlderRevision as newer:
            conflict = newer
        except PanelRefused as refusal:
            typed = form.cleaned_data["text"]
            return refused(request, panel, str(refusal), typed=typed)
    page = note_page(panel, unit, form, conflict)
    return render(request, "scenarios/panel_note.html", page, status=409 if conflict else 200)


@sign_in_required
@require_POST
def remind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write to everybody who is waited for: a link only, each at most once a day."""
    panel = chaired_panel_or_404(request.user, uuid)
    try:
        done = remind_as_chair(panel=panel, by=request.user)
    except PanelRefused as refusal:
        return refused(request, panel, str(refusal))
    words = [
        ngettext("%(n)d reminder was sent.", "%(n)d reminders were sent.", done.sent)
        % {"n": done.sent}
    ]
    if done.too_soon:
        words.append(
            ngettext(
                "%(n)d had one within the last day and gets no other.",
                "%(n)d had one within the last day and get no other.",
                done.too_soon,
            )
            % {"n": done.too_soon}
        )
    if done.failed:
        words.append(
            ngettext(
                "%(n)d could not be sent: try again later.",
                "%(n)d could not be sent: try again later.",
                done.failed,
            )
            % {"n": done.failed}
        )
    messages.success(request, " ".join(words))
    return redirect("panel", uuid)


@sign_in_required
@require_POST
def simulated(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """In a demonstration: let the simulated panellists do what they are asked."""
    panel = chaired_panel_or_404(request.user, uuid)
    try:
        done = let_simulated_rate(panel=panel, by=request.user)
    except PanelRefused as refusal:
        return refused(request, panel, str(refusal))
    if panel.is_open:
        words = ngettext(
            "%(n)d simulated panellist has finished.",
            "%(n)d simulated panellists have finished.",
            done,
        )
    else:
        words = ngettext(
            "%(n)d simulated panellist has looked again.",
            "%(n)d simulated panellists have looked again.",
            done,
        )
    messages.success(request, words % {"n": done})
    return redirect("panel", uuid)


@sign_in_required
def new_chair(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody else to chair, named by who sent the case or by an administrator of it."""
    panel = panel_of_case_or_404(request.user, uuid)
    if not may_replace_chair(request.user, panel):
        raise PermissionDenied
    form = ReplaceChairForm(request.POST if request.method == "POST" else None, panel=panel)
    if form.is_valid():
        try:
            replace_chair(panel=panel, by=request.user, chair=form.cleaned_data["chair"])
        except CannotHavePart as refusal:
            form.add_error("chair", str(refusal))
        except PanelRefused as refusal:
            return refused(request, panel, str(refusal))
        else:
            messages.success(request, _("The panel has another chair."))
            return redirect("panels")
    context = {"panel": panel, "version": panel.case_version, "form": form}
    return render(request, "scenarios/panel_new_chair.html", context)

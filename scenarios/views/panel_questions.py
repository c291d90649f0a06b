"""Asking a panellist who lies far from the others, and the panellist's own page of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import sign_in_required
from scenarios.models import Panel, Panellist
from scenarios.panel_question_forms import AnswerForm, AskForm
from scenarios.selectors.panel_questions import (
    asked_seat_or_404,
    far_seat_or_404,
    question_page,
)
from scenarios.selectors.panels import chaired_panel_or_404
from scenarios.services.errors import PanelRefused
from scenarios.services.panel_people import refusal_to_look
from scenarios.services.panel_questions import ASKABLE, answer_question, ask_panellist
from scenarios.views.panels import refused
from scenarios.views.seats import refused_late


@sign_in_required
def ask(request: HttpRequest, uuid: UUID, label: str) -> HttpResponse:
    """The chair asks one panellist by label; nothing on the page says who that is."""
    panel = chaired_panel_or_404(request.user, uuid)
    if words := refusal_to_look(panel, request.user):
        return refused(request, panel, words)
    seat = far_seat_or_404(panel, label)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            asked = ask_panellist(panel=panel, by=request.user, label=label, text=text)
        except PanelRefused as refusal:
            return refused(request, panel, str(refusal), typed=text)
        if asked.has_failed:
            words = _("%(label)s is asked, but the letter could not be sent: ask again later.")
            messages.warning(request, words % {"label": label})
        else:
            messages.success(request, _("%(label)s is asked.") % {"label": label})
        return redirect(_health_of(panel))
    if panel.state not in ASKABLE or _has_letter(seat):
        return redirect(_health_of(panel))
    context = {
        "panel": panel,
        "version": panel.case_version,
        "label": label,
        "form": form,
        "is_asked": hasattr(seat, "question"),
        "back": _health_of(panel),
    }
    return render(request, "scenarios/panel_ask.html", context)


@sign_in_required
def question(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the chair asks, beside one's own ratings; a POST answers, once."""
    seat = asked_seat_or_404(request.user, uuid)
    if words := refusal_to_look(seat.panel, request.user):
        return refused_late(request, seat, PanelRefused(words))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_question(seat=seat, **form.cleaned_data)
        except PanelRefused as refusal:
            return refused_late(request, seat, refusal)
        messages.success(request, _("Your answer is sent. Thank you."))
        return redirect("panel_question", uuid)
    return render(request, "scenarios/panel_question.html", question_page(seat, form))


def _health_of(panel: Panel) -> str:
    ref = panel.case_version.scenario.ref
    return reverse("workshop_health_of", args=[ref, panel.key.uuid]) + "#panellists"


def _has_letter(seat: Panellist) -> bool:
    return hasattr(seat, "question") and seat.question.mailed_at is not None

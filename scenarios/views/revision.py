"""A panellist in the revision round: the spread without names, revise once or stay."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.public import sign_in_required
from scenarios.models import Panel, Panellist
from scenarios.panel_round_forms import OverallRevisionForm, RevisionForm
from scenarios.selectors.panel_revision import (
    AskedItem,
    asked_item_or_404,
    cited_choices,
    revision_initial,
    revision_list,
    revision_page,
)
from scenarios.selectors.panels import seat_or_404
from scenarios.services.errors import PanelRefused
from scenarios.services.panel_hours import resume_panel_clock
from scenarios.services.panel_people import refusal_to_rate
from scenarios.services.revising import revise_rating, stay_with, stay_with_the_rest
from scenarios.views.seats import refused_late
from scoring.public import Factor, framework_parts


@sign_in_required
def revision(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every item that is asked about; a POST says “I stay” of all that are left."""
    seat = seat_or_404(request.user, uuid)
    if request.method == "POST":
        try:
            stay_with_the_rest(seat=seat)
        except PanelRefused as refusal:
            return refused_late(request, seat, refusal)
        return redirect("panel_revision", uuid)
    if not seat.asked_again:
        return redirect("panel", uuid)
    if words := _refusal(seat):
        return refused_late(request, seat, PanelRefused(words))
    return render(request, "scenarios/panel_revision.html", revision_list(seat))


@sign_in_required
def revise(request: HttpRequest, uuid: UUID, stage: int, step: str) -> HttpResponse:
    """One item: the spread, and the form to revise it once or to stay."""
    seat = seat_or_404(request.user, uuid)
    if not seat.asked_again:
        return redirect("panel", uuid)
    if request.method != "POST" and seat.panel.state != Panel.State.REVISING:
        return redirect("panel", uuid)
    if words := _refusal(seat):
        return refused_late(request, seat, PanelRefused(words))
    item = asked_item_or_404(seat, stage, step)
    if request.method == "POST":
        return _answer(request, seat, item)
    if item.is_answered:
        return redirect("panel_revision", uuid)
    resume_panel_clock(seat)
    form = _form(seat, item, initial=revision_initial(seat, item))
    return render(request, "scenarios/panel_revise.html", revision_page(seat, item, form))


def _answer(request: HttpRequest, seat: Panellist, item: AskedItem) -> HttpResponse:
    form = _form(seat, item, data=request.POST)
    try:
        if "stay" in request.POST:
            seat = stay_with(seat=seat, stage=item.stage, factor=item.factor)
        elif form.is_valid():
            seat = revise_rating(
                seat=seat,
                stage=item.stage,
                factor=item.factor,
                rating=form.to_rating(),
                cited=form.to_cited(),
                interval=form.to_interval(),
            )
        else:
            page = revision_page(seat, item, form)
            return render(request, "scenarios/panel_revise.html", page)
    except PanelRefused as refusal:
        return refused_late(request, seat, refusal)
    return redirect("panel_revision", seat.panel.uuid)


def _form(seat: Panellist, item: AskedItem, **options: object) -> RevisionForm:
    version = seat.panel.case_version
    options |= {
        "factor": item.factor,
        "cited": cited_choices(item),
        "passages": version.passages.filter(stage__lte=item.stage),
    }
    if item.factor.kind == Factor.Kind.OVERALL:
        bands = framework_parts(version.framework_id).intervals
        return OverallRevisionForm(intervals=bands, **options)
    return RevisionForm(**options)


def _refusal(seat: Panellist) -> str | None:
    """Others' ratings are shown to nobody who has the case open as a trainee, or lost the role."""
    return refusal_to_rate(seat.panel, seat.person)

"""A panellist's own pages: the queue and, item by item, the trainee's form. Blind to all others."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from people.public import sign_in_required
from scenarios.forms import FactorForm, WrongToolForm
from scenarios.models import Panellist
from scenarios.panel_forms import PanelFactorForm, PanelOverallForm
from scenarios.selectors.assessments import ACTIONS, CHECK
from scenarios.selectors.panel_pages import (
    check_page,
    factor_of,
    next_url,
    plan_conflict,
    plan_page,
    plan_saved,
    queue_page,
    rating_initial,
    rating_page,
    saved_item,
    seat_url,
)
from scenarios.selectors.panel_sheets import SeatSheet, seat_sheet, stage_in_hand
from scenarios.selectors.panels import seat_or_404
from scenarios.services.errors import Incomplete, Missing, OlderRevision, PanelRefused
from scenarios.services.panel_hours import resume_panel_clock
from scenarios.services.panel_people import refusal_to_rate
from scenarios.services.panel_rating import (
    decline,
    save_panel_actions,
    save_panel_rating,
    say_wrong_tool,
    submit_panel_stage,
)
from scenarios.views.asked import AskedToCite, factor_or_404
from scenarios.views.assess import draw_again
from scoring.public import Factor, IntervalBand

# The fields of a panellist's pages that hold words of their own.
TYPED = ("reason", "text")


def queue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is recorded so far, each item with its receipt, and the way to the next."""
    page = queue_page(seat_or_404(request.user, uuid))
    return render(request, "scenarios/panel_queue.html", page)


@sign_in_required
def rate(request: HttpRequest, uuid: UUID, stage: int, step: str) -> HttpResponse:
    """One factor, or the overall level, beside the case file."""
    seat = seat_or_404(request.user, uuid)
    if request.method == "POST":
        return _save(request, seat, stage, step)
    sheet = _sheet_or_404(seat, stage)
    factor = factor_of(sheet, step)
    if away := _elsewhere(request, sheet):
        return away
    resume_panel_clock(seat)
    form = _form(factor, initial=rating_initial(sheet, factor))
    return render(request, "scenarios/assess.html", rating_page(sheet, step, form))


def _form(factor: Factor, **options: object) -> FactorForm:
    if factor.kind == Factor.Kind.OVERALL:
        bands = IntervalBand.objects.filter(framework=factor.framework_id)
        return PanelOverallForm(factor=factor, intervals=bands, **options)
    return PanelFactorForm(factor=factor, **options)


def _save(request: HttpRequest, seat: Panellist, stage: int, step: str) -> HttpResponse:
    _refuse_a_stage_to_come(seat, stage)
    factor = factor_or_404(seat.panel.case_version, step)
    form = _form(factor, data=request.POST)
    cite = AskedToCite(request.POST, seat.panel.case_version, stage)
    try:
        if not form.is_valid() or cite.unknown:
            page = rating_page(seat_sheet(seat, stage), step, form, unknown=cite.unknown)
            return draw_again(request, "scenarios/assess.html", page)
        row = save_panel_rating(
            seat=seat,
            stage=stage,
            factor=factor,
            rating=form.to_rating(),
            revision=form.revision_to_replace(),
            cite=cite.cite,
            interval=form.to_interval(),
        )
    except OlderRevision as conflict:
        page = rating_page(seat_sheet(seat, stage), step, form, conflict=conflict)
        return draw_again(request, "scenarios/assess.html", page)
    except PanelRefused as refusal:
        return refused_late(request, seat, refusal)
    if cite.cite is not None and not request.htmx:
        return redirect(f"{request.path}#{cite.cite.passage.anchor}")
    if "go" in request.POST or not request.htmx:
        return _go_on(request, seat_sheet(seat, stage), step)
    note = saved_item(row, factor, stage, cite.cite)
    return render(request, "scenarios/assess.html#saved", note)


@sign_in_required
def choose_actions(request: HttpRequest, uuid: UUID, stage: int) -> HttpResponse:
    """The risk management actions, each tied to a factor."""
    seat = seat_or_404(request.user, uuid)
    sheet = _sheet_or_404(seat, stage)
    if request.method != "POST":
        return _elsewhere(request, sheet) or render(
            request, "scenarios/actions.html", plan_page(sheet)
        )
    page = plan_page(sheet, request.POST)
    form = page["form"]
    if not form.is_valid():
        return draw_again(request, "scenarios/actions.html", page)
    try:
        plan = save_panel_actions(
            seat=seat, stage=stage, chosen=form.to_chosen(), revision=form.revision_to_replace()
        )
    except OlderRevision as conflict:
        page["conflict"] = plan_conflict(conflict, seat_sheet(seat, stage))
        return draw_again(request, "scenarios/actions.html", page)
    except PanelRefused as refusal:
        return refused_late(request, seat, refusal)
    if "go" in request.POST or not request.htmx:
        return _go_on(request, sheet, ACTIONS)
    note = {"revision": plan.actions_revision, "saved": plan_saved(plan)}
    return render(request, "scenarios/actions.html#saved", note)


@sign_in_required
def check_answers(request: HttpRequest, uuid: UUID, stage: int) -> HttpResponse:
    """Everything of a stage before it is locked; a POST locks it, once."""
    seat = seat_or_404(request.user, uuid)
    _refuse_a_stage_to_come(seat, stage)
    missing: Sequence[Missing] = ()
    if request.method == "POST":
        try:
            submit_panel_stage(seat=seat, stage=stage)
            return redirect("panel", uuid)
        except Incomplete as incomplete:
            missing = incomplete.missing
        except PanelRefused as refusal:
            return refused_late(request, seat, refusal)
    sheet = _sheet_or_404(seat, stage)
    return _elsewhere(request, sheet) or render(
        request, "scenarios/panel_check.html", check_page(sheet, missing)
    )


@sign_in_required
def decline_seat(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Leave the panel, without a reason."""
    seat = seat_or_404(request.user, uuid)
    if request.method == "POST":
        try:
            decline(seat=seat)
        except PanelRefused as refusal:
            return refused_late(request, seat, refusal)
        return redirect("panel", uuid)
    context = {"panel": seat.panel, "version": seat.panel.case_version, "seat": seat}
    return render(request, "scenarios/panel_decline.html", context)


@sign_in_required
def wrong_tool(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say why ARMS is not the tool; a POST finishes with that in place of every rating."""
    seat = seat_or_404(request.user, uuid)
    form = WrongToolForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            data = form.cleaned_data
            say_wrong_tool(seat=seat, ground=data["ground"], reason=data["text"])
            return redirect("panel", uuid)
        except PanelRefused as refusal:
            return refused_late(request, seat, refusal)
    context = {"panel": seat.panel, "version": seat.panel.case_version, "form": form}
    return _elsewhere(request, _sheet_or_404(seat, stage_in_hand(seat))) or render(
        request, "scenarios/panel_wrong_tool.html", context
    )


def _sheet_or_404(seat: Panellist, stage: int) -> SeatSheet:
    """The sheet of a stage; one that is not open yet answers as one that does not exist."""
    _refuse_a_stage_to_come(seat, stage)
    return seat_sheet(seat, stage)


def _refuse_a_stage_to_come(seat: Panellist, stage: int) -> None:
    if not 1 <= stage <= stage_in_hand(seat):
        raise Http404


def _elsewhere(request: HttpRequest, sheet: SeatSheet) -> HttpResponse | None:
    """Where a page that takes nothing any more leads: to the queue, or to the words why."""
    seat = sheet.seat
    ended = seat.finished_at is not None or seat.declined_at is not None
    if ended or sheet.is_locked or not seat.panel.is_open:
        return redirect("panel", seat.panel.uuid)
    if words := refusal_to_rate(seat.panel, seat.person):
        return refused_late(request, seat, PanelRefused(words))
    return None


def _go_on(request: HttpRequest, sheet: SeatSheet, step: str) -> HttpResponse:
    goes_back = request.POST.get("go") == CHECK
    url = seat_url(sheet.seat, sheet.stage, CHECK) if goes_back else next_url(sheet, step)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def refused_late(request: HttpRequest, seat: Panellist, refusal: PanelRefused) -> HttpResponse:
    """A late save: nothing was stored, said in words with what was typed, to copy."""
    context = {
        "message": str(refusal),
        "retry_url": reverse("panel", args=[seat.panel.uuid]),
        "typed": [text for name in TYPED if (text := request.POST.get(name, "").strip())],
    }
    template = "scenarios/assess.html#closed" if request.htmx else "409.html"
    return render(request, template, context, status=409)

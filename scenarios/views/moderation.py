"""Moderation sessions: choosing a group and a case, the wall factor by factor, and the notes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from people.public import User, require_role
from scenarios.models import ModerationSession
from scenarios.models.moderation import HOLDERS
from scenarios.moderation_forms import ChooseCaseForm, ChooseGroupForm, NoteForm
from scenarios.selectors.assess_pages import saved_words
from scenarios.selectors.moderation_groups import cases_done, groups_of
from scenarios.selectors.moderation_pages import (
    UnitSplit,
    closed_sessions_on,
    held_session_or_404,
    notes_of,
    session_or_404,
    session_rows,
    splits_of,
    unit_or_404,
)
from scenarios.selectors.moderation_wall import factor_page, next_url, session_page
from scenarios.services.errors import ModerationRefused, OlderRevision
from scenarios.services.moderation import close_session, open_session, save_note, too_few_words
from scenarios.services.moderation_people import refusal_of_case, refusal_of_holder
from scenarios.views.assess import draw_again

WALL = "scenarios/moderation/factor.html"


@require_role(*HOLDERS)
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions one may see, and the way to a new one."""
    rows = session_rows(request.user)
    context = {
        "mine": [row for row in rows if row.is_open and row.is_mine],
        "others": [row for row in rows if row.is_open and not row.is_mine],
        "closed": [row for row in rows if not row.is_open],
        "form": ChooseGroupForm(groups=groups_of(request.user)),
    }
    return render(request, "scenarios/moderation/sessions.html", context)


@require_role(*HOLDERS)
def new_session(request: HttpRequest) -> HttpResponse:
    """The cases that a group has done, the most split first; a POST opens a session on one."""
    groups = ChooseGroupForm(request.GET, groups=groups_of(request.user))
    if not groups.is_valid():
        context = {"form": groups, "group": None}
        return render(request, "scenarios/moderation/new.html", context)
    group = groups.cleaned_data["group"]
    cases = cases_done(group, request.user)
    data = request.POST if request.method == "POST" else None
    form = ChooseCaseForm(data, cases=cases, initial={"case": request.GET.get("case")})
    if form.is_valid():
        release = form.cleaned_data["case"].release
        try:
            session = open_session(by=request.user, group=group, release=release)
            return redirect("moderation_session", session.uuid)
        except ModerationRefused as refusal:
            form.add_error("case", str(refusal))
    context = {"form": form, "group": group, "cases": cases, "too_few": too_few_words()}
    return render(request, "scenarios/moderation/new.html", context)


@require_role(*HOLDERS)
def session(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All factors in the order of the wall while it is open; what was agreed on afterwards."""
    found = session_or_404(request.user, uuid)
    if words := _barred(request.user, found):
        return _refused(request, words)
    if not found.is_open:
        context = {"session": found, "notes": notes_of([found])}
        return render(request, "scenarios/moderation/summary.html", context)
    if found.held_by_id != request.user.pk:
        return render(request, "scenarios/moderation/under_way.html", {"session": found})
    return render(
        request, "scenarios/moderation/session.html", session_page(found, splits_of(found))
    )


@require_role(*HOLDERS)
def factor(request: HttpRequest, uuid: UUID, stage: int, code: str) -> HttpResponse:
    """One factor on the wall; a POST keeps what the group agreed on."""
    found = held_session_or_404(request.user, uuid)
    if words := _barred(request.user, found):
        return _refused(request, words)
    units = splits_of(found)
    unit = unit_or_404(units, stage, code)
    if request.method == "POST":
        return _save(request, found, units, unit)
    if not found.is_open:
        return redirect("moderation_session", uuid)
    return render(request, WALL, factor_page(found, units, unit, shown=_asked(request)))


def _save(
    request: HttpRequest, found: ModerationSession, units: list[UnitSplit], unit: UnitSplit
) -> HttpResponse:
    form = NoteForm(request.POST, factor=unit.factor)
    state: Mapping[str, Any] = {"form": form, "shown": _asked(request)}
    if not form.is_valid():
        return draw_again(request, WALL, factor_page(found, units, unit, **state))
    try:
        note = save_note(
            session=found,
            by=request.user,
            stage=unit.stage,
            factor=unit.factor,
            agreed=form.to_agreed(),
            revision=form.revision_to_replace(),
        )
    except OlderRevision as older:
        page = factor_page(found, units, unit, **state, conflict=older)
        return draw_again(request, WALL, page)
    except ModerationRefused as refusal:
        return _refused(request, str(refusal), found)
    if request.htmx and "go" not in request.POST:
        context = {"saved": saved_words(timezone.now()), "revision": note.revision}
        return render(request, f"{WALL}#saved", context)
    url = next_url(found, units, unit) if "go" in request.POST else request.get_full_path()
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


@require_role(*HOLDERS)
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was agreed on and what is still open, and the button that ends the session."""
    found = held_session_or_404(request.user, uuid)
    if request.method == "POST":
        try:
            close_session(session=found, by=request.user)
        except ModerationRefused as refusal:
            return _refused(request, str(refusal))
        return redirect("moderation_session", uuid)
    if words := _barred(request.user, found):
        return _refused(request, words)
    if not found.is_open:
        return redirect("moderation_session", uuid)
    return render(request, "scenarios/moderation/close.html", session_page(found, splits_of(found)))


@require_role(*HOLDERS)
def case_notes(request: HttpRequest, ref: str) -> HttpResponse:
    """What groups agreed on for a case, in every closed session that one may see."""
    found = closed_sessions_on(request.user, ref)
    if not found:
        raise Http404
    if words := _barred(request.user, found[0]):
        return _refused(request, words)
    version = found[0].release.case_version
    context = {"sessions": found, "version": version, "notes": notes_of(found)}
    return render(request, "scenarios/moderation/notes.html", context)


def _asked(request: HttpRequest) -> bool:
    return request.GET.get("panel") == "shown"


def _barred(user: User, found: ModerationSession) -> str | None:
    return refusal_of_case(found.release) or refusal_of_holder(user, found.release)


def _refused(
    request: HttpRequest, words: str, found: ModerationSession | None = None
) -> HttpResponse:
    """Nothing was stored or shown, said in words with the way to what there is."""
    back = reverse("moderation_session", args=[found.uuid]) if found else _list_url()
    template = (
        "scenarios/assess.html#closed" if request.htmx else "scenarios/moderation/refused.html"
    )
    return render(request, template, {"message": words, "retry_url": back}, status=409)


def _list_url() -> str:
    return reverse("moderation_sessions")

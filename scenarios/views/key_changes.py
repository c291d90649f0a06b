"""The keys of a case: those in use, proposing another, its dry run, approval and progress."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.public import require_role, too_late
from scenarios.change_forms import ApproverForm, ProposeForm, WhyForm
from scenarios.models import KeyChange, Panel, Use
from scenarios.selectors.dry_run_pages import groups_of, named_people, named_rows
from scenarios.selectors.key_changes import (
    key_change_or_404,
    keys_of_case,
    may_read_change,
    open_release_or_404,
    panel_to_propose_or_404,
    possible_approvers,
    scenario_of_keys_or_404,
)
from scenarios.selectors.panel_ratings import said_by_panel
from scenarios.selectors.workshop_links import way_back
from scenarios.services.key_changes import (
    approve_key,
    name_key_approver,
    propose_copied_key,
    propose_key,
    refuse_key,
    take_back_key,
)
from scenarios.services.key_people import may_propose, panel_of, panel_of_change
from scenarios.services.panel_people import APPROVERS, refusal_to_look
from scenarios.views.deciding import act_page, ask_again, is_at_work, is_still, sent


@require_role(*APPROVERS)
def case_keys(request: HttpRequest, ref: str) -> HttpResponse:
    """Which key is in force in which use, what is proposed, and the ways to another."""
    scenario = scenario_of_keys_or_404(request.user, ref)
    context = {
        "scenario": scenario,
        "keys": keys_of_case(request.user, scenario),
        **way_back(request.user, scenario),
    }
    return render(request, "scenarios/workshop/keys.html", context)


@require_role(*APPROVERS)
def propose(request: HttpRequest, ref: str, panel: UUID) -> HttpResponse:
    """Propose the key of a panel that rated the text again."""
    scenario = scenario_of_keys_or_404(request.user, ref)
    source = panel_to_propose_or_404(scenario, panel)
    if not may_propose(request.user, scenario, source):
        raise PermissionDenied
    page = {
        "title": _("Propose the new key of %(ref)s") % {"ref": ref},
        "words": _(
            "Nothing changes yet. You see how many would be judged otherwise, and a second person "
            "decides."
        ),
        "button": _("Propose and work out the dry run"),
    }
    act = partial(propose_key, panel=source, by=request.user)
    form = ProposeForm(sent(request), holders=possible_approvers(source, request.user))
    back = reverse("workshop_key", args=[ref])
    return act_page(request, act, page=page, back=back, form=form, then=_address)


@require_role(*APPROVERS)
def copy(request: HttpRequest, ref: str, release: UUID) -> HttpResponse:
    """Propose that the published text keeps the key of the text in use."""
    scenario = scenario_of_keys_or_404(request.user, ref)
    in_use = open_release_or_404(scenario, release)
    source = panel_of(in_use.key)
    if not may_propose(request.user, scenario, source):
        raise PermissionDenied
    page = {
        "title": _("Keep the key for a changed wording of %(ref)s") % {"ref": ref},
        "words": _(
            "Only where the change of words changes nothing that anybody would rate. The published "
            "text is frozen as the next version. Your judgement is kept with your name, and a "
            "second person decides. A paragraph more, less or moved needs a panel."
        ),
        "button": _("Propose the same key"),
    }
    act = partial(propose_copied_key, release=in_use, by=request.user)
    form = ProposeForm(sent(request), holders=possible_approvers(source, request.user))
    back = reverse("workshop_key", args=[ref])
    return act_page(request, act, page=page, back=back, form=form, then=_address)


@require_role(*APPROVERS)
def key_change(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """One proposal: what the dry run says, who decides, and how far the re-scoring has come."""
    change = _readable(request, ref, uuid)
    panel = panel_of_change(change)
    if words := _sitting(request, panel):
        return _late(request, ref, words)
    is_check = change.release.use == Use.CHECK
    context = {
        "change": change,
        "panel": panel,
        "scenario": change.case_version.scenario,
        **way_back(request.user, change.case_version.scenario),
        "groups": groups_of(change),
        "may_approve": change.is_open and request.user.pk == change.approver_id,
        "may_take_back": change.is_open and request.user.pk == change.proposed_by_id,
        "has_names": change.is_open and is_check and named_people(request.user).exists(),
        "at_work": is_at_work(change),
        "is_still": is_still(change),
        "here": request.path,
        "go_on": reverse("workshop_key_go_on", args=[ref, uuid]),
    }
    return render(request, "scenarios/workshop/key_change.html", context)


@require_role(*APPROVERS)
def said(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """What the panel behind a proposal said, by label and never by name."""
    change = _readable(request, ref, uuid)
    panel = panel_of_change(change)
    if panel is None:
        raise Http404
    if words := _sitting(request, panel):
        return _late(request, ref, words)
    context = {
        "panel": panel,
        "version": panel.case_version,
        "said": said_by_panel(panel),
        "is_approver": False,
        "of_change": change,
        "scenario": change.case_version.scenario,
        **way_back(request.user, change.case_version.scenario),
    }
    return render(request, "scenarios/panel_ratings.html", context)


@require_role(*APPROVERS)
def people(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Who of the people one leads would have another result in a check, by name."""
    change = _readable(request, ref, uuid)
    rows = named_rows(request.user, change, request.GET.get("page"))
    context = {
        "change": change,
        "scenario": change.case_version.scenario,
        **way_back(request.user, change.case_version.scenario),
        "rows": rows,
        "is_check": change.release.use == Use.CHECK,
    }
    return render(request, "scenarios/workshop/key_people.html", context)


@require_role(*APPROVERS)
def approve(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """What approving does, and the button that does it."""
    change = _decided_by(request, ref, uuid)
    words = _(
        "A new release opens with this key, and the old one is closed to new starts at once. "
        "Whoever has the case open finishes on what they began with."
    )
    if not change.is_copy:
        words += " " + _(
            "What was submitted is judged again in the background. Both results are kept, and each "
            "person sees both with the reason."
        )
    page = {"title": _("Approve the key"), "words": words, "button": _("Approve the key")}
    return _act(request, change, partial(approve_key, change=change, by=request.user), page)


@require_role(*APPROVERS)
def refuse(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Say no, with a word why."""
    change = _decided_by(request, ref, uuid)
    page = {
        "title": _("Refuse the key"),
        "words": _("The key that is in force stays, and nobody’s result changes."),
        "button": _("Refuse the key"),
    }
    act = partial(refuse_key, change=change, by=request.user)
    return _act(request, change, act, page, WhyForm(sent(request)))


@require_role(*APPROVERS)
def take_back(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Take a proposal back before it is decided."""
    change = _proposed_by(request, ref, uuid)
    page = {
        "title": _("Take the proposal back"),
        "words": _("The key that is in force stays. Another can be proposed afterwards."),
        "button": _("Take it back"),
    }
    act = partial(take_back_key, change=change, by=request.user)
    return _act(request, change, act, page, WhyForm(sent(request)))


@require_role(*APPROVERS)
def approver(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Name somebody else to approve."""
    change = _proposed_by(request, ref, uuid)
    holders = possible_approvers(panel_of_change(change), change.proposed_by)
    page = {
        "title": _("Name another approver"),
        "words": _("Whoever was named before has no part in it any more."),
        "button": _("Name this person"),
    }
    act = partial(name_key_approver, change=change, by=request.user)
    return _act(request, change, act, page, ApproverForm(sent(request), holders=holders))


@require_role(*APPROVERS)
@require_POST
def carry_on(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Let a worker take up what stands still."""
    change = _readable(request, ref, uuid)
    ask_again(change)
    return redirect("workshop_key_change", ref, uuid)


def _sitting(request: HttpRequest, panel: Panel | None) -> str | None:
    """Whoever has the case open as a trainee reads nothing of a key."""
    return refusal_to_look(panel, request.user) if panel is not None else None


def _late(request: HttpRequest, ref: str, words: str) -> HttpResponse:
    return too_late(request, words, back=reverse("workshop_key", args=[ref]))


def _readable(request: HttpRequest, ref: str, uuid: UUID) -> KeyChange:
    change = key_change_or_404(request.user, ref, uuid)
    if not may_read_change(request.user, change):
        raise PermissionDenied
    return change


def _decided_by(request: HttpRequest, ref: str, uuid: UUID) -> KeyChange:
    change = _readable(request, ref, uuid)
    if change.approver_id != request.user.pk:
        raise PermissionDenied
    return change


def _proposed_by(request: HttpRequest, ref: str, uuid: UUID) -> KeyChange:
    change = _readable(request, ref, uuid)
    panel = panel_of_change(change)
    is_own = change.proposed_by_id == request.user.pk
    if not is_own and not may_propose(request.user, change.case_version.scenario, panel):
        raise PermissionDenied
    return change


def _act(
    request: HttpRequest, change: KeyChange, act: Any, page: dict[str, Any], form: Any = None
) -> HttpResponse:
    ref = change.case_version.scenario.ref
    back = reverse("workshop_key_change", args=[ref, change.uuid])
    return act_page(request, act, page=page, back=back, form=form)


def _address(change: KeyChange) -> str:
    return reverse("workshop_key_change", args=[change.case_version.scenario.ref, change.uuid])

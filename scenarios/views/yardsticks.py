"""The yardstick: what is in force, proposing another, its dry run, the approval, the progress."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.public import require_role
from scenarios.change_forms import ApproverForm, ProposeForm, WhyForm
from scenarios.models import YardstickChange
from scenarios.selectors.dry_run_pages import groups_of
from scenarios.selectors.yardsticks import (
    framework_or_404,
    framework_rulers,
    no_reading_rows,
    possible_yardstick_approvers,
    refs_of,
    refuse_below_nation,
    ruler_of_change,
    yardstick_change_or_404,
)
from scenarios.services.yardstick_changes import (
    PARTS,
    approve_yardstick,
    name_yardstick_approver,
    propose_yardstick,
    refuse_yardstick,
    take_back_yardstick,
)
from scenarios.views.deciding import act_page, ask_again, is_at_work, is_still, sent


@require_role(*PARTS)
def yardsticks(request: HttpRequest) -> HttpResponse:
    """The yardstick of each framework, and what is proposed in its place."""
    refuse_below_nation(request.user)
    context = {"rulers": framework_rulers()}
    return render(request, "scenarios/workshop/yardsticks.html", context)


@require_role(*PARTS)
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Propose the yardstick that the keys in use make."""
    refuse_below_nation(request.user)
    framework = framework_or_404(code)
    page = {
        "title": _("Propose a yardstick"),
        "words": _(
            "It is worked out from the key of each case as it stands now. Nothing changes yet: you "
            "see how scores would move, and a second person decides."
        ),
        "button": _("Propose and work out the dry run"),
    }
    form = ProposeForm(sent(request), holders=possible_yardstick_approvers(request.user))
    act = partial(propose_yardstick, framework=framework, by=request.user)
    back = reverse("workshop_yardstick")
    return act_page(request, act, page=page, back=back, form=form, then=_address)


@require_role(*PARTS)
def yardstick_change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One proposal: how all scores would move, who decides, and how far it has come."""
    change = _of_nation(request, uuid)
    added, dropped = refs_of(change) if change.is_open else ([], [])
    context = {
        "change": change,
        "ruler": ruler_of_change(change),
        "groups": groups_of(change),
        "added": added,
        "dropped": dropped,
        "no_reading": no_reading_rows(change) if change.is_open else [],
        "may_approve": change.is_open and request.user.pk == change.approver_id,
        "may_take_back": change.is_open and request.user.pk != change.approver_id,
        "at_work": is_at_work(change),
        "is_still": is_still(change),
        "here": request.path,
        "go_on": reverse("workshop_yardstick_go_on", args=[uuid]),
    }
    return render(request, "scenarios/workshop/yardstick_change.html", context)


@require_role(*PARTS)
def approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What approving does, and the button that does it."""
    change = _decided_by(request, uuid)
    page = {
        "title": _("Approve the yardstick"),
        "words": _(
            "Every result on this framework is read on it, in the background. Both results are "
            "kept, and each person sees both with the reason."
        ),
        "button": _("Approve the yardstick"),
    }
    return _act(request, change, partial(approve_yardstick, change=change, by=request.user), page)


@require_role(*PARTS)
def refuse(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say no, with a word why."""
    change = _decided_by(request, uuid)
    page = {
        "title": _("Refuse the yardstick"),
        "words": _("The yardstick that is in force stays, and no score changes."),
        "button": _("Refuse the yardstick"),
    }
    act = partial(refuse_yardstick, change=change, by=request.user)
    return _act(request, change, act, page, WhyForm(sent(request)))


@require_role(*PARTS)
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a proposal back before it is decided."""
    change = _of_nation(request, uuid)
    page = {
        "title": _("Take the proposal back"),
        "words": _("The yardstick that is in force stays. Another can be proposed afterwards."),
        "button": _("Take it back"),
    }
    act = partial(take_back_yardstick, change=change, by=request.user)
    return _act(request, change, act, page, WhyForm(sent(request)))


@require_role(*PARTS)
def approver(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Name somebody else to approve."""
    change = _of_nation(request, uuid)
    holders = possible_yardstick_approvers(change.proposed_by)
    page = {
        "title": _("Name another approver"),
        "words": _("Whoever was named before has no part in it any more."),
        "button": _("Name this person"),
    }
    act = partial(name_yardstick_approver, change=change, by=request.user)
    return _act(request, change, act, page, ApproverForm(sent(request), holders=holders))


@require_role(*PARTS)
@require_POST
def carry_on(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a worker take up what stands still."""
    ask_again(_of_nation(request, uuid))
    return redirect("workshop_yardstick_change", uuid)


def _of_nation(request: HttpRequest, uuid: UUID) -> YardstickChange:
    refuse_below_nation(request.user)
    return yardstick_change_or_404(request.user, uuid)


def _decided_by(request: HttpRequest, uuid: UUID) -> YardstickChange:
    change = _of_nation(request, uuid)
    if change.approver_id != request.user.pk:
        raise PermissionDenied
    return change


def _act(
    request: HttpRequest,
    change: YardstickChange,
    act: Any,
    page: dict[str, Any],
    form: Any = None,
) -> HttpResponse:
    back = reverse("workshop_yardstick_change", args=[change.uuid])
    return act_page(request, act, page=page, back=back, form=form)


def _address(change: YardstickChange) -> str:
    return reverse("workshop_yardstick_change", args=[change.uuid])

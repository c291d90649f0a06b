"""One page for each act on a proposal: what it does, perhaps a form, and the button."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from people.public import too_late
from scenarios.models import KeyChange, YardstickChange
from scenarios.services.errors import CannotHavePart, Refused
from scenarios.services.freezing import NotReady
from scenarios.services.rescoring import ask_for_dry_run, go_on

# A worker that has done nothing for so long was stopped, or there is none.
STILL = timedelta(minutes=2)


def act_page(
    request: HttpRequest,
    act: Callable[..., Any],
    *,
    page: dict[str, Any],
    back: str,
    form: forms.Form | None = None,
    then: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Draw the page of an act, or do it and go back. What comes too late is said in words.

    ``then`` gives the address of what the act made, where that is what to look at next.
    """
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            made = act(**(form.cleaned_data if form else {}))
        except CannotHavePart as refusal:
            if form is None:
                return too_late(request, refusal, back=back)
            form.add_error("approver", str(refusal))
        except (Refused, NotReady) as refusal:
            return too_late(request, refusal, back=back)
        else:
            return redirect(then(made) if then else back)
    return render(request, "scenarios/workshop/act.html", {**page, "form": form, "back": back})


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also where that is nothing."""
    return request.POST if request.method == "POST" else None


def is_still(change: KeyChange | YardstickChange) -> bool:
    """Whether what a worker should be doing for a proposal has stood still for minutes."""
    if change.is_open:
        return is_at_work(change) and change.proposed_at < timezone.now() - STILL
    rescoring = change.rescoring
    if rescoring is None or rescoring.is_finished:
        return False
    return (rescoring.moved_at or rescoring.asked_at) < timezone.now() - STILL


def is_at_work(change: KeyChange | YardstickChange) -> bool:
    """Whether the page should look again by itself: something is being worked out."""
    if change.is_open:
        return change.figures is None and not getattr(change, "is_copy", False)
    return change.rescoring is not None and not change.rescoring.is_finished


def ask_again(change: KeyChange | YardstickChange) -> None:
    """Let a worker take up what was left undone; asking while one is at it doubles nothing."""
    if change.is_open:
        ask_for_dry_run(change)
    elif change.rescoring is not None and not change.rescoring.is_finished:
        go_on(change.rescoring)

"""A draft as a trainee meets it at each stage. No attempt is begun, and nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from people.public import require_role
from scenarios.selectors.assessments import ACTIONS, CHECK
from scenarios.selectors.previews import (
    Previewed,
    preview_actions,
    preview_check,
    preview_factor,
    preview_new_stage,
    preview_start,
    previewed_or_404,
)
from scenarios.selectors.reviews import readable_scenario_or_404
from scenarios.selectors.workshop_links import about
from scenarios.views.reviews import READERS


def _previewed(request: HttpRequest, ref: str, stage: int = 1) -> Previewed:
    return previewed_or_404(readable_scenario_or_404(request.user, ref), stage)


@require_role(*READERS)
def preview(request: HttpRequest, ref: str) -> HttpResponse:
    """What a trainee reads before they start."""
    seen = _previewed(request, ref)
    page = {**preview_start(seen), **about(request.user, seen.scenario)}
    return render(request, "scenarios/workshop/preview_start.html", page)


@require_role(*READERS)
def preview_stage(request: HttpRequest, ref: str, stage: int) -> HttpResponse:
    """What is new at a later stage; the first begins with its first factor."""
    seen = _previewed(request, ref, stage)
    if stage == 1:
        return redirect(seen.url(seen.steps[0]))
    return render(request, "scenarios/new_stage.html", preview_new_stage(seen))


@require_role(*READERS)
def preview_step(request: HttpRequest, ref: str, stage: int, step: str) -> HttpResponse:
    """One page of the form beside the file. What is sent to it is thrown away."""
    seen = _previewed(request, ref, stage)
    if request.method == "POST" and step in seen.steps:
        return _thrown_away(request, seen, step)
    if step == ACTIONS:
        return render(request, "scenarios/actions.html", preview_actions(seen))
    if step == CHECK:
        return render(request, "scenarios/check.html", preview_check(seen))
    return render(request, "scenarios/assess.html", preview_factor(seen, step))


def _thrown_away(request: HttpRequest, seen: Previewed, step: str) -> HttpResponse:
    """As the form goes on when it is real, without looking at what was sent."""
    if request.htmx and "go" not in request.POST:
        return HttpResponse(_("Preview: nothing is saved"))
    if "cite" in request.POST:
        return redirect(seen.url(step))
    address = seen.next_url if step == CHECK else seen.after(step)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)

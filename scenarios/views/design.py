"""The page of a design, for authors and reviewers. No other page shows any of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.public import require_role
from scenarios.design_forms import DesignForm
from scenarios.selectors.designs import design_of, may_read_design, may_write_design
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.selectors.reviews import readable_scenario_or_404
from scenarios.selectors.workshop_links import about
from scenarios.services.designing import save_design
from scenarios.services.errors import DesignRefused, OlderRevision
from scenarios.views.reviews import READERS


@require_role(*READERS)
def design(request: HttpRequest, ref: str) -> HttpResponse:
    """The designed level and the evidence for it, by factor and stage."""
    scenario = readable_scenario_or_404(request.user, ref)
    if not may_read_design(request.user, scenario):
        raise PermissionDenied
    may_write = may_write_design(request.user, scenario)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = DesignForm(data, design=design_of(scenario), draft=draft_in_hand(scenario))
    context = {**about(request.user, scenario), "form": form, "may_write": may_write}
    if not form.is_valid():
        return render(request, "scenarios/workshop/design.html", context)
    try:
        save_design(
            scenario=scenario,
            by=request.user,
            meant=form.to_meant(),
            revision=form.cleaned_data["revision"],
        )
    except DesignRefused as refusal:
        raise PermissionDenied from refusal
    except OlderRevision as conflict:
        form.add_error(None, str(conflict))
        return render(request, "scenarios/workshop/design.html", context, status=409)
    messages.success(request, _("The design is saved."))
    return redirect("workshop_design", ref)

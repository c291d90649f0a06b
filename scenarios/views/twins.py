"""A case and its matched twin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from people.public import require_role
from scenarios.models import Scenario
from scenarios.querysets import WRITERS
from scenarios.selectors.twins import differences, shifts, twin_of
from scenarios.selectors.workshop_links import about
from scenarios.services.duplicating import suggested_ref
from scenarios.services.twins import NoTwin, make_twin
from scenarios.twin_forms import TwinForm


@require_role(*WRITERS)
def twin_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The pair, where its texts differ and how it was rated; or the form that makes a twin."""
    scenario = get_object_or_404(Scenario.objects.visible_to(request.user), ref=ref)
    twin = twin_of(scenario)
    initial = {"ref": suggested_ref(ref)}
    form = TwinForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            make_twin(original=scenario, by=request.user, **form.cleaned_data)
            return redirect("workshop_twin", ref)
        except NoTwin as refusal:
            form.add_error(None, list(refusal.problems))
    context = {**about(request.user, scenario), "twin": twin, "form": form}
    if twin is not None:
        context |= {"differences": differences(twin), "shifts": shifts(twin, request.user)}
    return render(request, "scenarios/workshop/twin.html", context)

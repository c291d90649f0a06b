"""The author's page of a case, to be kept open beside the editor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.public import require_role
from scenarios.querysets import WRITERS
from scenarios.selectors.author_page import author_page
from scenarios.selectors.reviews import scenario_or_404


@require_safe
@require_role(*WRITERS)
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """The draft in hand with its health. htmx asks again, and gets nothing if nothing changed."""
    scenario = scenario_or_404(request.user, ref)
    if request.htmx and request.GET.get("since") == str(scenario.latest_revision_id):
        return HttpResponse(status=204)
    context = {"page": author_page(scenario, request.user), "scenario": scenario}
    template = "scenarios/workshop/case.html"
    return render(request, f"{template}#refreshed" if request.htmx else template, context)

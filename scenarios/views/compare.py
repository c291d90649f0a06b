"""Two texts of a case compared by word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.public import require_role
from scenarios.selectors.compared import (
    differences,
    text_or_404,
    texts_to_choose,
    usual_choice,
)
from scenarios.selectors.reviews import readable_scenario_or_404
from scenarios.selectors.workshop_links import about
from scenarios.views.reviews import READERS


@require_role(*READERS)
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """What came in and went out between two drafts or versions."""
    scenario = readable_scenario_or_404(request.user, ref)
    usual_before, usual_after = usual_choice(scenario)
    before = request.GET.get("from", usual_before)
    after = request.GET.get("to", usual_after)
    rows = differences(text_or_404(scenario, before), text_or_404(scenario, after))
    changed = [row for row in rows if row.has_changed]
    context = {
        **about(request.user, scenario),
        "texts": texts_to_choose(scenario),
        "before": before,
        "after": after,
        "changed": changed,
        "added": sum(row.added for row in changed),
        "removed": sum(row.removed for row in changed),
    }
    return render(request, "scenarios/workshop/compare.html", context)

"""The uses of a case, and taking it out of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.public import require_role
from scenarios.ending_forms import EndForm
from scenarios.querysets import WRITERS
from scenarios.selectors.releases import ReleaseLine, release_lines
from scenarios.selectors.reviews import scenario_or_404
from scenarios.selectors.workshop_links import about
from scenarios.services.ending import EndRefused, end_release, may_end


@require_role(*WRITERS)
def uses(request: HttpRequest, ref: str) -> HttpResponse:
    """Every release of a case; each that can go further out of use has a form to do it."""
    scenario = scenario_or_404(request.user, ref)
    lines = release_lines(scenario)
    asked = None
    refusal, status = "", 200
    if request.method == "POST":
        line = _asked_for(request, lines)
        asked = EndForm(request.POST, line=line)
        if asked.is_valid():
            try:
                end_release(release=line.release, to=asked.cleaned_data["to"], by=request.user)
                messages.success(request, _("Done. It is recorded that you did it, and when."))
                return redirect("workshop_uses", ref)
            except EndRefused as refused:
                refusal, status = str(refused), 409
                lines = release_lines(scenario)
    context = {
        **about(request.user, scenario),
        "rows": [(line, _form(line, asked)) for line in lines],
        "form": asked,
        "may_end": may_end(request.user, scenario),
        "refusal": refusal,
    }
    return render(request, "scenarios/workshop/uses.html", context, status=status)


def _asked_for(request: HttpRequest, lines: list[ReleaseLine]) -> ReleaseLine:
    wanted = request.POST.get("release", "")
    found = next((line for line in lines if str(line.release.uuid) == wanted), None)
    if found is None:
        raise Http404
    return found


def _form(line: ReleaseLine, asked: EndForm | None) -> EndForm | None:
    """The form of a release; the one that was sent stays as it was typed."""
    if not line.choices:
        return None
    if asked is not None and asked.data.get("release") == str(line.release.uuid):
        return asked
    return EndForm(line=line)

"""The page before a case: what it is, what it asks, and the button that begins it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.public import sign_in_required, too_late
from scenarios.selectors.assessments import release_of_case_or_404, visible_assessments
from scenarios.services.admission import may_start
from scenarios.services.assessing import start_assessment
from scenarios.services.errors import NotStartable


@sign_in_required
def case_page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what a case asks; a POST begins it, or goes on with the one that is open."""
    release = release_of_case_or_404(ref)
    if request.method == "POST":
        try:
            return redirect(
                "assessment", start_assessment(person=request.user, release=release).uuid
            )
        except NotStartable as refusal:
            return too_late(request, refusal, back=request.path)
    attempts = list(visible_assessments(request.user).filter(release=release))
    open_one = next((attempt for attempt in attempts if attempt.is_open), None)
    context = {
        "release": release,
        "version": release.case_version,
        "first_papers": sum(d["stage"] == 1 for d in release.case_version.documents),
        "open_assessment": open_one,
        "submitted": [attempt for attempt in attempts if attempt.is_submitted],
        "refusal": None if open_one else may_start(request.user, release),
    }
    return render(request, "scenarios/case_page.html", context)

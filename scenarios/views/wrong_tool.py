"""Ending a case with the words: ARMS is not the tool for it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.public import sign_in_required
from scenarios.forms import WrongToolForm
from scenarios.selectors.assessments import own_assessment_or_404
from scenarios.services.errors import AssessmentClosed
from scenarios.services.wrong_tool import stop_as_wrong_tool
from scenarios.views.leave import refused


@sign_in_required
def wrong_tool(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say why ARMS is not the tool; a POST submits that in place of every rating, once."""
    assessment = own_assessment_or_404(request.user, uuid)
    form = WrongToolForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            stop_as_wrong_tool(person=request.user, uuid=uuid, **form.cleaned_data)
            return redirect("feedback", uuid)
        except AssessmentClosed as refusal:
            return refused(request, refusal, uuid)
    if not assessment.may_be_read:
        return redirect("assessment", uuid)
    context = {"form": form, "assessment": assessment, "release": assessment.release}
    return render(request, "scenarios/wrong_tool.html", context)

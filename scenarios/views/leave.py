"""Leaving a case for a while or for good, in one click, unseen by others."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from people.public import sign_in_required, too_late
from scenarios.selectors.assessments import own_assessment_or_404
from scenarios.services.breaks import carry_on_after_stop, stop_assessment, take_break
from scenarios.services.errors import AssessmentClosed


@sign_in_required
def break_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A POST stops the clock; the page has nothing of the case on it."""
    assessment = own_assessment_or_404(request.user, uuid)
    if request.method == "POST":
        take_break(assessment=assessment)
        return redirect("assessment_break", uuid)
    if not assessment.is_open:
        return redirect("assessment", uuid)
    return render(request, "scenarios/break_page.html", {"assessment": assessment})


@sign_in_required
def stop_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A POST leaves the case for good; the page offers a way back for a slip of the hand."""
    assessment = own_assessment_or_404(request.user, uuid)
    if request.method == "POST":
        try:
            stop_assessment(assessment=assessment)
        except AssessmentClosed as refusal:
            return refused(request, refusal, assessment.uuid)
        return redirect("assessment_stop", uuid)
    if assessment.stopped_at is None:
        return redirect("assessment", uuid)
    return render(request, "scenarios/stop_page.html", {"assessment": assessment})


@sign_in_required
@require_POST
def carry_on(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a stop back."""
    assessment = own_assessment_or_404(request.user, uuid)
    try:
        carry_on_after_stop(assessment=assessment)
    except AssessmentClosed as refusal:
        return refused(request, refusal, assessment.uuid)
    return redirect("assessment", uuid)


def refused(request: HttpRequest, refusal: AssessmentClosed, uuid: UUID) -> HttpResponse:
    """A late act on one's own assessment, with the way to what is stored."""
    return too_late(request, refusal, back=reverse("assessment", args=[uuid]))

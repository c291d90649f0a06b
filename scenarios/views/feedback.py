"""The page after submitting: the receipt, and how the ratings compare with the panel's."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.public import sign_in_required
from scenarios.selectors.assessments import own_assessment_or_404
from scenarios.selectors.feedback import check_feedback, full_feedback, holds_levels_back


@sign_in_required
def feedback_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Feedback on one's own submitted assessment; before submitting there is none."""
    assessment = own_assessment_or_404(request.user, uuid)
    if not assessment.is_submitted:
        return redirect("assessment", uuid)
    if holds_levels_back(assessment.release):
        context = {"feedback": check_feedback(assessment)}
        return render(request, "scenarios/check_feedback.html", context)
    return render(request, "scenarios/feedback_page.html", {"feedback": full_feedback(assessment)})

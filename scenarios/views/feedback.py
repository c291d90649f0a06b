"""The page after submitting: the receipt, and how the ratings compare with the panel's."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.public import sign_in_required
from scenarios.selectors.assessments import own_assessment_or_404
from scenarios.selectors.feedback import (
    check_feedback,
    full_feedback,
    result_or_error,
)
from scenarios.selectors.kept_levels import holds_levels_back
from scenarios.selectors.wrong_tool import wrong_tool_feedback
from scenarios.services.disagreements import mark_answers_seen
from scenarios.services.rescoring import mark_judged_again_seen


@sign_in_required
def feedback_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Feedback on one's own submitted assessment; before submitting there is none."""
    assessment = own_assessment_or_404(request.user, uuid)
    if not assessment.is_submitted:
        return redirect("assessment", uuid)
    result = result_or_error(assessment)
    if request.method == "GET":
        mark_answers_seen(assessment)
        mark_judged_again_seen(assessment, result)
    held_back = holds_levels_back(assessment, result)
    if result.tool_right is not None:
        told = wrong_tool_feedback(assessment, result, held_back=held_back)
        return render(request, "scenarios/wrong_tool_feedback.html", {"feedback": told})
    if held_back:
        context = {"feedback": check_feedback(assessment, result)}
        return render(request, "scenarios/check_feedback.html", context)
    context = {"feedback": full_feedback(assessment, result)}
    return render(request, "scenarios/feedback_page.html", context)

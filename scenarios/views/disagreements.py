"""Those who still disagree, for trainers of the case's owner and the chair of its panel."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from people.public import has_role, sign_in_required, too_late
from scenarios.disagreement_forms import ReplyForm
from scenarios.models import Disagreement
from scenarios.querysets import WRITERS
from scenarios.selectors.disagreement_pages import answering_page, to_answer_or_404
from scenarios.selectors.disagreements import answers_for_any, case_counts, queue_of, queue_row
from scenarios.selectors.panels import panel_of
from scenarios.services.disagreements import (
    DisagreementRefused,
    TellsTheKey,
    answer_disagreement,
)
from scenarios.services.readers import note_reader
from scenarios.views.asked import case_asked_for

ON_A_PAGE = 50


@sign_in_required
def queue(request: HttpRequest) -> HttpResponse:
    """The queue, of all cases or of one; what waits, or what was answered."""
    if not answers_for_any(request.user):
        raise PermissionDenied
    ref, is_answered = case_asked_for(request.GET, "case"), request.GET.get("show") == "answered"
    rows = queue_of(request.user).filter(reply__isnull=not is_answered)
    if ref:
        rows = rows.filter(assessment__release__case_version__scenario__ref__iexact=ref)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [queue_row(said) for said in page],
        "cases": case_counts(request.user),
        "ref": ref,
        "is_answered": is_answered,
        "is_guest": not has_role(request.user, *WRITERS),
    }
    return render(request, "scenarios/workshop/disagreements.html", context)


@sign_in_required
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One of them beside what the panel said, with the form that answers it."""
    if not answers_for_any(request.user):
        raise PermissionDenied
    said = to_answer_or_404(request.user, uuid)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_disagreement(disagreement=said, by=request.user, **form.cleaned_data)
            return redirect(f"{reverse('workshop_disagreement', args=[uuid])}#answer")
        except TellsTheKey as refusal:
            form.add_error("text", str(refusal))
        except DisagreementRefused as refusal:
            return too_late(request, refusal, back=request.path)
    return _answering(request, said, form)


def _answering(request: HttpRequest, said: Disagreement, form: ReplyForm) -> HttpResponse:
    # What the panel said stands on this page, so whoever has it open is checked on it no more.
    note_reader(panel=panel_of(said.assessment.release.key_id), person=request.user)
    is_guest = not has_role(request.user, *WRITERS)
    context = {"page": answering_page(said), "form": form, "is_guest": is_guest}
    return render(request, "scenarios/workshop/disagreement.html", context)

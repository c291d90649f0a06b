"""Those who still disagree, for trainers of the case's owner and the chair of its panel."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from people.public import has_role, sign_in_required, too_late
from scenarios.disagreement_forms import KeyStandsForm, ReplyForm
from scenarios.models import Disagreement
from scenarios.querysets import WRITERS
from scenarios.selectors.disagreement_pages import answering_page, to_answer_or_404
from scenarios.selectors.disagreements import answers_for_any, case_counts, queue_of, queue_row
from scenarios.selectors.panels import panel_of
from scenarios.selectors.promises import WAITS_FOR_LOOK, waits_for_look
from scenarios.services.disagreements import (
    DisagreementRefused,
    TellsTheKey,
    answer_disagreement,
)
from scenarios.services.key_stands import say_key_stands
from scenarios.services.readers import note_reader
from scenarios.views.asked import case_asked_for

ON_A_PAGE = 50

SHOWN = {
    "": Q(reply__isnull=True),
    "promised": WAITS_FOR_LOOK,
    "answered": Q(reply__isnull=False),
}
"""The groups of the queue, by what an address says."""

ACTS = {"": (ReplyForm, answer_disagreement), "stands": (KeyStandsForm, say_key_stands)}
"""What can be sent from the page of one, by what the form says."""


@sign_in_required
def queue(request: HttpRequest) -> HttpResponse:
    """The queue, of all cases or of one: what waits for an answer or a look, or was answered."""
    if not answers_for_any(request.user):
        raise PermissionDenied
    ref, show = case_asked_for(request.GET, "case"), request.GET.get("show", "")
    show = show if show in SHOWN else ""
    rows = queue_of(request.user).filter(SHOWN[show])
    if ref:
        rows = rows.filter(assessment__release__case_version__scenario__ref__iexact=ref)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": urlencode({name: to for name, to in (("case", ref), ("show", show)) if to}),
        "rows": [queue_row(said) for said in page],
        "cases": case_counts(request.user, SHOWN[show]),
        "ref": ref,
        "show": show,
        "is_guest": not has_role(request.user, *WRITERS),
    }
    return render(request, "scenarios/workshop/disagreements.html", context)


@sign_in_required
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One of them beside what the panel said, with the form that answers it or keeps a promise."""
    if not answers_for_any(request.user):
        raise PermissionDenied
    said = to_answer_or_404(request.user, uuid)
    if request.method != "POST":
        return _answering(request, said)
    form_class, act = ACTS.get(request.POST.get("act", ""), ACTS[""])
    form = form_class(request.POST)
    if form.is_valid():
        try:
            act(disagreement=said, by=request.user, **form.cleaned_data)
            return redirect(f"{reverse('workshop_disagreement', args=[uuid])}#answer")
        except TellsTheKey as refusal:
            form.add_error("text", str(refusal))
        except DisagreementRefused as refusal:
            return too_late(request, refusal, back=request.path)
    return _answering(request, said, form)


def _answering(
    request: HttpRequest, said: Disagreement, sent: forms.Form | None = None
) -> HttpResponse:
    # What the panel said stands on this page, so whoever has it open is checked on it no more.
    note_reader(panel=panel_of(said.assessment.release.key_id), person=request.user)
    fitting = KeyStandsForm if waits_for_look(said) else ReplyForm
    context = {
        "page": answering_page(said),
        # A form of before somebody answered is drawn no more.
        "form": sent if isinstance(sent, fitting) else fitting(),
        "is_guest": not has_role(request.user, *WRITERS),
    }
    return render(request, "scenarios/workshop/disagreement.html", context)

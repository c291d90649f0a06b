"""The health of a case, for its owner's trainers, and the chair and approver of its panel."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from people.public import require_role, too_late
from scenarios.selectors import case_health as pages
from scenarios.selectors.disagreements import answers_for_any
from scenarios.selectors.health_subjects import MAY_LOOK, health_subject_or_404
from scenarios.selectors.workshop_links import way_back
from scenarios.services.errors import PanelRefused
from scenarios.services.health import keep_reasons
from scenarios.services.readers import note_reader


@require_safe
@require_role(*MAY_LOOK)
def case_health(request: HttpRequest, ref: str, key: UUID | None = None) -> HttpResponse:
    """What the panel says of itself at once, and what use says later; before a panel, that."""
    subject = health_subject_or_404(request.user, ref, key)
    context = {
        "subject": subject,
        "scenario": subject.scenario,
        **way_back(request.user, subject.scenario),
    }
    if (one := subject.chosen) is not None:
        try:
            # The key stands on this page: whoever has read it is checked on the case no more.
            note_reader(panel=one.panel, person=request.user)
        except PanelRefused as refusal:
            return too_late(request, refusal, back=reverse("case", args=[ref]))
        health = pages.case_health(one, with_panellists=subject.runs_panel, may_ask=subject.may_ask)
        keep_reasons(key=one.key, reasons=health.kept, people=health.people)
        context |= {"health": health, "may_answer": answers_for_any(request.user)}
    return render(request, "scenarios/workshop/case_health.html", context)

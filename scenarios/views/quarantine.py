"""Where administrators look at texts that were reported, and release or erase them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people.public import Role, require_role, too_late
from scenarios.models import Report
from scenarios.services.errors import Refused
from scenarios.services.quarantine import erase_text, look_at_text, release_text

SHOWN_DECIDED = 50


@require_role(Role.ADMINISTRATOR)
def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first, and what was decided last."""
    reports = Report.objects.visible_to(request.user)
    decided = reports.exclude(state=Report.State.HELD).order_by("-decided_at")
    context = {
        "waiting": reports.filter(state=Report.State.HELD),
        "decided": decided[:SHOWN_DECIDED],
    }
    return render(request, "scenarios/quarantine.html", context)


@require_role(Role.ADMINISTRATOR)
def quarantined_text(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One report. The text itself is shown only to a POST, since looking at it is recorded."""
    report = get_object_or_404(Report.objects.visible_to(request.user), uuid=uuid)
    context = {"report": report}
    act = request.POST.get("act")
    try:
        if act == "look" and report.state == Report.State.HELD:
            context["text"] = look_at_text(report=report, by=request.user)
        elif act == "release":
            release_text(report=report, by=request.user)
            messages.success(request, _("The text is back where it was."))
            return redirect("quarantine")
        elif act == "erase":
            erase_text(report=report, by=request.user)
            messages.success(request, _("The text is erased."))
            return redirect("quarantine")
    except Refused as refusal:
        return too_late(request, refusal)
    return render(request, "scenarios/quarantined_text.html", context)

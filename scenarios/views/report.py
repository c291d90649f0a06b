"""Reporting that a text holds real data, from the pages where the text stands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.public import sign_in_required
from scenarios.forms import ReportForm
from scenarios.selectors.assessments import own_assessment_or_404
from scenarios.selectors.reportable import reportable_texts
from scenarios.services.errors import Refused
from scenarios.services.quarantine import report_text


@sign_in_required
def report_real_data(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The texts of an assessment in one list; a POST keeps the chosen one back from everybody."""
    assessment = own_assessment_or_404(request.user, uuid)
    form = ReportForm(request.POST or None, texts=reportable_texts(assessment))
    if form.is_valid():
        try:
            report_text(person=request.user, **form.to_report())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _(
                    "Thank you. The text is kept back from everybody now, you included, until an "
                    "administrator has looked at it."
                ),
            )
            return redirect("assessment", uuid)
    context = {"form": form, "assessment": assessment}
    return render(request, "scenarios/report_real_data.html", context)

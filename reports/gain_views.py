"""The page on whether courses worked, and the same rows as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.public import Role, require_role
from reports.access import led_organisation_or_404
from reports.files import Answer, FileFormat, file_response
from reports.gain import gain_sheet, gains_of
from scoring.public import METHOD_VERSION

for_leads = require_role(Role.FORCE_LEAD)


@require_safe
@for_leads
def gain(request: HttpRequest, code: str) -> HttpResponse:
    """Gain and what is left of it, course by course. Nobody is named, so nothing is recorded."""
    organisation = led_organisation_or_404(request.user, code)
    context = {
        "organisation": organisation,
        "title": _("Did the course work?"),
        "today": timezone.localdate(),
        "method": METHOD_VERSION,
        "editions": gains_of(organisation, request.user),
        "files": [
            {"name": each.name, "url": reverse("report_gain_file", args=[code, each])}
            for each in FileFormat
        ],
    }
    return render(request, "reports/gain.html", context)


@require_safe
@for_leads
def gain_file(request: HttpRequest, code: str, file_format: FileFormat) -> Answer:
    """The rows of all tables of the page as a file."""
    organisation = led_organisation_or_404(request.user, code)
    sheet = gain_sheet(gains_of(organisation, request.user))
    return file_response(organisation=organisation, sheet=sheet, file_format=file_format)

"""The courses of a lead's people, and the same rows as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.public import Organisation, Role, record_event, require_role
from reports.access import led_organisation_or_404
from reports.courses import (
    ShowCourses,
    course_sheet,
    course_table,
    courses_page,
    people_shown,
)
from reports.files import Answer, FileFormat, file_response

for_leads = require_role(Role.FORCE_LEAD)


@require_safe
@for_leads
def courses(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody by name, fifty to a page. That the lead looked is recorded."""
    organisation = led_organisation_or_404(request.user, code)
    show = _show(request)
    page = courses_page(organisation, show, request.GET.get("page"))
    _record(request, organisation, "named_results.viewed", show)
    query = "" if show == ShowCourses.ALL else f"?show={show}"
    context: dict[str, Any] = {
        "organisation": organisation,
        "today": timezone.localdate(),
        "table": course_table(page.object_list),
        "filters": [(each, each.label) for each in ShowCourses],
        "show": show,
        "n": page.paginator.count,
        "page": page,
        "files": [
            {"name": each.name, "url": reverse("report_courses_file", args=[code, each]) + query}
            for each in FileFormat
        ],
    }
    return render(request, "reports/courses.html", context)


@require_safe
@for_leads
def courses_file(request: HttpRequest, code: str, file_format: FileFormat) -> Answer:
    """The rows of every page as a file. That the lead took them is recorded."""
    organisation = led_organisation_or_404(request.user, code)
    show = _show(request)
    sheet = course_sheet(people_shown(organisation, show))
    _record(request, organisation, "named_results.exported", show, format=str(file_format))
    return file_response(organisation=organisation, sheet=sheet, file_format=file_format)


def _show(request: HttpRequest) -> ShowCourses:
    asked = request.GET.get("show", "")
    return ShowCourses(asked) if asked in list(ShowCourses) else ShowCourses.ALL


def _record(
    request: HttpRequest, organisation: Organisation, name: str, show: ShowCourses, **more: str
) -> None:
    record_event(
        name=name,
        organisation=organisation,
        actor=request.user,
        payload={"page": "courses", "show": str(show), **more},
    )

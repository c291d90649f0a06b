"""A lead's report: each page asks whose organisation it is, makes rows, and dresses them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.public import CannotAssign, assign_check
from people.public import Organisation, Role, organisations_led_by, record_event, require_role
from reports.access import led_organisation_or_404
from reports.accuracy import By, accuracy_sheet, accuracy_tables, figures_of, yardstick_words
from reports.consistency import (
    consistency_of,
    consistency_sheet,
    consistency_tables,
    leaning_words,
    reliability_words,
)
from reports.courses import courses_of, who_has_done_courses
from reports.files import Answer, FileFormat, file_response
from reports.forms import AssignCheckForm
from reports.moderation import way_to_moderation
from reports.progress import progress_of
from reports.progress_tables import (
    Show,
    people_shown,
    progress_page,
    progress_rows,
    progress_sheet,
    progress_tables,
)
from reports.summary import enough_to_suggest, how_well, suggestion, who_has_done_it
from scoring.public import METHOD_VERSION

for_leads = require_role(Role.FORCE_LEAD)


@require_safe
@for_leads
def index(request: HttpRequest) -> HttpResponse:
    """Straight to the report where there is one; a list where somebody leads several."""
    organisations = list(organisations_led_by(request.user))
    if len(organisations) == 1:
        return redirect("report", code=organisations[0].code)
    return render(request, "reports/index.html", {"organisations": organisations})


@require_safe
@for_leads
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Three sentences, and the ways to the rows behind them."""
    organisation = led_organisation_or_404(request.user, code)
    figures = figures_of(organisation, request.user)
    well = how_well(figures.checks)
    people = progress_of(organisation)
    kinds = [(_("risk ratings"), well.risk), (_("protective ratings"), well.protective)]
    context = {
        "done": who_has_done_it(people),
        "well": well,
        "kinds": [(words, accuracy) for words, accuracy in kinds if accuracy],
        "suggestion": suggestion(figures, people),
        "nothing_stands_out": enough_to_suggest(figures),
        "courses": who_has_done_courses(courses_of(organisation)),
        "progress_url": reverse("report_progress", args=[code]),
        "courses_url": reverse("report_courses", args=[code]),
        "factor_url": reverse("report_accuracy_by_factor", args=[code]),
        "case_url": reverse("report_accuracy_by_case", args=[code]),
    }
    return _render(request, "reports/overview.html", organisation, context)


@require_safe
@for_leads
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody by name. That the lead looked is recorded."""
    organisation = led_organisation_or_404(request.user, code)
    show = _show(request)
    page = progress_page(organisation, show, request.GET.get("page"))
    rows = progress_rows(page.object_list, organisation)
    _record(request, organisation, "named_results.viewed", show)
    context = {
        "tables": progress_tables(rows),
        "filters": [(each, each.label) for each in Show],
        "show": show,
        "n": page.paginator.count,
        "page": page,
        "files": _files("report_progress_file", code, "" if show == Show.ALL else f"?show={show}"),
    }
    return _render(request, "reports/progress.html", organisation, context)


@require_safe
@for_leads
def progress_file(request: HttpRequest, code: str, file_format: FileFormat) -> Answer:
    """The rows of the progress page as a file. That the lead took them is recorded."""
    organisation = led_organisation_or_404(request.user, code)
    show = _show(request)
    sheet = progress_sheet(progress_rows(people_shown(organisation, show), organisation))
    _record(request, organisation, "named_results.exported", show, format=str(file_format))
    return file_response(organisation=organisation, sheet=sheet, file_format=file_format)


@require_safe
@for_leads
def accuracy(request: HttpRequest, code: str, by: By) -> HttpResponse:
    """Where ratings differ from the panel: factor by factor, or case by case."""
    organisation = led_organisation_or_404(request.user, code)
    context = {
        "title": by.title,
        "tables": accuracy_tables(by, figures_of(organisation, request.user)),
        "yardstick": yardstick_words(organisation),
        "files": _files(f"report_accuracy_by_{by}_file", code),
        "progress_url": reverse("report_progress", args=[code]),
    }
    return _render(request, "reports/accuracy.html", organisation, context)


@require_safe
@for_leads
def accuracy_file(request: HttpRequest, code: str, by: By, file_format: FileFormat) -> Answer:
    """The rows of the page as a file."""
    organisation = led_organisation_or_404(request.user, code)
    sheet = accuracy_sheet(by, figures_of(organisation, request.user))
    return file_response(organisation=organisation, sheet=sheet, file_format=file_format)


@require_safe
@for_leads
def consistency(request: HttpRequest, code: str) -> HttpResponse:
    """How far people agree with one another, factor by factor and case by case."""
    organisation = led_organisation_or_404(request.user, code)
    found = consistency_of(organisation, request.user)
    context = {
        "title": _("Consistency"),
        "tables": consistency_tables(found),
        "sentences": [leaning_words(found.leaning), reliability_words(found.reliability)],
        "moderation": way_to_moderation(organisation, request.user, found),
        "files": _files("report_consistency_file", code),
    }
    return _render(request, "reports/consistency.html", organisation, context)


@require_safe
@for_leads
def consistency_file(request: HttpRequest, code: str, file_format: FileFormat) -> Answer:
    """The rows of the page as a file."""
    organisation = led_organisation_or_404(request.user, code)
    sheet = consistency_sheet(consistency_of(organisation, request.user))
    return file_response(organisation=organisation, sheet=sheet, file_format=file_format)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Ask people to sit a check by a date."""
    organisation = led_organisation_or_404(request.user, code)
    form = AssignCheckForm(
        request.POST if request.method == "POST" else None, organisation=organisation
    )
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _assigned(request, form))
            return redirect(f"{reverse('report_progress', args=[code])}?show={Show.ASSIGNED}")
        except CannotAssign as refused:
            for words in refused.reasons:
                form.add_error(None, words)
    return _render(request, "reports/assign.html", organisation, {"form": form})


def _assigned(request: HttpRequest, form: AssignCheckForm) -> str:
    """Assign the check, and say what was done."""
    people, release = form.people_asked(), form.cleaned_data["release"]
    due_on = form.cleaned_data["due_on"]
    new = assign_check(people=people, release=release, due_on=due_on, assigned_by=request.user)
    facts = {
        "n": new,
        "ref": release.case_version.scenario.ref,
        "due": date_format(due_on),
        "before": len(people) - new,
    }
    sentences = []
    if new:
        sentences.append(
            ngettext(
                "%(n)d person is now assigned %(ref)s, due on %(due)s.",
                "%(n)d people are now assigned %(ref)s, due on %(due)s.",
                new,
            )
        )
    if facts["before"]:
        sentences.append(
            ngettext(
                "%(before)d person had been assigned %(ref)s before and keeps their date.",
                "%(before)d people had been assigned %(ref)s before and keep their dates.",
                facts["before"],
            )
        )
    return " ".join(sentences) % facts


def _show(request: HttpRequest) -> Show:
    asked = request.GET.get("show", "")
    return Show(asked) if asked in list(Show) else Show.ALL


def _record(
    request: HttpRequest, organisation: Organisation, name: str, show: Show, **more: str
) -> None:
    record_event(
        name=name,
        organisation=organisation,
        actor=request.user,
        payload={"page": "progress", "show": str(show), **more},
    )


def _files(name: str, code: str, query: str = "") -> list[dict[str, str]]:
    """The links to the files of a page, one for each format."""
    return [
        {"name": each.name, "url": reverse(name, args=[code, each]) + query} for each in FileFormat
    ]


def _render(
    request: HttpRequest, template: str, organisation: Organisation, context: dict[str, Any]
) -> HttpResponse:
    return render(
        request,
        template,
        {
            "organisation": organisation,
            "today": timezone.localdate(),
            "method": METHOD_VERSION,
            **context,
        },
    )

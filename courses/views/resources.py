"""Research, glossary, events, support lines and teaching notes, for everybody who is signed in."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.calendar_file import TimedEvent, calendar_file
from courses.models import ResearchBriefing, SupportLine, TrainingEvent
from courses.search_forms import NotesForm, SearchForm
from courses.selectors.resources import (
    READERS_OF_NOTES,
    asked_for,
    briefing_parts,
    calendar_entries,
    event_rows,
    glossary_letters,
    library_rows,
    resource_counts,
    support_rows,
)
from courses.services.support_lines import CHECKERS, check_support_line
from people.public import has_role, require_role, sign_in_required
from scenarios.public import note_choices, notes_readable_by

NOTES_ON_A_PAGE = 25


@require_safe
@sign_in_required
def index(request: HttpRequest) -> HttpResponse:
    """What there is, with the search."""
    reads_notes = has_role(request.user, *READERS_OF_NOTES)
    context = {
        "form": SearchForm(reads_notes=reads_notes),
        "counts": resource_counts(),
        "reads_notes": reads_notes,
        "writes": has_role(request.user, *CHECKERS),
    }
    return render(request, "courses/resources/index.html", context)


@require_safe
@sign_in_required
def briefings(request: HttpRequest) -> HttpResponse:
    """All research briefings."""
    context = {"briefings": ResearchBriefing.objects.published()}
    return render(request, "courses/resources/briefings.html", context)


@require_safe
@sign_in_required
def briefing(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them. What is not published answers as what does not exist."""
    found = get_object_or_404(ResearchBriefing.objects.published(), slug=slug)
    context = {"briefing": found, "parts": briefing_parts(found)}
    return render(request, "courses/resources/briefing.html", context)


@require_safe
@sign_in_required
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term, from A to Z."""
    return render(request, "courses/resources/glossary.html", {"letters": glossary_letters()})


@require_safe
@sign_in_required
def events(request: HttpRequest) -> HttpResponse:
    """The events that are still to come."""
    context = {"rows": event_rows(TrainingEvent.objects.to_come())}
    return render(request, "courses/resources/events.html", context)


@require_safe
@sign_in_required
def events_calendar(request: HttpRequest) -> HttpResponse:
    """All events to come as a file for a calendar."""
    return _calendar(calendar_entries(TrainingEvent.objects.to_come()), "events.ics")


@require_safe
@sign_in_required
def event_calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One of them."""
    event = get_object_or_404(TrainingEvent.objects.to_come(), uuid=uuid)
    return _calendar(calendar_entries([event]), "event.ics")


def _calendar(entries: list[TimedEvent], filename: str) -> HttpResponse:
    return HttpResponse(
        calendar_file(entries, name=_("ARMS training events")),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


@require_safe
@sign_in_required
def support_lines(request: HttpRequest) -> HttpResponse:
    """Whom to talk to; those who look after the lines are told which to check again."""
    rows = support_rows(timezone.localdate())
    checks = has_role(request.user, *CHECKERS)
    context = {
        "rows": rows,
        "checks": checks,
        "waiting": [row.line for row in rows if row.is_to_be_checked] if checks else [],
    }
    return render(request, "courses/resources/support_lines.html", context)


@require_POST
@require_role(*CHECKERS)
def support_line_checked(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep that somebody checked a line today."""
    try:
        line = check_support_line(by=request.user, uuid=uuid)
    except SupportLine.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("%(line)s: checked today.") % {"line": line.name})
    return redirect(f"{reverse('support_lines')}#line-{line.uuid}")


@require_safe
@require_role(*READERS_OF_NOTES)
def teaching_notes(request: HttpRequest) -> HttpResponse:
    """What groups agreed on in moderation sessions, of a factor or a case."""
    notes = notes_readable_by(request.user)
    factors, refs = note_choices(notes)
    form = NotesForm(request.GET, factors=factors, refs=refs)
    form.is_valid()
    found = asked_for(notes, factor=form.cleaned_data["factor"], ref=form.cleaned_data["case"])
    page = Paginator(found, NOTES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "query": urlencode({name: asked for name, asked in form.cleaned_data.items() if asked}),
        "notes": library_rows(page),
        "has_any": bool(refs),
        "asks": any(form.cleaned_data.values()),
    }
    return render(request, "courses/resources/teaching_notes.html", context)

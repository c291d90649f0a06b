"""A roster: the upload, its dry run in pages, the confirmation, and how far it has come."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import require_role, too_late
from people.models import RosterProgress, RosterUpload
from people.roster.authority import UPLOADERS, authority_of
from people.roster.columns import COLUMNS
from people.roster.plan import GROUPS
from people.roster.problems import BadRoster
from people.roster.template import CONTENT_TYPES, template_file
from people.roster.words import counts_of, done_words, is_overdue, new_cohorts_of, shown
from people.roster_forms import ConfirmForm, RosterForm
from people.services.roster import (
    RosterRefused,
    cancel_roster,
    confirm_roster,
    go_on_with_roster,
    upload_roster,
)
from people.services.roster_progress import is_progress_said

ROWS_SHOWN = 50
COHORTS_SHOWN = 100
UPLOADS_SHOWN = 10
OVERDUE = "overdue"
# A worker that has done nothing for so long was stopped, or there is none.
STILL = timedelta(minutes=2)


@require_role(*UPLOADERS)
def roster(request: HttpRequest) -> HttpResponse:
    """Choose a file. What is wrong with it is listed by line; otherwise its dry run follows."""
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    problems: list[str] = []
    if form.is_valid():
        try:
            upload = upload_roster(
                content=form.cleaned_data["file"].read(),
                by=request.user,
                absent_leave=form.cleaned_data["absent_leave"],
            )
            return redirect("roster_upload", upload.uuid)
        except BadRoster as refusal:
            problems = refusal.shown
            form.add_error("file", _("Nothing was done. Correct the file and upload it again."))
    context = {
        "form": form,
        "errors": [{"href": "#id_file", "text": words} for words in problems],
        "columns": COLUMNS,
        "uploads": RosterUpload.objects.visible_to(request.user)[:UPLOADS_SHOWN],
        "is_administrator": authority_of(request.user).is_administrator,
    }
    return render(request, "people/roster/roster.html", context)


@require_role(*UPLOADERS)
@require_safe
def roster_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The file to fill in."""
    if kind not in CONTENT_TYPES:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="roster.{kind}"'}
    return HttpResponse(template_file(kind), content_type=CONTENT_TYPES[kind], headers=headers)


@require_role(*UPLOADERS)
@require_safe
def roster_upload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One upload: what it would change, how far it is, or what it has changed."""
    upload = _own(request, uuid)
    return _page(request, upload, ConfirmForm(leaving=upload.counts.get("leaves", 0)))


@require_role(*UPLOADERS)
@require_POST
def roster_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Apply what the dry run showed, if it is still so."""
    upload = _own(request, uuid)
    form = ConfirmForm(request.POST, leaving=upload.counts.get("leaves", 0))
    if upload.state == RosterUpload.State.PLANNED and not form.is_valid():
        return _page(request, upload, form)
    try:
        confirm_roster(upload=upload, by=request.user)
    except RosterRefused as refusal:
        return too_late(request, refusal, back=reverse("roster_upload", args=[uuid]))
    return redirect("roster_upload", uuid)


@require_role(*UPLOADERS)
@require_POST
def roster_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget an upload."""
    try:
        cancel_roster(upload=_own(request, uuid), by=request.user)
    except RosterRefused as refusal:
        return too_late(request, refusal, back=reverse("roster_upload", args=[uuid]))
    return redirect("roster_upload", uuid)


@require_role(*UPLOADERS)
@require_POST
def roster_go_on(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a worker take up a roster that stands still."""
    upload = _own(request, uuid)
    if upload.state == RosterUpload.State.APPLYING:
        go_on_with_roster(upload)
    return redirect("roster_upload", uuid)


def _own(request: HttpRequest, uuid: UUID) -> RosterUpload:
    found = RosterUpload.objects.visible_to(request.user)
    upload: RosterUpload = get_object_or_404(found, uuid=uuid)
    return upload


def _of_group(upload: RosterUpload, group: str) -> list[Any]:
    """The rows under one heading; all of them where none is named."""
    return [row for row in upload.outcome if not group or row["group"] == group]


def _page(request: HttpRequest, upload: RosterUpload, form: ConfirmForm) -> HttpResponse:
    counts = counts_of(upload)
    overdue = [row for row in upload.outcome if is_overdue(row)]
    new_cohorts = new_cohorts_of(upload.outcome)
    wanted = request.GET.get("show", "")
    show = wanted if wanted in (*GROUPS, OVERDUE) else ""
    rows = overdue if show == OVERDUE else _of_group(upload, show)
    page = Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    progress = RosterProgress.objects.filter(upload=upload).first()
    at_work = upload.state == RosterUpload.State.APPLYING
    context = {
        "upload": upload,
        "form": form,
        "counts": counts,
        "people": sum(count.number for count in counts),
        "changing": sum(count.number for count in counts if count.name != "same"),
        "leaving": upload.counts.get("leaves", 0),
        "overdue": len(overdue),
        "new_cohorts": new_cohorts[:COHORTS_SHOWN],
        "more_cohorts": len(new_cohorts) - COHORTS_SHOWN,
        "show": show,
        "page": page,
        "query": f"show={show}" if show else "",
        "rows": [shown(row) for row in page.object_list],
        "progress": progress if is_progress_said() else None,
        "at_work": at_work,
        "is_still": at_work and progress is not None and progress.moved_at < timezone.now() - STILL,
        "here": reverse("roster_upload", args=[upload.uuid]),
        "done": done_words(upload) if upload.state == RosterUpload.State.DONE else (),
    }
    return render(request, "people/roster/upload.html", context)

"""A person's own notes on the questions of lessons: written there, kept and found again here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.models import LessonPage, ReflectionNote
from courses.reflection_forms import NoteForm
from courses.selectors.reflections import (
    ReflectionAt,
    own_note,
    own_notes,
    reflections_of,
    with_form,
)
from courses.services.reflections import NoteChanged, delete_note, rewrite_note, write_note
from people.public import sign_in_required, too_late

NOTES_ON_A_PAGE = 20
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@sign_in_required
def reflect(request: HttpRequest, lesson_id: int, block_id: UUID) -> HttpResponse:
    """Keep a note on a question of a lesson. To read it, one is led to the lesson."""
    # By id and not by pk, which is a reference here: a number that is too large is not found.
    lesson = LessonPage.objects.filter(id=lesson_id, first_published_at__isnull=False).first()
    if lesson is None:
        raise Http404
    at = reflections_of(lesson, request.user).get(str(block_id)) if lesson.live else None
    if at is None:
        return _not_asked_any_more(request, lesson)
    if request.method != "POST":
        return redirect(f"{lesson.url}#{at.anchor}")
    at = with_form(at, NoteForm.of(at.note, block_id, request.POST))
    if not at.form.is_valid():
        return _asked_again(request, lesson, at)
    try:
        write_note(
            person=request.user,
            lesson=lesson,
            block_id=block_id,
            question=at.question,
            **at.form.cleaned_data,
        )
    except NoteChanged as conflict:
        return _asked_again(request, lesson, _after(at, conflict), conflict.stored, status=409)
    if request.htmx:
        kept = reflections_of(lesson, request.user)[str(block_id)]
        return render(request, "courses/reflections/question.html", {"at": kept, "is_kept": True})
    messages.success(request, _("Your note is kept. Only you see it."))
    return redirect(f"{lesson.url}#{at.anchor}")


def _after(at: ReflectionAt, conflict: NoteChanged) -> ReflectionAt:
    """The same form with what was typed; sent again it replaces what the person has now seen."""
    revision = conflict.stored.revision if conflict.stored else 0
    typed = {"text": at.form.cleaned_data["text"], "revision": revision}
    return with_form(at, NoteForm(initial=typed, auto_id=f"note-{at.block_id}-%s"))


def _asked_again(
    request: HttpRequest,
    lesson: LessonPage,
    at: ReflectionAt,
    stored: ReflectionNote | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The one question with what was typed, by itself or in its place in the lesson."""
    part = "question" if request.htmx else "write"
    context = {
        "at": at,
        "form": at.form,
        "lesson": lesson,
        "stored": stored,
        "is_conflict": status == 409,
        "is_open": True,
    }
    return render(request, f"courses/reflections/{part}.html", context, status=status)


def _not_asked_any_more(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    words = _(
        "The lesson does not ask this any more, so the note was not saved. Copy it from here."
    )
    if request.method != "POST":
        raise Http404
    back = lesson.url if lesson.live else reverse("own_notes")
    return too_late(request, words, back=back, typed=request.POST.get("text", ""))


@require_safe
@sign_in_required
def notes(request: HttpRequest) -> HttpResponse:
    """All that somebody has noted for themselves, page by page."""
    page = Paginator(own_notes(request.user), NOTES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/reflections/notes.html", {"page": page})


@read_or_post
@sign_in_required
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One note: to read, and to change, also where its lesson is gone."""
    found = _own_or_404(request, uuid)
    form = NoteForm.of(found, found.uuid, *([request.POST] if request.method == "POST" else []))
    context: dict[str, Any] = {"note": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "courses/reflections/note.html", context)
    try:
        rewrite_note(person=request.user, uuid=uuid, **form.cleaned_data)
    except ReflectionNote.DoesNotExist:
        words = _("This note was deleted meanwhile.")
        back = reverse("own_notes")
        return too_late(request, words, back=back, typed=form.cleaned_data["text"])
    except NoteChanged as conflict:
        context["form"] = NoteForm(
            initial={**form.cleaned_data, "revision": conflict.stored.revision},
            auto_id=f"note-{uuid}-%s",
        )
        context["stored"] = conflict.stored
        return render(request, "courses/reflections/note.html", context, status=409)
    messages.success(request, _("Your note is changed."))
    return redirect("own_notes")


@read_or_post
@sign_in_required
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once more, then delete a note for good."""
    if request.method == "POST":
        delete_note(person=request.user, uuid=uuid)
        messages.success(request, _("The note is deleted."))
        return redirect("own_notes")
    return render(request, "courses/reflections/delete.html", {"note": _own_or_404(request, uuid)})


def _own_or_404(request: HttpRequest, uuid: UUID) -> ReflectionNote:
    try:
        return own_note(request.user, uuid)
    except ReflectionNote.DoesNotExist:
        raise Http404 from None

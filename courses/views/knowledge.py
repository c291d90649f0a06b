"""A person takes a knowledge check: one question a page, read over, handed in once."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.knowledge_forms import QuestionForm
from courses.models import KnowledgeAnswer, KnowledgeAttempt, KnowledgeCheck
from courses.selectors.embedding import lessons_with
from courses.selectors.knowledge import standing_in
from courses.selectors.knowledge_tries import answers_of, own_try, results_of, said
from courses.selectors.testing_out import modules_to_leave
from courses.services.knowledge import (
    AlreadyHandedIn,
    CannotTry,
    NotAnswered,
    hand_in,
    save_answer,
    start_try,
)
from courses.services.more_tries import ask_for_a_try
from people.public import sign_in_required, too_late

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@sign_in_required
def check_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What a check asks, how many tries are left and how earlier ones went; a try begins here."""
    check = get_object_or_404(KnowledgeCheck, uuid=uuid, live=True)
    if request.method == "POST":
        try:
            attempt = start_try(person=request.user, check=check)
        except CannotTry as refusal:
            return too_late(request, refusal, back=reverse("knowledge_check", args=[uuid]))
        return redirect(_next_question(attempt))
    context = {"standing": standing_in(request.user, check), "lessons": lessons_with(check)}
    return render(request, "courses/knowledge/check.html", context)


@require_POST
@sign_in_required
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask the trainers of one's organisation for another try."""
    check = get_object_or_404(KnowledgeCheck, uuid=uuid, live=True)
    try:
        ask_for_a_try(person=request.user, check=check)
    except CannotTry as refusal:
        return too_late(request, refusal, back=reverse("knowledge_check", args=[uuid]))
    return redirect("knowledge_check", uuid)


@read_or_post
@sign_in_required
def question(request: HttpRequest, uuid: UUID, place: int) -> HttpResponse:
    """One question. What was said can be changed until the try is handed in."""
    attempt = _own_or_404(request, uuid)
    if attempt.is_submitted:
        return _handed_in(request, uuid)
    answer = _at_or_404(attempt, place)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        wording=answer.version.wording,
        shuffle=answer.shuffle,
        given=answer.given,
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_answer(person=request.user, uuid=uuid, place=place, given=form.given())
        except AlreadyHandedIn:
            return _handed_in(request, uuid)
        is_last = place == attempt.drawn
        if is_last or request.GET.get("then") == "check":
            return redirect("knowledge_read_over", uuid)
        return redirect("knowledge_question", uuid, place + 1)
    context = {"attempt": attempt, "answer": answer, "form": form, "place": place}
    return render(request, "courses/knowledge/question.html", context)


@read_or_post
@sign_in_required
def read_over(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All answers before they are handed in, and handing them in: once, with the same receipt."""
    attempt = _own_or_404(request, uuid)
    missing: tuple[int, ...] = ()
    if request.method == "POST":
        try:
            hand_in(person=request.user, uuid=uuid)
            return redirect("knowledge_result", uuid)
        except NotAnswered as refusal:
            missing = refusal.places
    elif attempt.is_submitted:
        return redirect("knowledge_result", uuid)
    context = {
        "attempt": attempt,
        "rows": [{"answer": answer, "said": said(answer)} for answer in answers_of(attempt)],
        "errors": [
            {
                "href": reverse("knowledge_question", args=[uuid, place]),
                "text": _("Question %(n)s is not answered.") % {"n": place},
            }
            for place in missing
        ],
    }
    return render(request, "courses/knowledge/read_over.html", context)


@require_safe
@sign_in_required
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whether it was passed, and the feedback on every option; an open try is gone on with."""
    attempt = _own_or_404(request, uuid)
    if not attempt.is_submitted:
        return redirect(_next_question(attempt))
    results = results_of(answers_of(attempt))
    wrong = [each.lesson for each in results if each.lesson and not each.is_right]
    check = attempt.check_of if attempt.check_of and attempt.check_of.live else None
    context = {
        "attempt": attempt,
        "results": results,
        "to_read": list(dict.fromkeys(wrong)),
        "standing": standing_in(request.user, check) if check else None,
        "to_leave": modules_to_leave(request.user, check) if check and attempt.passed else [],
    }
    return render(request, "courses/knowledge/result.html", context)


def _own_or_404(request: HttpRequest, uuid: UUID) -> KnowledgeAttempt:
    try:
        return own_try(request.user, uuid)
    except KnowledgeAttempt.DoesNotExist:
        raise Http404 from None


def _at_or_404(attempt: KnowledgeAttempt, place: int) -> KnowledgeAnswer:
    # Beyond what a database takes for a number there is no question either.
    if place > attempt.drawn:
        raise Http404
    return get_object_or_404(attempt.answers.select_related("version"), place=place)


def _next_question(attempt: KnowledgeAttempt) -> str:
    """The first question without an answer, or else the page to read them over on."""
    answers = attempt.answers.filter(given__isnull=True).order_by("place")
    if (place := answers.values_list("place", flat=True).first()) is None:
        return reverse("knowledge_read_over", args=[attempt.uuid])
    return reverse("knowledge_question", args=[attempt.uuid, place])


def _handed_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("knowledge_result", uuid)
    words = _("This try was handed in, so its answers stand. Nothing was changed.")
    return too_late(request, words, back=reverse("knowledge_result", args=[uuid]))

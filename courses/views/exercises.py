"""A person marks the passages of an evidence exercise, and reads what each of them was."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.exercise_wording import marked, summary_of
from courses.factors import rated_factors
from courses.knowledge_forms import MarksForm
from courses.models import EvidenceExercise, ExerciseAttempt
from courses.selectors.embedding import lessons_with
from courses.selectors.exercises import own_go, standing_at
from courses.services.exercises import hand_in_exercise, save_marks, start_exercise
from courses.services.knowledge import AlreadyHandedIn, CannotTry, NotAnswered
from people.public import sign_in_required, too_late

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@sign_in_required
def exercise_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the exercise asks and how earlier goes went; a go begins here."""
    exercise = get_object_or_404(EvidenceExercise, uuid=uuid, live=True)
    if request.method == "POST":
        try:
            attempt = start_exercise(person=request.user, exercise=exercise)
        except CannotTry as refusal:
            return too_late(request, refusal, back=reverse("my_learning"))
        return redirect("exercise_go", attempt.uuid)
    context = {
        "standing": standing_at(request.user, exercise),
        "factor": next((row for row in rated_factors() if row.code == exercise.factor), None),
        "lessons": lessons_with(exercise),
    }
    return render(request, "courses/exercises/exercise.html", context)


@read_or_post
@sign_in_required
def go(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The document to mark, or once it is marked what each passage was."""
    try:
        attempt = own_go(request.user, uuid)
    except ExerciseAttempt.DoesNotExist:
        raise Http404 from None
    if attempt.is_submitted and request.method != "POST":
        return _show_marked(request, attempt)
    to_mark = request.method == "POST" and "later" not in request.POST
    passages = marked(attempt.version.content, attempt.marks)
    form = MarksForm(
        request.POST if request.method == "POST" else None, passages=passages, all_needed=to_mark
    )
    if request.method == "POST":
        try:
            return _save(request, attempt, form, to_mark=to_mark)
        except AlreadyHandedIn:
            return _handed_in(request, attempt, form)
        except NotAnswered:
            pass  # the form says which, at each passage
    context = {
        "attempt": attempt,
        "content": attempt.version.content,
        "form": form,
        "rows": [
            {"passage": passage, "field": form[f"mark_{passage.number}"]} for passage in passages
        ],
    }
    return render(request, "courses/exercises/mark.html", context)


def _save(
    request: HttpRequest, attempt: ExerciseAttempt, form: MarksForm, *, to_mark: bool
) -> HttpResponse:
    """Keep what is marked whatever is missing; then mark it, if that was asked for."""
    is_whole = form.is_valid()
    save_marks(person=request.user, uuid=attempt.uuid, marks=form.marks())
    if not to_mark:
        messages.success(request, _("Your marks are saved. You can go on at any time."))
        return redirect("exercise_go", attempt.uuid)
    if not is_whole:
        raise NotAnswered([])
    hand_in_exercise(person=request.user, uuid=attempt.uuid)
    return redirect("exercise_go", attempt.uuid)


def _show_marked(request: HttpRequest, attempt: ExerciseAttempt) -> HttpResponse:
    content = attempt.version.content
    exercise = attempt.exercise if attempt.exercise and attempt.exercise.live else None
    context = {
        "attempt": attempt,
        "content": content,
        "passages": marked(content, attempt.marks),
        "summary": summary_of(content, attempt.marks),
        "exercise": exercise,
        "lessons": lessons_with(exercise) if exercise else [],
    }
    return render(request, "courses/exercises/marked.html", context)


def _handed_in(request: HttpRequest, attempt: ExerciseAttempt, form: MarksForm) -> HttpResponse:
    """The same marks sent twice lead to the same receipt; others come too late."""
    stands = {int(number): mark for number, mark in attempt.marks.items()}
    if form.marks() == stands:
        return redirect("exercise_go", attempt.uuid)
    words = _("This exercise was marked, so its marks stand. Nothing was changed.")
    return too_late(request, words, back=request.path)

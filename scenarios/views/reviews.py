"""Sending a draft to a reviewer, and the pages on which it is read, commented on and decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.public import Role, require_role, too_late
from scenarios.case_text import hash_of_draft
from scenarios.models import Review, ReviewRemark
from scenarios.querysets import WRITERS
from scenarios.review_forms import (
    AnswerForm,
    CommentForm,
    DecisionForm,
    ReviewDateForm,
    SendToReviewerForm,
)
from scenarios.safety.cases import case_problems
from scenarios.selectors.case_file import draft_case_file
from scenarios.selectors.draft_places import draft_in_hand
from scenarios.selectors.reviews import (
    earlier_reviews,
    has_to_read,
    is_author,
    own_review_or_404,
    place_choices,
    review_or_404,
    scenario_or_404,
    words_of_review,
)
from scenarios.selectors.workshop_links import about
from scenarios.services.errors import CannotReview, NothingSaid, ReviewRefused
from scenarios.services.reviewing import (
    answer_comment,
    change_review_date,
    comment,
    pass_review,
    remove_comment,
    send_back_review,
    send_to_reviewer,
    take_back,
)

READERS = (*WRITERS, Role.PANELLIST)


@require_role(*WRITERS)
def reviews(request: HttpRequest, ref: str) -> HttpResponse:
    """Every review that a case has had, and sending its draft to a reviewer."""
    scenario = scenario_or_404(request.user, ref)
    data = request.POST if request.method == "POST" else None
    form = SendToReviewerForm(data, scenario=scenario, sender=request.user)
    if form.is_valid():
        try:
            review = send_to_reviewer(scenario=scenario, by=request.user, **form.cleaned_data)
            return redirect("workshop_review", ref, review.uuid)
        except CannotReview as refusal:
            form.add_error("reviewer", str(refusal))
        except ReviewRefused as refusal:
            return too_late(request, refusal, back=reverse("workshop_reviews", args=[ref]))
    draft = draft_in_hand(scenario)
    rows = list(scenario.reviews.select_related("reviewer", "sent_by"))
    context = {
        **about(request.user, scenario),
        "form": form,
        "rows": rows,
        "open_one": next((row for row in rows if row.is_open), None),
        "passed": _passed(rows, hash_of_draft(draft)),
        "problems": len(case_problems(draft)),
    }
    return render(request, "scenarios/workshop/reviews.html", context)


def _passed(rows: list[Review], text_hash: str) -> Review | None:
    passed = (row for row in rows if row.outcome == Review.Outcome.PASSED)
    return next((row for row in passed if row.text_hash == text_hash), None)


@require_role(*READERS)
def review(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """One review: the draft, and beside it what was said of it and what is to be done."""
    return _page(request, review_or_404(request.user, ref, uuid))


def _page(request: HttpRequest, review: Review, **forms: Any) -> HttpResponse:
    """The page, with whatever form could not be taken in place of an empty one."""
    draft = draft_in_hand(review.scenario)
    is_reviewer = review.reviewer_id == request.user.pk
    is_writer = is_author(request.user, review.scenario)
    may_read = is_writer or has_to_read(request.user, review.scenario)
    may_decide = is_reviewer and review.is_open
    words = words_of_review(review, request.user, draft)
    answers = {
        each.pk: AnswerForm(remark=each.pk, initial={"text": each.answer})
        for each in words.comments
        if is_writer and each.may_be_answered
    }
    if form := forms.get("answer_form"):
        answers[form.remark] = form
    context = {
        "review": review,
        **about(request.user, review.scenario),
        "is_reviewer": is_reviewer,
        "is_writer": is_writer,
        "may_decide": may_decide,
        "words": words,
        "comments": [(each, answers.get(each.pk)) for each in words.comments],
        "file": draft_case_file(draft) if may_read else None,
        "draft": draft,
        "has_changed": bool(
            review.revision_id and review.revision_id != review.scenario.latest_revision_id
        ),
        "problems": case_problems(draft) if may_decide else [],
        "earlier": earlier_reviews(request.user, review),
        "report_url": reverse("workshop_review_report", args=[review.scenario.ref, review.uuid]),
        **(_forms(request, review, draft) if may_decide else {}),
        "date_form": ReviewDateForm(initial={"due_on": review.due_on}),
        **forms,
    }
    context["form"] = next((each for each in forms.values() if each.errors), None)
    return render(request, "scenarios/workshop/review.html", context)


def _forms(request: HttpRequest, review: Review, draft: Any) -> dict[str, Any]:
    places, asked = place_choices(draft), request.GET.get("place", "")
    return {
        "comment_form": CommentForm(
            places=places, initial={"place": asked if asked in dict(places) else ""}
        ),
        "decision_form": DecisionForm(initial={"text_hash": hash_of_draft(draft)}),
    }


@require_role(*READERS)
@require_POST
def review_comment(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Say something of a place of the draft."""
    review = own_review_or_404(request.user, ref, uuid)
    form = CommentForm(request.POST, places=place_choices(draft_in_hand(review.scenario)))
    if not form.is_valid():
        return _page(request, review, comment_form=form)
    try:
        comment(review=review, by=request.user, **form.cleaned_data)
    except ReviewRefused as refusal:
        return too_late(request, refusal, back=_address(review))
    return redirect(f"{_address(review)}#comments")


@require_role(*READERS)
@require_POST
def review_remove(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Take one's own comment out again."""
    review = own_review_or_404(request.user, ref, uuid)
    if (remark := _remark(review, request.POST.get("remark", ""))) is not None:
        try:
            remove_comment(remark=remark, by=request.user)
        except ReviewRefused as refusal:
            return too_late(request, refusal, back=_address(review))
    return redirect(f"{_address(review)}#comments")


@require_role(*READERS)
@require_POST
def review_decide(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Pass the text that was read, or send it back."""
    review = own_review_or_404(request.user, ref, uuid)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, review, decision_form=form)
    said = form.cleaned_data
    try:
        if said["decision"] == form.PASS:
            pass_review(
                review=review, by=request.user, text_hash=said["text_hash"], words=said["words"]
            )
        else:
            send_back_review(review=review, by=request.user, words=said["words"])
    except NothingSaid as refusal:
        form.add_error("words", str(refusal))
        return _page(request, review, decision_form=form)
    except ReviewRefused as refusal:
        return too_late(request, refusal, back=_address(review))
    return redirect(_address(review))


@require_role(*WRITERS)
@require_POST
def review_answer(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """An author's answer to a comment."""
    review = review_or_404(request.user, ref, uuid)
    remark = _remark(review, request.POST.get("remark", ""))
    if remark is None:
        raise Http404
    form = AnswerForm(request.POST, remark=remark.pk)
    if not form.is_valid():
        return _page(request, review, answer_form=form)
    try:
        answer_comment(remark=remark, by=request.user, text=form.cleaned_data["text"])
    except ReviewRefused as refusal:
        return too_late(request, refusal, back=_address(review))
    return redirect(f"{_address(review)}#comment-{remark.pk}")


@require_role(*WRITERS)
@require_POST
def review_date(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """Another day by which the review is due."""
    review = review_or_404(request.user, ref, uuid)
    form = ReviewDateForm(request.POST)
    if not form.is_valid():
        return _page(request, review, date_form=form)
    try:
        change_review_date(review=review, by=request.user, **form.cleaned_data)
    except ReviewRefused as refusal:
        return too_late(request, refusal, back=_address(review))
    return redirect(_address(review))


@require_role(*WRITERS)
@require_POST
def review_take_back(request: HttpRequest, ref: str, uuid: UUID) -> HttpResponse:
    """End a review without a decision."""
    review = review_or_404(request.user, ref, uuid)
    try:
        take_back(review=review, by=request.user)
    except ReviewRefused as refusal:
        return too_late(request, refusal, back=_address(review))
    messages.success(request, _("You took it back. It can be sent to somebody else now."))
    return redirect("workshop_reviews", ref)


def _remark(review: Review, pk: str) -> ReviewRemark | None:
    """A comment of this review by its number, and of no other review."""
    comments = review.remarks.filter(part=ReviewRemark.Part.COMMENT)
    return comments.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None


def _address(review: Review) -> str:
    return reverse("workshop_review", args=[review.scenario.ref, review.uuid])

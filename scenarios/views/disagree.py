"""“I still disagree, because…”, as the person says it from their feedback."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from people.public import sign_in_required
from scenarios.disagreement_forms import DisagreementForm
from scenarios.selectors.assessments import own_assessment_or_404
from scenarios.selectors.disagreement_pages import DisagreeAt, disagree_at_or_404
from scenarios.services.disagreements import DisagreementRefused, say_disagreement
from scenarios.services.errors import OlderRevision, TextKeptBack

PAGE = "scenarios/disagree.html"


@sign_in_required
def disagree(request: HttpRequest, uuid: UUID, stage: int, code: str) -> HttpResponse:
    """One factor of one's own feedback: the form, and a POST that sends it or changes it."""
    assessment = own_assessment_or_404(request.user, uuid)
    if not assessment.is_submitted:
        return redirect("assessment", uuid)
    at = disagree_at_or_404(assessment, stage, code)
    if request.method == "POST":
        return _say(request, at)
    if at.said and at.said.is_answered:
        return _drawn(request, at, "said") if request.htmx else redirect(at.back)
    form = _form(at, initial=_stored(at))
    return _drawn(request, at, "form", form=form)


def _say(request: HttpRequest, at: DisagreeAt) -> HttpResponse:
    form = _form(at, request.POST)
    if not form.is_valid():
        return _drawn(request, at, "form", form=form)
    try:
        say_disagreement(
            assessment=at.assessment, stage=at.stage, factor=at.factor, **form.cleaned_data
        )
    except OlderRevision as conflict:
        # What was typed stays; sent again, it replaces what the person has now seen.
        typed = {"text": form.cleaned_data["text"], "revision": conflict.saved_revision}
        again = _form(at, initial=typed)
        now = disagree_at_or_404(at.assessment, at.stage, at.factor.code)
        return _drawn(request, at, "form", status=409, form=again, stored=now.said)
    except TextKeptBack as refusal:
        form.add_error("text", str(refusal))
        return _drawn(request, at, "form", form=form)
    except DisagreementRefused as refusal:
        return _refused(request, at, str(refusal))
    at = disagree_at_or_404(at.assessment, at.stage, at.factor.code)
    return _drawn(request, at, "said") if request.htmx else redirect(at.back)


def _form(at: DisagreeAt, *data: object, **options: object) -> DisagreementForm:
    return DisagreementForm(*data, auto_id=f"disagree-{at.anchor}-%s", **options)


def _stored(at: DisagreeAt) -> dict[str, object]:
    return {"text": at.said.typed, "revision": at.said.revision} if at.said else {"revision": 0}


def _drawn(
    request: HttpRequest, at: DisagreeAt, part: str, *, status: int = 200, **state: object
) -> HttpResponse:
    template = f"{PAGE}#{part}" if request.htmx else PAGE
    context = {"at": at, "is_htmx": bool(request.htmx), **state}
    return render(request, template, context, status=status)


def _refused(request: HttpRequest, at: DisagreeAt, words: str) -> HttpResponse:
    context = {"at": at, "message": words, "retry_url": at.back}
    template = f"{PAGE}#refused" if request.htmx else "409.html"
    return render(request, template, context, status=409)

"""The pages of an assessment. Each is a plain form; htmx only changes how much is drawn again."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from people.public import sign_in_required, too_late
from scenarios.models import Assessment, StageSubmission
from scenarios.selectors.assess_pages import (
    Page,
    actions_form,
    actions_page,
    check_page,
    factor_page,
    saved_note,
    saved_words,
    stage_page,
)
from scenarios.selectors.assessments import (
    ACTIONS,
    CHECK,
    first_open_step,
    next_step_url,
    own_assessment_or_404,
    sheet_or_404,
    step_url,
    steps_of,
)
from scenarios.selectors.sheets import Sheet, answer_sheet
from scenarios.services.assessing import refuse_unless_open, submit_own_assessment
from scenarios.services.clock import resume_clock
from scenarios.services.errors import (
    AssessmentClosed,
    Incomplete,
    Missing,
    OlderRevision,
    StageLocked,
)
from scenarios.services.rating import save_actions, save_rating
from scenarios.views.asked import AskedToCite, factor_form, factor_or_404


@sign_in_required
def resume(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Go on where the person left: the first step not done, or the feedback."""
    assessment = own_assessment_or_404(request.user, uuid)
    if assessment.is_submitted:
        return redirect("feedback", uuid)
    if assessment.stopped_at is not None:
        return redirect("assessment_stop", uuid)
    if not assessment.may_be_read:
        message = _(
            "This case has been withdrawn. No attempt is used, and nothing is asked of you."
        )
        return too_late(request, message)
    sheet = answer_sheet(assessment)
    if sheet.earlier and not sheet.answers:
        return redirect("assessment_stage", uuid, sheet.stage.stage)
    return redirect(first_open_step(steps_of(assessment, sheet, "")).url)


@sign_in_required
@require_safe
def new_stage(request: HttpRequest, uuid: UUID, stage: int) -> HttpResponse:
    """The papers that came in since the stage before was locked."""
    assessment = own_assessment_or_404(request.user, uuid)
    sheet = sheet_or_404(assessment, stage)
    if sheet.is_locked or not sheet.earlier or not assessment.may_be_read:
        return redirect("assessment", uuid)
    resume_clock(assessment=assessment)
    return render(request, "scenarios/new_stage.html", stage_page(assessment, sheet))


@sign_in_required
def rate_factor(request: HttpRequest, uuid: UUID, stage: int, step: str) -> HttpResponse:
    """One factor, or the overall level, beside the case file."""
    assessment = _assessment_at(request, uuid, stage)
    if request.method == "POST":
        return _save_factor(request, assessment, stage, step)
    sheet = sheet_or_404(assessment, stage)
    if sheet.is_locked or not assessment.may_be_read:
        return redirect("assessment", uuid)
    page = factor_page(assessment, sheet, step)
    resume_clock(assessment=assessment)
    return render(request, "scenarios/assess.html", page)


def _save_factor(
    request: HttpRequest, assessment: Assessment, stage: int, step: str
) -> HttpResponse:
    factor = factor_or_404(assessment.release.case_version, step)
    form = factor_form(request.POST, factor)
    cite = AskedToCite(request.POST, assessment.release.case_version, stage)
    try:
        refuse_unless_open(assessment)
        if not form.is_valid() or cite.unknown:
            return _draw_factor(request, assessment, stage, step, bound=form, unknown=cite.unknown)
        answer = save_rating(
            assessment=assessment,
            stage=stage,
            factor=factor,
            rating=form.to_rating(),
            revision=form.revision_to_replace(),
            timed=bool(request.htmx),
            cite=cite.cite,
            interval=form.to_interval(),
        )
    except StageSubmission.DoesNotExist:
        raise Http404 from None
    except OlderRevision as conflict:
        return _draw_factor(request, assessment, stage, step, bound=form, conflict=conflict)
    except AssessmentClosed as refusal:
        return _refused(request, assessment.uuid, refusal)
    if cite.cite is not None and not request.htmx:
        return redirect(f"{request.path}#{cite.cite.passage.anchor}")
    if "go" in request.POST or not request.htmx:
        return _go_on(request, assessment, stage, step)
    note = saved_note(assessment, step, answer, cite.cite)
    return render(request, "scenarios/assess.html#saved", note)


def _draw_factor(
    request: HttpRequest, assessment: Assessment, stage: int, step: str, **state: object
) -> HttpResponse:
    sheet = sheet_or_404(assessment, stage)
    if sheet.is_locked:
        return _refused(request, assessment.uuid, StageLocked(stage))
    return draw_again(
        request, "scenarios/assess.html", factor_page(assessment, sheet, step, **state)
    )


def draw_again(request: HttpRequest, template: str, page: Page) -> HttpResponse:
    """The page with what was typed: at 200 with errors, at 409 beside a newer save."""
    conflict = page.get("conflict")
    if request.htmx:
        template += "#conflict" if conflict else "#not-saved"
        page["is_autosave"] = "go" not in request.POST
    response = render(request, template, page, status=409 if conflict else 200)
    if request.htmx and conflict:
        response["HX-Retarget"] = "#conflict"
    return response


@sign_in_required
def choose_actions(request: HttpRequest, uuid: UUID, stage: int) -> HttpResponse:
    """The risk management actions, each tied to a factor."""
    assessment = _assessment_at(request, uuid, stage)
    sheet = sheet_or_404(assessment, stage)
    if request.method != "POST" and (sheet.is_locked or not assessment.may_be_read):
        return redirect("assessment", uuid)
    if request.method == "POST":
        return _save_actions(request, assessment, sheet)
    resume_clock(assessment=assessment)
    page = actions_page(assessment, sheet, actions_form(assessment, sheet))
    return render(request, "scenarios/actions.html", page)


def _save_actions(request: HttpRequest, assessment: Assessment, sheet: Sheet) -> HttpResponse:
    form, stage = actions_form(assessment, sheet, request.POST), sheet.stage.stage
    try:
        refuse_unless_open(assessment)
        if not form.is_valid():
            page = actions_page(assessment, sheet, form)
            return draw_again(request, "scenarios/actions.html", page)
        revision = save_actions(
            assessment=assessment,
            stage=stage,
            chosen=form.to_chosen(),
            revision=form.revision_to_replace(),
        )
    except OlderRevision as conflict:
        page = actions_page(assessment, answer_sheet(assessment, stage), form, conflict=conflict)
        return draw_again(request, "scenarios/actions.html", page)
    except AssessmentClosed as refusal:
        return _refused(request, assessment.uuid, refusal)
    if "go" in request.POST or not request.htmx:
        return _go_on(request, assessment, stage, ACTIONS)
    note = {"revision": revision, "saved": saved_words(timezone.now())}
    return render(request, "scenarios/actions.html#saved", note)


@sign_in_required
def check_answers(request: HttpRequest, uuid: UUID, stage: int) -> HttpResponse:
    """Everything on one page before the stage is submitted; a POST submits it, once."""
    missing: Sequence[Missing] = ()
    if request.method == "POST":
        try:
            done = submit_own_assessment(person=request.user, uuid=uuid, stage=stage)
            return redirect("feedback" if done.is_submitted else "assessment", uuid)
        except Assessment.DoesNotExist:
            raise Http404 from None
        except Incomplete as incomplete:
            missing = incomplete.missing
        except AssessmentClosed as refusal:
            return _refused(request, uuid, refusal)
    assessment = _assessment_at(request, uuid, stage)
    sheet = sheet_or_404(assessment, stage)
    if sheet.is_locked or not assessment.may_be_read:
        return redirect("assessment", uuid)
    return render(request, "scenarios/check.html", check_page(assessment, sheet, missing))


def _assessment_at(request: HttpRequest, uuid: UUID, stage: int) -> Assessment:
    assessment = own_assessment_or_404(request.user, uuid)
    if not 1 <= stage <= assessment.release.case_version.stages:
        raise Http404
    return assessment


def _go_on(request: HttpRequest, assessment: Assessment, stage: int, step: str) -> HttpResponse:
    if request.POST.get("go") == CHECK:
        url = step_url(assessment, stage, CHECK)
    else:
        url = next_step_url(assessment, stage, step)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _refused(request: HttpRequest, uuid: UUID, refusal: AssessmentClosed) -> HttpResponse:
    """A late save: nothing was stored, said in words with the way to what is stored."""
    context = {"message": str(refusal), "retry_url": reverse("assessment", args=[uuid])}
    template = "scenarios/assess.html#closed" if request.htmx else "409.html"
    return render(request, template, context, status=409)

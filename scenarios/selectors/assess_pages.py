"""What the pages of an assessment show, gathered in a constant number of queries."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from scenarios.forms import ActionsForm, FactorForm, OverallForm
from scenarios.models import Answer, AnswerKind, Assessment
from scenarios.selectors.assessments import (
    ACTIONS,
    CHECK,
    OVERALL,
    Step,
    first_open_step,
    from_check,
    step_url,
    steps_of,
)
from scenarios.selectors.case_file import PassageView, case_file, stances
from scenarios.selectors.sheets import Sheet, missing_for_submit, reason_shown, reason_text
from scenarios.services.errors import Missing, OlderRevision
from scenarios.services.rating import Cite
from scoring.public import Factor, framework_parts

Page = dict[str, Any]


def factor_page(
    assessment: Assessment,
    sheet: Sheet,
    step: str,
    *,
    bound: FactorForm | None = None,
    conflict: OlderRevision | None = None,
    unknown: str = "",
) -> Page:
    """One factor beside the file. ``bound`` keeps what was typed when it could not be saved."""
    code = Factor.OVERALL_CODE if step == OVERALL else step
    factor = next((factor for factor in sheet.factors if factor.code == code), None)
    if factor is None:
        raise Http404
    answer = sheet.answer(code)
    citations = list(answer.citations.all()) if answer else []
    form = bound or _form(assessment, sheet, factor, answer)
    form.say_whether_reason_is_asked(asked=code in sheet.stage.reasons_asked)
    if not reason_text(answer) and (notice := reason_shown(answer)):
        form.say_reason_is_kept_back(notice)
    if unknown:
        form.add_error(None, _("There is no passage %(ref)s in this case file.") % {"ref": unknown})
    return {
        **_common(assessment, sheet, step),
        "factor": factor,
        "is_overall": factor.kind == Factor.Kind.OVERALL,
        "form": form,
        "file": case_file(
            assessment.release.case_version,
            stage=sheet.stage.stage,
            stance_of=stances(citations),
        ),
        "earlier": earlier_words(sheet, factor),
        "citations": citations,
        "conflict": factor_conflict(conflict, sheet, factor) if conflict else None,
    }


def _form(
    assessment: Assessment, sheet: Sheet, factor: Factor, answer: Answer | None
) -> FactorForm:
    initial = {
        "choice": _choice(answer),
        "confidence": answer.confidence if answer else None,
        "reason": reason_text(answer),
        "revision": answer.revision if answer else 0,
    }
    if factor.kind == Factor.Kind.OVERALL:
        initial["interval"] = sheet.stage.interval.code if sheet.stage.interval else None
        bands = framework_parts(factor.framework_id).intervals
        return OverallForm(initial=initial, factor=factor, intervals=bands)
    return FactorForm(initial=initial, factor=factor)


def _choice(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return str(answer.level) if answer.kind == AnswerKind.LEVEL else answer.kind


def actions_form(
    assessment: Assessment, sheet: Sheet, data: QueryDict | None = None
) -> ActionsForm:
    """The plan, with every action of the framework and the factors it can answer."""
    initial: dict[str, Any] = {"revision": sheet.stage.actions_revision}
    if data is None:
        initial |= {f"action-{row.action.code}": row.factor.code for row in sheet.actions}
    return ActionsForm(
        data,
        initial=initial,
        actions=framework_parts(assessment.release.case_version.framework_id).actions,
        factors=sheet.factors,
    )


def actions_page(
    assessment: Assessment,
    sheet: Sheet,
    form: ActionsForm,
    *,
    conflict: OlderRevision | None = None,
) -> Page:
    """The plan beside the file. A bound form keeps what was chosen when it could not be saved."""
    return {
        **_common(assessment, sheet, ACTIONS),
        "form": form,
        "conflict": plan_conflict(conflict, sheet) if conflict else None,
        "file": case_file(assessment.release.case_version, stage=sheet.stage.stage),
        "is_carried_over": bool(sheet.earlier and sheet.earlier[-1].actions),
    }


def check_page(assessment: Assessment, sheet: Sheet, missing: Sequence[Missing] = ()) -> Page:
    """Every answer in one list, each with the way to change it."""
    stage = sheet.stage.stage
    lacking = {each.step for each in missing_for_submit(sheet)}
    rows = [_check_row(assessment, sheet, factor, lacking) for factor in sheet.factors]
    rows.append(
        {
            "label": _("Review interval"),
            "value": sheet.stage.interval.label if sheet.stage.interval else _("Not chosen yet"),
            "missing": sheet.stage.interval is None,
            "url": from_check(
                step_url(assessment, stage, OVERALL),
                still_missing=0 if sheet.stage.interval else len(lacking),
            ),
            "action": _("Change") if sheet.stage.interval else _("Answer"),
        }
    )
    rows.append(
        {
            "label": _("Actions"),
            "value": plan_words(sheet),
            "missing": False,
            "url": from_check(step_url(assessment, stage, ACTIONS)),
            "action": _("Change"),
        }
    )
    return {
        **_common(assessment, sheet, CHECK),
        "rows": rows,
        "errors": [
            {
                "href": from_check(
                    step_url(assessment, stage, each.step), still_missing=len(missing)
                ),
                "text": each.words,
            }
            for each in missing
        ],
    }


def _check_row(
    assessment: Assessment, sheet: Sheet, factor: Factor, lacking: set[str]
) -> dict[str, Any]:
    answer = sheet.answer(factor.code)
    words = answer_words(factor, answer)
    asked = factor.code in sheet.stage.reasons_asked
    if reason := reason_shown(answer).strip():
        words += f" · “{reason}”"
    elif answer is not None and asked:
        words += " · " + _("reason asked for, not written")
    missing = factor.code in lacking
    if sheet.earlier:
        before = _level_words(factor, sheet.earlier[-1].answer(factor.code))
        words += " · " + _("before: %(level)s") % {"level": before}
    return {
        "label": factor.name,
        "value": words,
        "missing": missing,
        "url": from_check(
            step_url(assessment, sheet.stage.stage, factor.code),
            still_missing=len(lacking) if missing else 0,
        ),
        "action": _("Answer") if missing else _("Change"),
    }


def answer_words(factor: Factor, answer: Answer | None) -> str:
    """An answer in one line: the level, how sure, what is cited."""
    if answer is None or not answer.kind:
        return _("Not rated yet")
    parts = [_level_words(factor, answer)]
    sure = answer.get_confidence_display() if answer.confidence is not None else None
    parts.append(str(sure or _("how sure: not said yet")))
    if cited := answer.citations.all():
        parts.append(", ".join(f"{row.passage.ref} {row.get_stance_display()}" for row in cited))
    return " · ".join(parts)


def _level_words(factor: Factor, answer: Answer | None) -> str:
    if answer is None or not answer.kind:
        return _("Not rated yet")
    if answer.kind != AnswerKind.LEVEL:
        return str(answer.get_kind_display())
    return next(row.label for row in factor.scale.levels.all() if row.value == answer.level)


def earlier_words(sheet: Sheet, factor: Factor) -> list[dict[str, Any]]:
    """What was said of a factor at each stage before: level, how sure, evidence and reason."""
    rows = []
    for each in sheet.earlier:
        answer = each.answer(factor.code)
        words = answer_words(factor, answer)
        if factor.kind == Factor.Kind.OVERALL and each.stage.interval:
            words += " · " + each.stage.interval.label
        rows.append({"stage": each.stage.stage, "words": words, "reason": reason_shown(answer)})
    return rows


def stage_page(assessment: Assessment, sheet: Sheet) -> Page:
    """What is new at a later stage, before anything is rated again."""
    return {
        **_common(assessment, sheet, CHECK),
        "file": case_file(assessment.release.case_version, stage=sheet.stage.stage, only_new=True),
        "locked_at": sheet.earlier[-1].stage.submitted_at,
        "first_url": first_open_step(steps_of(assessment, sheet, "")).url,
    }


def _common(assessment: Assessment, sheet: Sheet, current: str) -> Page:
    steps = steps_of(assessment, sheet, current)
    here = next((n for n, step in enumerate(steps) if step.is_current), len(steps))
    stage = sheet.stage.stage
    return {
        "assessment": assessment,
        "version": assessment.release.case_version,
        "release": assessment.release,
        "stage": stage,
        "is_last_stage": stage == assessment.release.case_version.stages,
        "step_url": step_url(assessment, stage, current),
        "tasks": [_task(step) for step in steps],
        "rated_count": sheet.rated_count,
        "unit_count": len(sheet.factors),
        "previous": steps[here - 1] if here > 0 else None,
        "following": steps[here + 1] if here + 1 < len(steps) else None,
        "check_url": reverse("assess_check", args=[assessment.uuid, stage]),
        "report_url": reverse("report_real_data", args=[assessment.uuid]),
        "saved": _last_saved(sheet),
    }


def _task(step: Step) -> dict[str, Any]:
    status = _("Done") if step.is_done else _("Begun") if step.is_begun else _("Not yet")
    if step.code == ACTIONS and not step.is_done:
        status = _("None chosen")
    return {
        "url": step.url,
        "label": step.label if step.number is None else f"{step.number} {step.label}",
        "status": status,
        "state": "done" if step.is_done else "",
        "current": step.is_current,
    }


def _last_saved(sheet: Sheet) -> str:
    """When anything was last saved, as "Saved 14:02", in the reader's own time."""
    times = [answer.saved_at for answer in sheet.answers.values() if answer.revision]
    return saved_words(max(times)) if times else ""


def saved_words(moment: Any) -> str:
    """The one sentence that says a save has happened."""
    return _("Saved %(time)s") % {"time": time_format(timezone.localtime(moment), "H:i")}


def saved_note(assessment: Assessment, step: str, answer: Answer, cite: Cite | None) -> Page:
    """What an autosave draws again: the words, the revision, the count, and a cited passage."""
    rated = Answer.objects.filter(assessment=assessment, stage=answer.stage).exclude(kind="")
    note: Page = {
        "saved": saved_words(answer.saved_at if cite is None else timezone.now()),
        "revision": answer.revision,
        "unit_count": len(framework_parts(answer.factor.framework_id).factors),
        "rated_count": rated.count(),
        "factor": answer.factor,
        "step_url": step_url(assessment, answer.stage, step),
    }
    if cite is not None:
        note["citations"] = list(answer.citations.select_related("passage"))
        note["cited"] = PassageView(cite.passage.ref, stance=cite.stance or "")
    return note


def factor_conflict(conflict: OlderRevision, sheet: Sheet, factor: Factor) -> Page:
    """What is saved of a factor, to stand beside what is on the page."""
    answer = sheet.answer(factor.code)
    stored = answer_words(factor, answer)
    if factor.kind == Factor.Kind.OVERALL and sheet.stage.interval:
        stored += " · " + sheet.stage.interval.label
    return conflict_note(conflict, stored, reason_shown(answer))


def plan_conflict(conflict: OlderRevision, sheet: Sheet) -> Page:
    """The plan that is saved, to stand beside the one on the page."""
    return conflict_note(conflict, plan_words(sheet))


def plan_words(sheet: Sheet) -> str:
    """The chosen actions in one line, each with the factor it answers."""
    chosen = ", ".join(f"{row.action.label} ({row.factor.name})" for row in sheet.actions)
    return chosen or _("None")


def conflict_note(conflict: OlderRevision, stored: str, stored_reason: str = "") -> Page:
    """Both versions of what two tabs say: what is stored, to stand beside what is typed."""
    return {
        "words": str(conflict),
        "saved_revision": conflict.saved_revision,
        "stored": stored,
        "stored_reason": stored_reason,
    }

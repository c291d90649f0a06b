"""What the pages of one panellist show: the trainee's own form, with a receipt for each item."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from scenarios.forms import ActionsForm, FactorForm
from scenarios.models import AnswerKind, Panel, Panellist, PanelRating, PanelStageRating
from scenarios.selectors.assess_pages import Page, conflict_note, saved_words
from scenarios.selectors.assessments import ACTIONS, CHECK, OVERALL, from_check
from scenarios.selectors.case_file import PassageView, case_file
from scenarios.selectors.panel_sheets import (
    SeatSheet,
    citations_of,
    missing_for_panel,
    receipt_words,
    seat_sheet,
    stage_in_hand,
    sure_words,
)
from scenarios.selectors.panels import is_waited_for, unit_count
from scenarios.services.errors import Missing, OlderRevision
from scenarios.services.panel_people import refusal_to_rate
from scenarios.services.rating import Cite
from scoring.public import Factor

BAR = "scenarios/includes/panel_bar.html"


def rating_page(
    sheet: SeatSheet,
    step: str,
    form: FactorForm,
    *,
    conflict: OlderRevision | None = None,
    unknown: str = "",
) -> Page:
    """One item beside the file, as far as the stage shows it."""
    factor = factor_of(sheet, step)
    citations = sheet.citations(factor.code)
    passages = list(sheet.seat.panel.case_version.passages.filter(stage__lte=sheet.stage))
    stance_of = {each.passage.ref: each.stance for each in citations}
    if unknown:
        form.add_error(None, _("There is no passage %(ref)s in this case file.") % {"ref": unknown})
    return {
        **_common(sheet, step),
        "factor": factor,
        "is_overall": factor.kind == Factor.Kind.OVERALL,
        "form": form,
        "file": case_file(
            sheet.seat.panel.case_version,
            stage=sheet.stage,
            passages=passages,
            stance_of={p.pk: stance_of[p.ref] for p in passages if p.ref in stance_of},
        ),
        "earlier": _earlier(sheet, factor),
        "citations": citations,
        "conflict": _item_conflict(conflict, sheet, factor) if conflict else None,
    }


def factor_of(sheet: SeatSheet, step: str) -> Factor:
    """The factor of a step; a word that is no step is a page that is not there."""
    code = Factor.OVERALL_CODE if step == OVERALL else step
    factor = next((factor for factor in sheet.factors if factor.code == code), None)
    if factor is None:
        raise Http404
    return factor


def rating_initial(sheet: SeatSheet, factor: Factor) -> dict[str, Any]:
    """What the form of an item begins with: what is stored, and else nothing."""
    row = sheet.rating(factor.code)
    return {
        "choice": "" if row is None else str(row.level) if row.level is not None else row.kind,
        "confidence": row.confidence if row else None,
        "reason": row.reason if row else "",
        "revision": row.revision if row else 0,
        "interval": sheet.plan.interval_code or None,
    }


def plan_page(sheet: SeatSheet, data: QueryDict | None = None) -> Page:
    """The actions; at a later stage those of the stage before stand there to begin with."""
    plan = sheet.plan
    initial: dict[str, Any] = {"revision": plan.actions_revision}
    initial |= {f"action-{row['action']}": row["factor"] for row in plan.actions}
    form = ActionsForm(
        data, initial=initial, actions=sheet.actions_offered.values(), factors=sheet.factors
    )
    return {
        **_common(sheet, ACTIONS),
        "form": form,
        "file": case_file(sheet.seat.panel.case_version, stage=sheet.stage),
        "is_carried_over": bool(sheet.earlier and plan.actions and not plan.actions_receipt),
    }


def check_page(sheet: SeatSheet, missing: Sequence[Missing] = ()) -> Page:
    """Everything of a stage in one list, each item with the way to change it."""
    lacking = {each.step for each in missing_for_panel(sheet)}
    rows = [
        {
            "label": factor.name,
            "value": item_words(sheet, factor),
            "missing": factor.code in lacking,
            "url": from_check(
                seat_url(sheet.seat, sheet.stage, factor.code),
                still_missing=len(lacking) if factor.code in lacking else 0,
            ),
            "action": _("Answer") if factor.code in lacking else _("Change"),
        }
        for factor in sheet.factors
    ]
    plan = {
        "label": _("Risk management actions"),
        "value": plan_words(sheet),
        "missing": False,
        "url": from_check(seat_url(sheet.seat, sheet.stage, ACTIONS)),
        "action": _("Change"),
    }
    return {
        **_common(sheet, CHECK),
        "rows": [*rows, plan],
        "errors": [
            {
                "href": from_check(
                    seat_url(sheet.seat, sheet.stage, each.step), still_missing=len(missing)
                ),
                "text": each.words,
            }
            for each in missing
        ],
    }


def queue_page(seat: Panellist) -> Page:
    """The panellist's own list: what is recorded, and the next item to rate."""
    panel, version = seat.panel, seat.panel.case_version
    sheet = seat_sheet(seat, stage_in_hand(seat))
    may_rate = panel.is_open and seat.finished_at is None and seat.declined_at is None
    sheets = (*sheet.earlier, sheet)
    return {
        **_common(sheet, ""),
        "refusal": refusal_to_rate(panel, seat.person) if may_rate else None,
        "may_rate": may_rate,
        "is_asked_again": seat.finished_at is not None and is_waited_for(seat),
        "question": getattr(seat, "question", None),
        "is_questioned": _is_questioned(seat),
        "may_see_place": panel.state == Panel.State.RELEASED and not seat.wrong_tool_ground,
        "wrong_tool_reason": seat.or_notice(seat.wrong_tool_reason),
        "next_url": first_open_url(sheet),
        "is_ready": first_open_url(sheet) == seat_url(seat, sheet.stage, CHECK),
        "done": sum(each.done_count for each in sheets),
        "units": unit_count(panel),
        "stages": [{"number": s.stage, "tasks": _tasks(s, "", linked=may_rate)} for s in sheets],
        "papers": sum(document["stage"] <= sheet.stage for document in version.documents),
    }


def _is_questioned(seat: Panellist) -> bool:
    """Whether the chair's question waits for an answer that can still be given."""
    if seat.panel.state == Panel.State.CALLED_OFF or not hasattr(seat, "question"):
        return False
    return not seat.question.is_answered


def saved_item(row: PanelRating, factor: Factor, stage: int, cite: Cite | None) -> Page:
    """What an autosave draws again: the receipt, the revision, the count, and a cited passage."""
    mine = Q(units__panel_ratings__panellist=row.panellist_id, units__stage=stage)
    note: Page = {
        **Factor.objects.filter(framework=factor.framework_id).aggregate(
            unit_count=Count("pk", distinct=True),
            rated_count=Count(
                "pk", filter=mine & ~Q(units__panel_ratings__receipt=""), distinct=True
            ),
        ),
        "saved": item_saved(factor, row),
        "revision": row.revision,
        "factor": factor,
        "step_url": seat_url(row.panellist, stage, factor.code),
    }
    if cite is not None:
        note["citations"] = citations_of(row)
        note["cited"] = PassageView(cite.passage.ref, stance=cite.stance or "")
    return note


def item_saved(factor: Factor, row: PanelRating | None) -> str:
    """That an item is recorded, with its receipt; or only saved, while something is missing."""
    if row is None or not row.pk:
        return ""
    if row.receipt:
        return receipt_words(factor.name, row.saved_at, row.receipt)
    return saved_words(row.saved_at)


def plan_saved(plan: PanelStageRating) -> str:
    """The same of the actions."""
    if not plan.actions_receipt or plan.actions_saved_at is None:
        return ""
    return receipt_words(_("Risk management actions"), plan.actions_saved_at, plan.actions_receipt)


def item_words(sheet: SeatSheet, factor: Factor) -> str:
    """An item in one line: the level, how sure, the interval, what is cited, and the reason."""
    row = sheet.rating(factor.code)
    if row is None or not row.kind:
        return _("Not rated yet")
    parts = [_level(factor, row), sure_words(row)]
    if factor.kind == Factor.Kind.OVERALL and sheet.interval:
        parts.append(sheet.interval.label)
    cited = sheet.citations(factor.code)
    parts.append(", ".join(f"{c.passage.ref} {c.get_stance_display()}" for c in cited))
    reason = row.or_notice(row.reason).strip()
    parts.append(f"“{reason}”" if reason else "")
    return " · ".join(filter(None, parts))


def plan_words(sheet: SeatSheet) -> str:
    """The chosen actions in one line, each with the factor it answers."""
    names = {factor.code: factor.name for factor in sheet.factors}
    chosen = [
        f"{sheet.actions_offered[row['action']].label} ({names[row['factor']]})"
        for row in sheet.plan.actions
    ]
    return ", ".join(chosen) or _("None")


def plan_conflict(conflict: OlderRevision, sheet: SeatSheet) -> Page:
    """The plan that is saved, to stand beside the one on the page."""
    return conflict_note(conflict, plan_words(sheet))


def seat_url(seat: Panellist, stage: int, step: str) -> str:
    """The address of one page of a panellist's queue."""
    return reverse("panel_step", args=[seat.panel.uuid, stage, step])


def next_url(sheet: SeatSheet, step: str) -> str:
    """Where "Save and continue" leads: the next item in order, at the end the check."""
    steps = [*(factor.code for factor in sheet.factors), ACTIONS, CHECK]
    return seat_url(sheet.seat, sheet.stage, steps[steps.index(step) + 1])


def first_open_url(sheet: SeatSheet) -> str:
    """Where a panellist goes on: the first item not done, the actions, or the check."""
    lacking = missing_for_panel(sheet)
    step = lacking[0].step if lacking else CHECK if sheet.plan.actions_receipt else ACTIONS
    return seat_url(sheet.seat, sheet.stage, step)


def _item_conflict(conflict: OlderRevision, sheet: SeatSheet, factor: Factor) -> Page:
    return conflict_note(conflict, item_words(sheet, factor))


def _level(factor: Factor, row: PanelRating) -> str:
    if row.kind != AnswerKind.LEVEL:
        return str(row.get_kind_display())
    return next(level.label for level in factor.scale.levels.all() if level.value == row.level)


def _earlier(sheet: SeatSheet, factor: Factor) -> list[dict[str, Any]]:
    return [
        {"stage": each.stage, "words": item_words(each, factor), "reason": ""}
        for each in sheet.earlier
    ]


def _counts(sheet: SeatSheet) -> Page:
    return {"rated_count": sheet.done_count, "unit_count": len(sheet.factors)}


def _common(sheet: SeatSheet, current: str) -> Page:
    seat, stage = sheet.seat, sheet.stage
    codes = [*(factor.code for factor in sheet.factors), ACTIONS]
    here = codes.index(current) if current in codes else len(codes)
    tasks = _tasks(sheet, current)
    return {
        "seat": seat,
        "panel": seat.panel,
        "version": seat.panel.case_version,
        "stage": stage,
        "is_last_stage": stage == seat.panel.case_version.stages,
        "bar": BAR,
        "step_url": seat_url(seat, stage, current) if current else "",
        "tasks": tasks,
        "previous": tasks[here - 1] if here else None,
        "check_url": reverse("panel_check", args=[seat.panel.uuid, stage]),
        "report_url": reverse("panel_report_real_data", args=[seat.panel.uuid]),
        "saved": _last_saved(sheet, current),
        **_counts(sheet),
    }


def _last_saved(sheet: SeatSheet, current: str) -> str:
    if current == ACTIONS:
        return plan_saved(sheet.plan)
    factor = next((factor for factor in sheet.factors if factor.code == current), None)
    return item_saved(factor, sheet.rating(current)) if factor else ""


def _tasks(sheet: SeatSheet, current: str, *, linked: bool = True) -> list[dict[str, Any]]:
    linked = linked and not sheet.is_locked
    tasks = [_task(sheet, factor, current, linked=linked) for factor in sheet.factors]
    said = plan_saved(sheet.plan)
    tasks.append(
        {
            "url": seat_url(sheet.seat, sheet.stage, ACTIONS) if linked else "",
            "label": _("Risk management actions"),
            "hint": said.partition(" · ")[2],
            "status": _("Recorded") if said else _("None chosen"),
            "state": "done" if said else "",
            "current": current == ACTIONS,
        }
    )
    return tasks


def _task(sheet: SeatSheet, factor: Factor, current: str, *, linked: bool) -> dict[str, Any]:
    row = sheet.rating(factor.code)
    is_done = sheet.is_done(factor)
    begun = _("Begun") if row is not None else _("Not yet")
    is_overall = factor.kind == Factor.Kind.OVERALL
    return {
        "url": seat_url(sheet.seat, sheet.stage, factor.code) if linked else "",
        "label": factor.name if is_overall else f"{factor.number} {factor.name}",
        "hint": item_saved(factor, row).partition(" · ")[2],
        "status": _("Recorded") if is_done else begun,
        "state": "done" if is_done else "",
        "current": current == factor.code,
    }

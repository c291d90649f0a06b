"""What a panellist says, saved an item at a time, each complete item with a receipt of its own."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from scenarios.models import Panel, Panellist, PanelRating, PanelStageRating, Report
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.selectors.panel_sheets import missing_for_panel, seat_sheet, stage_in_hand
from scenarios.services.assessing import new_receipt
from scenarios.services.errors import Incomplete, OlderRevision, PanelRefused
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scenarios.services.inviting import lock_panel, record_panel_event, refuse_unless
from scenarios.services.panel_hours import count_panel_time
from scenarios.services.panel_people import refusal_to_rate
from scenarios.services.panels import BLIND_ROUND
from scenarios.services.rating import Cite, Rating
from scoring.public import Action, Factor, IntervalBand, Unit


@transaction.atomic
def save_panel_rating(
    *,
    seat: Panellist,
    stage: int,
    factor: Factor,
    rating: Rating,
    revision: int,
    cite: Cite | None = None,
    interval: IntervalBand | None = None,
) -> PanelRating:
    """Save one item as the page has it. What is stored differently since is never overwritten.

    OlderRevision: the page was drawn from an older save and says something else. PanelRefused: the
    seat takes nothing any more.
    """
    refuse_identifiers(rating.reason, field="reason")
    seat, plan = _lock_open_stage(seat, stage)
    count_panel_time(seat)
    if rating.kind == OUTSIDE_FIELD:
        rating = replace(rating, confidence=None)
    unit = Unit.objects.get(subject=seat.panel.case_version.uuid, stage=stage, factor=factor)
    row = PanelRating.objects.filter(panellist=seat, unit=unit, round=BLIND_ROUND).first()
    row = row or PanelRating(panellist=seat, unit=unit, round=BLIND_ROUND)
    is_overall = factor.kind == Factor.Kind.OVERALL
    code = interval.code if interval else ""
    changed = rating != Rating(row.kind, row.level, row.confidence, row.reason) or (
        is_overall and code != plan.interval_code
    )
    if changed and revision != row.revision:
        raise OlderRevision(saved_revision=row.revision)
    if row.pk and rating.reason != row.reason:
        refuse_text_kept_back(Report.Kind.PANEL_REASON, row.pk, rating.reason)
        row.withheld = ""  # a new text in place of one that was taken out is a text like any other
    cited = _cited(row, cite)
    if not changed and cited == row.citations and row.pk:
        return row
    row.kind, row.level = rating.kind, rating.level
    row.confidence, row.reason, row.citations = rating.confidence, rating.reason, cited
    row.revision += changed
    row.saved_at = timezone.now()
    complete = _is_complete(row, needs_interval=is_overall and not code)
    row.receipt = new_receipt() if complete else ""
    row.save()
    if is_overall and code != plan.interval_code:
        plan.interval_code = code
        plan.save(update_fields=["interval_code"])
    return row


@transaction.atomic
def save_panel_actions(
    *, seat: Panellist, stage: int, chosen: Mapping[Action, Factor], revision: int
) -> PanelStageRating:
    """Replace the chosen actions, each tied to its factor. The same refusals as for a rating."""
    seat, plan = _lock_open_stage(seat, stage)
    count_panel_time(seat)
    wanted = [{"action": action.code, "factor": factor.code} for action, factor in chosen.items()]
    if wanted == plan.actions and plan.actions_receipt:
        return plan
    if revision != plan.actions_revision:
        raise OlderRevision(saved_revision=plan.actions_revision)
    plan.actions = wanted
    plan.actions_revision += 1
    plan.actions_saved_at = timezone.now()
    plan.actions_receipt = new_receipt()
    plan.save()
    return plan


@transaction.atomic
def submit_panel_stage(*, seat: Panellist, stage: int) -> Panellist:
    """Lock one stage, which opens the next; with the last one the seat has finished.

    Submitting twice is the same as once. Incomplete: something of the stage is missing.
    """
    lock_panel(seat.panel)  # so that a seat finishes before the panel closes, or not at all
    if _is_locked(seat, stage):
        return Panellist.objects.get(pk=seat.pk)
    seat, plan = _lock_open_stage(seat, stage)
    if missing := missing_for_panel(seat_sheet(seat, stage)):
        raise Incomplete(missing)
    plan.submitted_at = timezone.now()
    plan.save(update_fields=["submitted_at"])
    is_last = stage == seat.panel.case_version.stages
    count_panel_time(seat, stops=is_last)
    if is_last:
        seat.finished_at = plan.submitted_at
        seat.save(update_fields=["finished_at"])
    else:
        # The plan so far is where the next stage's begins.
        PanelStageRating.objects.create(
            panellist=seat, stage=stage + 1, round=BLIND_ROUND, actions=plan.actions
        )
    record_panel_event(seat.panel, "panel.stage_rated", seat.person, stage=stage)
    return seat


@transaction.atomic
def say_wrong_tool(*, seat: Panellist, ground: str, reason: str) -> Panellist:
    """Finish a seat by saying that ARMS is not the tool for the case, in place of every rating."""
    refuse_identifiers(reason, field="text")
    lock_panel(seat.panel)
    there = Panellist.objects.get(pk=seat.pk)
    if ground and (there.wrong_tool_ground, there.wrong_tool_reason) == (ground, reason):
        return there  # the same, sent twice
    seat = _lock_open_seat(seat)
    seat.wrong_tool_ground, seat.wrong_tool_reason = ground, reason
    seat.begun_at = seat.begun_at or timezone.now()
    seat.finished_at = timezone.now()
    count_panel_time(seat, stops=True)
    seat.save()
    record_panel_event(seat.panel, "panel.seat_finished", seat.person)
    return seat


@transaction.atomic
def decline(*, seat: Panellist) -> Panellist:
    """Leave a panel, begun or not, without a reason. Declining twice is the same as once."""
    lock_panel(seat.panel)
    seat = Panellist.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    refuse_unless(seat.panel, Panel.State.OPEN)
    if seat.finished_at is not None:
        raise PanelRefused(_("You have finished. What you rated stays."))
    if seat.declined_at is None:
        seat.declined_at = timezone.now()
        seat.save(update_fields=["declined_at"])
        record_panel_event(seat.panel, "panel.declined", seat.person, subject=seat.person)
    return seat


def _lock_open_seat(seat: Panellist) -> Panellist:
    """The seat's row, locked; raises in words where nothing more is taken from it."""
    locked = (
        Panellist.objects.select_for_update(of=("self",))
        .select_related("panel__case_version__scenario__owner", "person")
        .filter(pk=seat.pk)
        .first()
    )
    if locked is None:
        raise PanelRefused(_("The invitation was taken back. This change was not saved."))
    if locked.finished_at is not None:
        raise PanelRefused(_("You have finished this case. This change was not saved."))
    if locked.declined_at is not None:
        raise PanelRefused(_("You have declined. This change was not saved."))
    if not locked.panel.is_open:
        raise PanelRefused(_("The panel rates no more. This change was not saved."))
    if words := refusal_to_rate(locked.panel, locked.person):
        raise PanelRefused(words)
    return locked


def _lock_open_stage(seat: Panellist, stage: int) -> tuple[Panellist, PanelStageRating]:
    seat = _lock_open_seat(seat)
    if not 1 <= stage <= stage_in_hand(seat):
        raise PanelRefused(_("This stage is not open yet. This change was not saved."))
    plan, _made = PanelStageRating.objects.get_or_create(
        panellist=seat, stage=stage, round=BLIND_ROUND
    )
    if plan.submitted_at is not None:
        raise PanelRefused(_("You have submitted this stage. This change was not saved."))
    if seat.begun_at is None:
        seat.begun_at = timezone.now()
        seat.save(update_fields=["begun_at"])
    return seat, plan


def _is_locked(seat: Panellist, stage: int) -> bool:
    submitted = PanelStageRating.objects.filter(
        panellist=seat, stage=stage, round=BLIND_ROUND, submitted_at__isnull=False
    )
    return submitted.exists()


def _is_complete(row: PanelRating, *, needs_interval: bool) -> bool:
    if row.kind == OUTSIDE_FIELD:
        return True
    return bool(row.kind) and row.confidence is not None and not needs_interval


def _cited(row: PanelRating, cite: Cite | None) -> list[dict[str, str]]:
    """Citing is by passage and says all it means, so two tabs add to each other."""
    if cite is None:
        return row.citations
    kept = [each for each in row.citations if each["passage"] != cite.passage.ref]
    if cite.stance is not None:
        kept.append({"passage": cite.passage.ref, "stance": cite.stance})
    return kept

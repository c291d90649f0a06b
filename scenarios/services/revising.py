"""What a panellist says once they have seen the spread: revised once an item, or “I stay”."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from scenarios.models import (
    Panel,
    Panellist,
    PanelRating,
    PanelStageRating,
    PanelStay,
    Report,
)
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.selectors.panel_rounds import blind_round
from scenarios.services.assessing import new_receipt
from scenarios.services.errors import PanelRefused
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scenarios.services.inviting import lock_panel, record_panel_event
from scenarios.services.panel_hours import count_panel_time
from scenarios.services.panel_people import refusal_to_rate
from scenarios.services.panels import BLIND_ROUND
from scenarios.services.rating import Rating
from scoring.public import Factor, IntervalBand

REVISION = 2
Cited = Sequence[dict[str, str]]


class NotAsked(PanelRefused):
    """The item is not one of those on which this person is asked to look again."""


@transaction.atomic
def revise_rating(
    *,
    seat: Panellist,
    stage: int,
    factor: Factor,
    rating: Rating,
    cited: Cited,
    interval: IntervalBand | None = None,
) -> Panellist:
    """Replace what was said blind on one item, once; both are kept, and the key is of this one.

    What changes nothing is “I stay”. The same again is the same as once. PanelRefused: answered
    otherwise before, not asked, or the round is over. IdentifiersFound: the reason names somebody.
    """
    refuse_identifiers(rating.reason, field="reason")
    seat = _lock_revising_seat(seat)
    first = _asked_item(seat, stage, factor)
    new = _revision_of(first, rating, cited)
    plan = PanelStageRating.objects.get(panellist=seat, stage=stage, round=BLIND_ROUND)
    code = interval.code if interval is not None else plan.interval_code
    if there := PanelRating.objects.filter(panellist=seat, unit=first.unit, round=REVISION).first():
        if _says(there) == _says(new):
            return seat
        raise PanelRefused(_("You have revised this item. Each can be revised once."))
    _refuse_after_stay(seat, first)
    if _says(new) == _says(first) and new.keeps_reason and code == plan.interval_code:
        return _stay(seat, [first.unit_id])
    refuse_text_kept_back(Report.Kind.PANEL_REASON, first.pk, new.reason)
    new.save()
    if code != plan.interval_code:
        PanelStageRating.objects.create(
            panellist=seat, stage=stage, round=REVISION, interval_code=code, actions=plan.actions
        )
    return _answered(seat)


@transaction.atomic
def stay_with(*, seat: Panellist, stage: int, factor: Factor) -> Panellist:
    """Say “I stay” of one item. Twice is like once; the refusals are those of a revision."""
    seat = _lock_revising_seat(seat)
    first = _asked_item(seat, stage, factor)
    if PanelRating.objects.filter(panellist=seat, unit=first.unit, round=REVISION).exists():
        raise PanelRefused(_("You have revised this item. Each can be revised once."))
    return _stay(seat, [first.unit_id])


@transaction.atomic
def stay_with_the_rest(*, seat: Panellist) -> Panellist:
    """Say “I stay” of everything not answered yet: one act, and nothing more is asked."""
    seat = _lock_revising_seat(seat)
    return _stay(seat, sorted(asked_units(seat) - answered_units(seat)))


def asked_units(seat: Panellist) -> set[int]:
    """The units on which the panel differs and which this person rated."""
    said = blind_round(seat.panel)
    return {
        unit
        for unit in said.differing
        if any(row.panellist_id == seat.pk for row in said.answers[unit])
    }


def answered_units(seat: Panellist) -> set[int]:
    """Those of them which the person has revised or stayed with."""
    revised = PanelRating.objects.filter(panellist=seat, round=REVISION)
    return {
        *revised.values_list("unit", flat=True),
        *PanelStay.objects.filter(panellist=seat).values_list("unit", flat=True),
    }


def _lock_revising_seat(seat: Panellist) -> Panellist:
    """The seat's row, locked after its panel's: an answer precedes the closing, or is refused."""
    panel = lock_panel(seat.panel)
    locked = (
        Panellist.objects.select_for_update(of=("self",)).select_related("person").get(pk=seat.pk)
    )
    locked.panel = panel
    if panel.state != Panel.State.REVISING:
        raise PanelRefused(_("The revision round is over. This change was not saved."))
    if not locked.asked_again:
        raise NotAsked(_("You are not asked to look at anything again."))
    if words := refusal_to_rate(panel, locked.person):
        raise PanelRefused(words)
    return locked


def _asked_item(seat: Panellist, stage: int, factor: Factor) -> PanelRating:
    first = (
        PanelRating.objects.filter(
            panellist=seat, unit__stage=stage, unit__factor=factor, round=BLIND_ROUND
        )
        .select_related("unit")
        .first()
    )
    if first is None or first.unit_id not in asked_units(seat):
        raise NotAsked(_("You are not asked to look at this item again."))
    return first


def _revision_of(first: PanelRating, rating: Rating, cited: Cited) -> PanelRating:
    keeps_reason = rating.reason.strip() == first.reason.strip()
    return PanelRating(
        panellist_id=first.panellist_id,
        unit=first.unit,
        round=REVISION,
        kind=rating.kind,
        level=rating.level,
        confidence=None if rating.kind == OUTSIDE_FIELD else rating.confidence,
        reason="" if keeps_reason else rating.reason,
        keeps_reason=keeps_reason,
        citations=list(cited),
        revision=1,
        receipt=new_receipt(),
    )


def _says(row: PanelRating) -> tuple[object, ...]:
    """What two rows are compared by; a first round's reason counts as kept by itself."""
    cited = sorted((each["passage"], each["stance"]) for each in row.citations)
    keeps = row.keeps_reason or row.round == BLIND_ROUND
    return row.kind, row.level, row.confidence, cited, keeps, "" if keeps else row.reason


def _refuse_after_stay(seat: Panellist, first: PanelRating) -> None:
    if PanelStay.objects.filter(panellist=seat, unit=first.unit).exists():
        raise PanelRefused(_("You have said that you stay. Each item can be answered once."))


def _stay(seat: Panellist, units: Sequence[int]) -> Panellist:
    PanelStay.objects.bulk_create(
        [PanelStay(panellist=seat, unit_id=unit) for unit in units], ignore_conflicts=True
    )
    return _answered(seat)


def _answered(seat: Panellist) -> Panellist:
    """Count the time; with the last item the person has looked again, and that is recorded."""
    is_done = len(answered_units(seat)) >= seat.asked_again
    count_panel_time(seat, stops=is_done)
    if is_done and seat.revised_at is None:
        seat.revised_at = timezone.now()
        seat.save(update_fields=["revised_at"])
        record_panel_event(seat.panel, "panel.looked_again", seat.person)
    return seat

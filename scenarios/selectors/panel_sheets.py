"""What one panellist has said so far: read at once, and nobody else's with it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scenarios.models import Citation, Confidence, Panellist, PanelRating, PanelStageRating
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.selectors.case_file import PassageView
from scenarios.services.errors import Missing
from scoring.public import Action, Factor, IntervalBand, framework_parts

BLIND_ROUND = 1


@dataclass(frozen=True)
class SeatCitation:
    """A passage that a panellist cites, as the pages of a rating show it."""

    passage: PassageView
    stance: str

    def get_stance_display(self) -> str:
        return str(Citation.Stance(self.stance).label)


@dataclass(frozen=True)
class SeatSheet:
    """All a panellist has said of one stage, by factor code; ``earlier`` are the stages before."""

    seat: Panellist
    plan: PanelStageRating
    factors: tuple[Factor, ...]
    ratings: dict[str, PanelRating]
    bands: dict[str, IntervalBand]
    actions_offered: dict[str, Action]
    earlier: tuple["SeatSheet", ...] = ()

    @property
    def stage(self) -> int:
        return self.plan.stage

    @property
    def is_locked(self) -> bool:
        return self.plan.submitted_at is not None

    @property
    def interval(self) -> IntervalBand | None:
        return self.bands.get(self.plan.interval_code)

    @property
    def done_count(self) -> int:
        return sum(self.is_done(factor) for factor in self.factors)

    def rating(self, code: str) -> PanelRating | None:
        return self.ratings.get(code)

    def is_done(self, factor: Factor) -> bool:
        return not missing_of_item(self, factor)

    def citations(self, code: str) -> list[SeatCitation]:
        row = self.ratings.get(code)
        return citations_of(row) if row else []


def citations_of(row: PanelRating) -> list[SeatCitation]:
    """What one item cites, in the order it was cited."""
    return [SeatCitation(PassageView(each["passage"]), each["stance"]) for each in row.citations]


def seat_sheet(seat: Panellist, stage: int) -> SeatSheet:
    """The sheet of one stage with those before it, in a constant number of queries."""
    version = seat.panel.case_version
    plans = {
        plan.stage: plan
        for plan in PanelStageRating.objects.filter(panellist=seat, round=BLIND_ROUND)
    }
    by_stage: dict[int, dict[str, PanelRating]] = {}
    rows = PanelRating.objects.filter(
        panellist=seat, round=BLIND_ROUND, unit__stage__lte=stage
    ).select_related("unit__factor")
    for row in rows:
        by_stage.setdefault(row.unit.stage, {})[row.unit.factor.code] = row
    parts = framework_parts(version.framework_id)
    factors = parts.factors
    bands = {band.code: band for band in parts.intervals}
    offered = {action.code: action for action in parts.actions}
    sheets: tuple[SeatSheet, ...] = ()
    for number in range(1, stage + 1):
        plan = plans.get(number) or PanelStageRating(panellist=seat, stage=number)
        ratings = by_stage.get(number, {})
        sheets = (*sheets, SeatSheet(seat, plan, factors, ratings, bands, offered, sheets))
    return sheets[-1]


def stage_in_hand(seat: Panellist) -> int:
    """The stage the panellist is at: the first that is not locked, at the end the last."""
    locked = PanelStageRating.objects.filter(
        panellist=seat, round=BLIND_ROUND, submitted_at__isnull=False
    ).count()
    return min(locked + 1, seat.panel.case_version.stages)


def missing_for_panel(sheet: SeatSheet) -> list[Missing]:
    """What still has to be done before a stage is submitted, one line an item, in their order."""
    return [
        Missing(factor.code, f"{factor.name}: {', '.join(parts)}")
        for factor in sheet.factors
        if (parts := missing_of_item(sheet, factor))
    ]


def missing_of_item(sheet: SeatSheet, factor: Factor) -> list[str]:
    """What one item still needs. Outside one's field, nothing more is asked."""
    row = sheet.rating(factor.code)
    if row is not None and row.kind == OUTSIDE_FIELD:
        return []
    parts = []
    if row is None or not row.kind:
        parts.append(_("rate it"))
    if row is None or row.confidence is None:
        parts.append(_("say how sure you are"))
    if factor.kind == Factor.Kind.OVERALL and not sheet.plan.interval_code:
        parts.append(_("choose when to review the case"))
    return parts


def sure_words(row: PanelRating) -> str:
    """How sure, in words; outside one's field nobody is asked."""
    if row.kind == OUTSIDE_FIELD:
        return ""
    if row.confidence is None:
        return _("how sure: not said yet")
    return str(Confidence(row.confidence).label)


def receipt_words(label: str, saved_at: datetime, receipt: str) -> str:
    """What is said of a recorded item: "Opportunity · recorded 25 November, 14:02 · 7KQ2-M9XD"."""
    when = date_format(timezone.localtime(saved_at), "j F, H:i")
    recorded = _("recorded %(when)s") % {"when": when}
    return f"{label} · {recorded} · {receipt}"

"""Panels of people, in the browser."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from people.public import (
    Organisation,
    Role,
    User,
)
from scenarios.models import (
    Panel,
    Panellist,
    PanelRating,
    Scenario,
)
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.selectors.panel_rounds import blind_round
from scenarios.services.assessing import new_receipt
from scenarios.services.closing import close_as_chair
from scenarios.services.inviting import open_panel
from scenarios.services.panel_rating import save_panel_rating, submit_panel_stage
from scenarios.services.panel_rounds import end_blind_round, open_revision
from scenarios.services.panels import BLIND_ROUND
from scenarios.services.rating import Rating
from scenarios.services.revising import stay_with_the_rest
from scoring.public import (
    Factor,
    IntervalBand,
    Unit,
)
from tests.factories.cases import make_framework, make_scenario
from tests.factories.people import make_person
from tests.factories.reviews import make_passed


def make_panel(
    size: int = 6,
    use: str = "practice",
    *,
    scenario: Scenario | None = None,
    organisation: Organisation | None = None,
    **parts: User,
) -> Panel:
    """An open panel of people of one organisation: ``size`` panellists, a chair, an approver.

    The chair has sent the case, unless somebody else is named; so may be whom ``parts`` name.
    """
    make_framework()
    chair = parts.get("chair") or make_person(role=Role.TRAINER, organisation=organisation)
    scenario, sent_by = scenario or make_scenario(), parts.get("sent_by", chair)
    make_passed(scenario, by=sent_by)
    return open_panel(
        scenario=scenario,
        sent_by=sent_by,
        chair=chair,
        approver=parts.get("approver")
        or make_person(role=Role.ADMINISTRATOR, organisation=organisation),
        panellists=[
            make_person(role=Role.PANELLIST, organisation=organisation) for _seat in range(size)
        ],
        use=use,
        due_on=due_soon(),
    )


def due_soon() -> date:
    """In two weeks."""
    return timezone.localdate() + timedelta(days=14)


def rate_seat(
    seat: Panellist, stage: int = 1, *, reason: str = "Why", **answers: int | str
) -> Panellist:
    """Everything of a stage rated level 2 and submitted, but for what is named by factor code.

    A word in place of a level is an answer without one, as ``opportunity="outside_field"``. The
    overall level goes by the service, which opens the stage; the other items of a seat that has
    none yet are written as the service leaves them, at a tenth of the statements.
    """
    framework = seat.panel.case_version.framework
    ratings = {
        factor: Rating.from_choice(str(answers.get(factor.code, 2)), 70, f"{reason} {factor.code}.")
        for factor in Factor.objects.filter(framework=framework)
    }
    overall = next(factor for factor in ratings if factor.kind == Factor.Kind.OVERALL)
    others = {factor: rating for factor, rating in ratings.items() if factor != overall}
    if _has_rated(seat, stage):
        for factor, rating in others.items():
            save_panel_rating(seat=seat, stage=stage, factor=factor, rating=rating, revision=0)
    save_panel_rating(
        seat=seat,
        stage=stage,
        factor=overall,
        rating=ratings[overall],
        revision=0,
        interval=IntervalBand.objects.get(framework=framework, code="m3"),
    )
    if not _has_rated(seat, stage, but=overall):
        PanelRating.objects.bulk_create(_as_saved(seat, stage, others))
    return submit_panel_stage(seat=seat, stage=stage)


def _has_rated(seat: Panellist, stage: int, *, but: Factor | None = None) -> bool:
    rated = PanelRating.objects.filter(panellist=seat, unit__stage=stage)
    return rated.exclude(unit__factor=but).exists()


def _as_saved(seat: Panellist, stage: int, ratings: dict[Factor, Rating]) -> list[PanelRating]:
    subject = seat.panel.case_version.uuid
    units = {unit.factor_id: unit for unit in Unit.objects.filter(subject=subject, stage=stage)}
    return [
        PanelRating(
            panellist=seat,
            unit=units[factor.pk],
            round=BLIND_ROUND,
            kind=rating.kind,
            level=rating.level,
            confidence=None if rating.kind == OUTSIDE_FIELD else rating.confidence,
            reason=rating.reason,
            revision=1,
            receipt=new_receipt(),
        )
        for factor, rating in ratings.items()
    ]


def finish_panel(panel: Panel) -> Panel:
    """End the blind round, let everybody stay with what they said, and close."""
    panel = end_blind_round(panel=panel, by=panel.chair)
    if blind_round(panel).differing:
        tomorrow = timezone.localdate() + timedelta(days=1)
        panel = open_revision(panel=panel, by=panel.chair, due_on=tomorrow)
        for seat in panel.panellists.filter(asked_again__gt=0):
            stay_with_the_rest(seat=seat)
    return close_as_chair(panel=panel, by=panel.chair)


def make_revising_panel(size: int = 6, use: str = "practice", **options: Any) -> Panel:
    """A panel split on its first factor alone, whose members are asked to look again at it."""
    panel = make_panel(size, use, **options)
    for number, seat in enumerate(panel.panellists.order_by("pk")):
        rate_seat(seat, opportunity=number % 4)
    panel = end_blind_round(panel=panel, by=panel.chair)
    due_on = timezone.localdate() + timedelta(days=7)
    return open_revision(panel=panel, by=panel.chair, due_on=due_on)


def make_closed_panel(size: int = 6, use: str = "practice", **options: Any) -> Panel:
    """A panel whose members have all rated, closed by its chair."""
    panel = make_panel(size, use, **options)
    for seat in panel.panellists.all():
        rate_seat(seat)
    return finish_panel(panel)

"""Panels of people, in the browser."""

from datetime import timedelta
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
    Scenario,
)
from scenarios.services.closing import close_as_chair
from scenarios.services.inviting import open_panel
from scenarios.services.panel_rating import save_panel_rating, submit_panel_stage
from scenarios.services.rating import Rating
from scoring.public import (
    Factor,
    IntervalBand,
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
        due_on=timezone.localdate() + timedelta(days=14),
    )


def rate_seat(
    seat: Panellist, stage: int = 1, *, reason: str = "Why", **answers: int | str
) -> Panellist:
    """Everything of a stage rated level 2 and submitted, but for what is named by factor code.

    A word in place of a level is an answer without one, as ``opportunity="outside_field"``.
    """
    framework = seat.panel.case_version.framework
    interval = IntervalBand.objects.get(framework=framework, code="m3")
    for factor in Factor.objects.filter(framework=framework):
        save_panel_rating(
            seat=seat,
            stage=stage,
            factor=factor,
            rating=Rating.from_choice(
                str(answers.get(factor.code, 2)), 70, f"{reason} {factor.code}."
            ),
            revision=0,
            interval=interval if factor.kind == Factor.Kind.OVERALL else None,
        )
    return submit_panel_stage(seat=seat, stage=stage)


def make_closed_panel(size: int = 6, use: str = "practice", **options: Any) -> Panel:
    """A panel whose members have all rated, closed by its chair."""
    panel = make_panel(size, use, **options)
    for seat in panel.panellists.all():
        rate_seat(seat)
    return close_as_chair(panel=panel, by=panel.chair)

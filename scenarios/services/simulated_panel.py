"""A simulated panellist at work: ratings near what the author meant, by a person's own acts."""

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from people.public import User, home_organisation
from scenarios.models import CaseDesign, Confidence, Panel, Panellist
from scenarios.selectors.panel_rounds import blind_round
from scenarios.selectors.panel_sheets import seat_sheet, stage_in_hand
from scenarios.services.errors import PanelRefused
from scenarios.services.inviting import lock_panel_as_chair
from scenarios.services.panel_rating import (
    save_panel_actions,
    save_panel_rating,
    submit_panel_stage,
)
from scenarios.services.rating import Rating
from scenarios.services.revising import answered_units, revise_rating, stay_with_the_rest
from scoring.public import Factor, IntervalBand, framework_parts

# How far a simulated panellist's level lies from the designed one, and how often.
SLIPS, CHANCES = (-1, 0, 1), (0.15, 0.7, 0.15)
# Where a design says nothing of a factor, or the case has none.
UNDESIGNED = 1
# How often the one whose level is far from most is persuaded, by one level.
PERSUADED = 0.6
DESIGNED = {"n": "not_enough", "x": "not_applicable"}
REASON = "Written by the simulator: no person gave this reason."
SEED = 20265


def may_let_simulated_rate(panel: Panel, chair: User) -> bool:
    """Whether simulated panellists can be set to work: in a demonstration, by its own chair."""
    home = home_organisation(chair)
    return bool(
        settings.DEMO
        and chair.pk == panel.chair_id
        and home is not None
        and home.is_invented
        and panel.state in (Panel.State.OPEN, Panel.State.REVISING)
        and waiting_simulated(panel)
    )


def waiting_simulated(panel: Panel) -> list[Panellist]:
    """The seats of simulated people for whom there is something to do."""
    seats = panel.panellists.filter(person__is_simulated=True, declined_at__isnull=True)
    if panel.state == Panel.State.REVISING:
        seats = seats.filter(asked_again__gt=0, revised_at__isnull=True)
    else:
        seats = seats.filter(finished_at__isnull=True)
    return list(seats.select_related("person", "panel__case_version__framework").order_by("pk"))


@transaction.atomic
def let_simulated_rate(*, panel: Panel, by: User) -> int:
    """Let every simulated panellist do what they are asked; says how many did. Again is no more.

    PanelRefused: not a demonstration, not the chair's, or no simulated panellist is waited for.
    """
    if not may_let_simulated_rate(panel, by):
        raise PanelRefused(_("No simulated panellist is waited for here."))
    panel = lock_panel_as_chair(panel, by, also=(Panel.State.REVISING,))
    seats = waiting_simulated(panel)
    for seat in seats:
        generator = np.random.default_rng([SEED, panel.pk, seat.pk])
        if panel.state == Panel.State.REVISING:
            look_again_as_simulated(seat=seat, generator=generator)
        else:
            rate_as_simulated(seat=seat, generator=generator)
    return len(seats)


def rate_as_simulated(
    *, seat: Panellist, generator: np.random.Generator, items: int | None = None
) -> Panellist:
    """Rate what is left of a case and submit it or, where ``items`` are asked for, so many.

    PanelRefused: the seat of somebody who is not simulated, besides whatever would refuse a person.
    """
    _refuse_a_person(seat)
    version = seat.panel.case_version
    design = CaseDesign.objects.filter(scenario=version.scenario_id).first()
    designed = design.factors if design is not None else {}
    bands = list(IntervalBand.objects.filter(framework=version.framework_id))
    for stage in range(stage_in_hand(seat), version.stages + 1):
        sheet = seat_sheet(seat, stage)
        for factor in sheet.factors[:items]:
            if sheet.is_done(factor):
                continue
            row = sheet.rating(factor.code)
            level = designed.get(factor.code, {}).get("level", UNDESIGNED)
            band = bands[int(generator.integers(len(bands) - 2, len(bands)))]
            save_panel_rating(
                seat=seat,
                stage=stage,
                factor=factor,
                rating=_near(level, factor, generator),
                revision=row.revision if row else 0,
                interval=band if factor.kind == Factor.Kind.OVERALL else None,
            )
        if items is not None:
            return seat
        save_panel_actions(seat=seat, stage=stage, chosen={}, revision=sheet.plan.actions_revision)
        seat = submit_panel_stage(seat=seat, stage=stage)
    return seat


def look_again_as_simulated(*, seat: Panellist, generator: np.random.Generator) -> Panellist:
    """Come a level nearer now and then where most are elsewhere, and stay with the rest."""
    _refuse_a_person(seat)
    said = blind_round(seat.panel)
    factors = {factor.pk: factor for factor in framework_parts(_framework(seat)).factors}
    done = answered_units(seat)
    for unit in sorted(said.differing - done):
        mine = next((row for row in said.answers[unit] if row.panellist_id == seat.pk), None)
        others = [row.level for row in said.answers[unit] if row.level is not None]
        if mine is None or mine.level is None or generator.random() > PERSUADED:
            continue
        middle = int(np.median(others))
        if middle == mine.level:
            continue
        nearer = mine.level + (1 if middle > mine.level else -1)
        factor = factors[mine.unit.factor_id]
        revise_rating(
            seat=seat,
            stage=mine.unit.stage,
            factor=factor,
            rating=Rating.from_choice(str(nearer), mine.confidence, mine.reason),
            cited=mine.citations,
        )
    return stay_with_the_rest(seat=seat)


def _framework(seat: Panellist) -> int:
    found: int = seat.panel.case_version.framework_id
    return found


def _refuse_a_person(seat: Panellist) -> None:
    if seat.person is None or not seat.person.is_simulated:
        raise PanelRefused(_("Only simulated panellists have ratings made for them."))


def _near(designed: int | str, factor: Factor, generator: np.random.Generator) -> Rating:
    sure = int(generator.choice(Confidence.values))
    if designed in DESIGNED:
        return Rating(DESIGNED[str(designed)], None, sure, REASON)
    level = int(designed) + int(generator.choice(SLIPS, p=CHANCES))
    top = len(factor.scale.levels.all()) - 1
    return Rating.from_choice(str(min(max(level, 0), top)), sure, REASON)

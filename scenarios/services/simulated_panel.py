"""A simulated panellist at work: ratings near what the author meant, by a person's own acts."""

import numpy as np
from django.utils.translation import gettext as _

from scenarios.models import CaseDesign, Confidence, Panellist
from scenarios.services.errors import PanelRefused
from scenarios.services.panel_rating import (
    save_panel_actions,
    save_panel_rating,
    submit_panel_stage,
)
from scenarios.services.rating import Rating
from scoring.public import Factor, IntervalBand

STAGE = 1
# How far a simulated panellist's level lies from the designed one, and how often.
SLIPS, CHANCES = (-1, 0, 1), (0.15, 0.7, 0.15)
DESIGNED = {"n": "not_enough", "x": "not_applicable"}
REASON = "Written by the simulator: no person gave this reason."


def rate_as_simulated(
    *, seat: Panellist, generator: np.random.Generator, items: int | None = None
) -> Panellist:
    """Rate a case of one stage and submit it or, where only some ``items`` are asked for, so many.

    PanelRefused: the seat of somebody who is not simulated, besides whatever would refuse a person.
    """
    if seat.person is None or not seat.person.is_simulated:
        raise PanelRefused(_("Only simulated panellists have ratings made for them."))
    version = seat.panel.case_version
    design = CaseDesign.objects.get(scenario=version.scenario_id).factors
    factors = Factor.objects.filter(framework=version.framework_id)
    bands = list(IntervalBand.objects.filter(framework=version.framework_id))
    for factor in factors.prefetch_related("scale__levels")[:items]:
        is_overall = factor.kind == Factor.Kind.OVERALL
        save_panel_rating(
            seat=seat,
            stage=STAGE,
            factor=factor,
            rating=_near(design[factor.code]["level"], factor, generator),
            revision=0,
            interval=bands[int(generator.integers(len(bands) - 2, len(bands)))]
            if is_overall
            else None,
        )
    if items is not None:
        return seat
    save_panel_actions(seat=seat, stage=STAGE, chosen={}, revision=0)
    return submit_panel_stage(seat=seat, stage=STAGE)


def _near(designed: int | str, factor: Factor, generator: np.random.Generator) -> Rating:
    sure = int(generator.choice(Confidence.values))
    if designed in DESIGNED:
        return Rating(DESIGNED[str(designed)], None, sure, REASON)
    level = int(designed) + int(generator.choice(SLIPS, p=CHANCES))
    top = factor.scale.levels.count() - 1
    return Rating.from_choice(str(min(max(level, 0), top)), sure, REASON)

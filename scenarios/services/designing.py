"""Saving what an author means by a case. It stands apart from its text, and is frozen nowhere."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.public import User, record_event
from scenarios.models import CaseDesign, Scenario
from scenarios.selectors.designs import Meant, may_write_design
from scenarios.services.errors import DesignRefused, OlderRevision
from scenarios.services.free_text import refuse_identifiers


@transaction.atomic
def save_design(
    *, scenario: Scenario, by: User, meant: Mapping[tuple[int, str], Meant], revision: int
) -> CaseDesign:
    """Keep what is meant, by stage and factor code. The same again is no change.

    Whoever saves it has written on the case. OlderRevision: somebody else saved in between.
    DesignRefused: not an author. IdentifiersFound: a reason points to somebody real.
    """
    for each in meant.values():
        refuse_identifiers(each.why, field="why")
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if not may_write_design(by, scenario):
        raise DesignRefused(_("Only those who have written on this case say what it means."))
    design, _made = CaseDesign.objects.select_for_update(of=("self",)).get_or_create(
        scenario=scenario
    )
    factors = deepcopy(design.factors)
    for (stage, code), said in meant.items():
        _write(factors, stage, code, said)
    if factors == design.factors:
        return design
    if design.revision != revision:
        raise OlderRevision(design.revision)
    design.factors, design.revision = factors, design.revision + 1
    design.save(update_fields=["factors", "revision"])
    design.writers.add(by)
    record_event(
        name="case.designed",
        organisation=scenario.owner,
        actor=by,
        payload={"ref": scenario.ref, "revision": design.revision},
    )
    return design


def _write(factors: dict[str, Any], stage: int, code: str, said: Meant) -> None:
    """Set one row, leaving alone what a design holds that no form knows of."""
    row = factors.get(code, {})
    place = row if stage == 1 else dict(row.get(f"stage_{stage}", {}))
    for name, value in (
        ("level", said.level),
        ("why", said.why),
        ("evidence", list(said.evidence)),
    ):
        if value:
            place[name] = value
        else:
            place.pop(name, None)
    if stage > 1:
        row.pop(f"stage_{stage}", None)
        if place:
            row[f"stage_{stage}"] = place
    factors.pop(code, None)
    if row:
        factors[code] = row

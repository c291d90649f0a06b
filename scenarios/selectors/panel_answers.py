"""What each panellist of the check cases said, for trying a pass rule on them. Never for a page."""

from collections.abc import Mapping

from scenarios.models import PanelRating
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.services.panels import BLIND_ROUND
from scoring.public import Key, PanellistAnswer, voted_key_id


def panel_answers(keys: Mapping[str, Key]) -> list[PanellistAnswer]:
    """Final and blind answers of everybody who rated for these keys, by the name of each case.

    A panellist of several cases is the same one in all: a person by themselves, a synthetic one by
    the label. What is outside somebody's field is left out.
    """
    cases = {voted_key_id(key): case for case, key in keys.items()}
    rows = (
        PanelRating.objects.filter(
            panellist__panel__key__in=cases,
            panellist__finished_at__isnull=False,
            panellist__wrong_tool_ground="",
        )
        .exclude(kind="")
        .order_by("panellist", "unit", "round")
        .values_list(
            "panellist__panel__key_id", "panellist__person_id", "panellist__label",
            "unit__stage", "unit__factor__code", "round", "kind", "level",
        )
    )  # fmt: skip
    blind: dict[tuple[str, str, int, str], tuple[str, int | None]] = {}
    last: dict[tuple[str, str, int, str], tuple[str, int | None]] = {}
    for key, person, label, stage, factor, number, kind, level in rows:
        place = (f"person {person}" if person else f"label {label}", cases[key], stage, factor)
        last[place] = (kind, level)
        if number == BLIND_ROUND:
            blind[place] = (kind, level)
    return [
        PanellistAnswer(*place, *given, *blind[place])
        for place, given in last.items()
        if place in blind and OUTSIDE_FIELD not in (given[0], blind[place][0])
    ]

"""Where one panellist was, beside the key and the others: for that person alone, once released."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scenarios.models import ChairNote, Panellist, PanelRating
from scenarios.models.panel import OUTSIDE_FIELD
from scenarios.selectors.factor_feedback import LevelRow, level_labels, level_rows, panel_label
from scenarios.selectors.panel_revision import answer_words
from scenarios.services.panels import BLIND_ROUND
from scoring.public import Factor, Key, KeyUnit, Spread, Standing, key_units, spread

Page = dict[str, Any]


@dataclass(frozen=True)
class OwnAnswer:
    """What a table of votes marks as one's own."""

    level: int | None
    answer_kind: str


@dataclass(frozen=True)
class UnitPlace:
    """One factor: what the person said in each round, what the key is, and how the others lie."""

    factor: Factor
    stage: int
    anchor: str
    blind: str
    now: str
    panel: str
    verdict: str
    is_scored: bool
    distance: int | None
    drawing: Spread
    rows: tuple[LevelRow, ...]
    note: str


def own_place(seat: Panellist, key: Key) -> Page:
    """The page of one seat: no name and no label of anybody else is read for it."""
    units = key_units(key)
    prefetch_related_objects([row.unit.factor for row in units], "scale__levels")
    said = _answers(seat)
    notes = {
        note.unit_id: note.or_notice(note.text)
        for note in ChairNote.objects.filter(panel=seat.panel)
    }
    places = [
        _place(row, said[row.unit_id], key, notes.get(row.unit_id, ""))
        for row in units
        if row.unit_id in said
    ]
    return {
        "seat": seat,
        "panel": seat.panel,
        "version": seat.panel.case_version,
        "size": key.panel_size,
        "is_staged": seat.panel.case_version.stages > 1,
        "places": places,
        "sentence": _sentence(places),
    }


def _answers(seat: Panellist) -> dict[int, dict[int, PanelRating]]:
    """Unit to round to what was said in it."""
    found: dict[int, dict[int, PanelRating]] = {}
    for row in PanelRating.objects.filter(panellist=seat).exclude(kind=""):
        found.setdefault(row.unit_id, {})[row.round] = row
    return found


def _place(row: KeyUnit, said: Mapping[int, PanelRating], key: Key, note: str) -> UnitPlace:
    factor, labels = row.unit.factor, level_labels(row.unit.factor)
    blind, last = said[BLIND_ROUND], said[max(said)]
    is_scored = row.standing == Standing.SCORED
    distance = _distance(last, row) if is_scored else None
    return UnitPlace(
        factor=factor,
        stage=row.unit.stage,
        anchor=f"stage-{row.unit.stage}-{factor.code}",
        blind=answer_words(blind, labels),
        now=answer_words(last, labels) if last is not blind else "",
        panel=panel_label(row, labels, key.panel_size - key.wrong_tool_votes),
        verdict=_verdict(last, distance, is_scored=is_scored),
        is_scored=is_scored,
        distance=distance,
        drawing=spread(
            row.level_votes,
            key_levels=set(row.key_levels) if is_scored else (),
            own_level=last.level,
            off_scale=row.not_enough_votes + row.not_applicable_votes,
        ),
        rows=level_rows(row, labels, mine=OwnAnswer(last.level, last.kind)),
        note=note,
    )


def _distance(last: PanelRating, row: KeyUnit) -> int | None:
    if last.level is None or not row.key_levels:
        return None
    return min((last.level - level for level in row.key_levels), key=abs)


def _verdict(last: PanelRating, distance: int | None, *, is_scored: bool) -> str:
    if last.kind == OUTSIDE_FIELD:
        return _("You said that it is outside your field.")
    if not is_scored:
        return _("There is no level to compare with.")
    if distance is None:
        return _("You gave no level, and most did.")
    if distance == 0:
        return _("The same as the key.")
    if distance > 0:
        return ngettext(
            "%(n)d level above the key.", "%(n)d levels above the key.", distance
        ) % {"n": distance}  # fmt: skip
    return ngettext("%(n)d level below the key.", "%(n)d levels below the key.", -distance) % {
        "n": -distance
    }


def _sentence(places: list[UnitPlace]) -> str:
    compared = [
        place
        for place in places
        if place.distance is not None and place.factor.kind != Factor.Kind.OVERALL
    ]
    return _(
        "Of %(n)d scored factors that you gave a level, you were at the key on %(same)d and within "
        "one level on %(near)d."
    ) % {
        "n": len(compared),
        "same": sum(place.distance == 0 for place in compared),
        "near": sum(abs(place.distance or 0) <= 1 for place in compared),
    }

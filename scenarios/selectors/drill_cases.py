"""A unit of a case as a drill shows it: first some passages, and after the answer the panel's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from people.public import User
from scenarios.models import Release
from scenarios.selectors.case_file import PassageView, case_file
from scenarios.selectors.drillable import releases_with_an_open_key
from scenarios.selectors.factor_feedback import (
    CITED_BY_THE_PANEL,
    CitedRow,
    LevelRow,
    Said,
    cited_rows,
    level_labels,
    level_rows,
    notes_on_key,
    panel_label,
    ratings_with_reasons,
    said_of,
)
from scoring.public import Factor, KeyUnit, key_units


@dataclass(frozen=True)
class ShownPassage:
    """A passage with the paper it is from, and what the panel cited it for."""

    passage: PassageView
    source: str
    cited: tuple[CitedRow, ...]


@dataclass(frozen=True)
class CasePage:
    """All that a drill on a unit shows, before the answer and after it."""

    ref: str
    title: str
    summary: str
    content_label: str
    factor: Factor
    passages: tuple[ShownPassage, ...]
    panel: str
    rows: tuple[LevelRow, ...]
    reasons: tuple[Said, ...]
    chair_note: str
    panel_size: int
    is_synthetic_panel: bool


def case_page(
    person: User, *, key: UUID, stage: int, factor_code: str, refs: Collection[str]
) -> CasePage | None:
    """The page of a unit, or None where this person may not see its key, or not any more.

    Asked anew each time it is shown: a case can be withdrawn, reported, or put to another use.
    """
    release = next((r for r in releases_with_an_open_key(person) if r.key.uuid == key), None)
    if release is None:
        return None
    units = (
        unit
        for unit in key_units(release.key)
        if (unit.unit.stage, unit.unit.factor.code) == (stage, factor_code)
    )
    unit = next(units, None)
    return None if unit is None else _page(release, unit, refs)


def _page(release: Release, unit: KeyUnit, refs: Collection[str]) -> CasePage:
    version, key = release.case_version, release.key
    labels = level_labels(unit.unit.factor)
    said = ratings_with_reasons(key).get((unit.unit.stage, unit.unit.factor.code), [])
    return CasePage(
        ref=version.scenario.ref,
        title=version.title,
        summary=version.summary,
        content_label=version.content_label,
        factor=unit.unit.factor,
        passages=tuple(_passages(release, unit, refs)),
        panel=panel_label(unit, labels, key.panel_size),
        rows=level_rows(unit, labels),
        reasons=tuple(said_of(rating, labels) for rating in said),
        chair_note=notes_on_key(key).get(unit.unit_id, ""),
        panel_size=key.panel_size,
        is_synthetic_panel=key.is_synthetic,
    )


def _passages(release: Release, unit: KeyUnit, refs: Collection[str]) -> Sequence[ShownPassage]:
    votes = {
        (row["passage"], row["stance"]): row["panellists"]
        for row in unit.evidence_votes
        if row["panellists"] >= CITED_BY_THE_PANEL
    }
    return [
        ShownPassage(
            passage=passage,
            source=", ".join(part for part in (document.title, document.dated) if part),
            cited=cited_rows((at for at in votes if at[0] == passage.ref), votes),
        )
        for document in case_file(release.case_version, stage=unit.unit.stage).documents
        for passage in document.passages
        if passage.ref in refs
    ]

"""The pages of an open session: the list of factors, and one factor large enough for a wall."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from scenarios.models import ModerationSession, TeachingNote
from scenarios.moderation_forms import NoteForm
from scenarios.selectors.assess_pages import conflict_note, saved_words
from scenarios.selectors.moderation_pages import (
    UnitSplit,
    cited_passages,
    group_side,
    level_words,
    note_of,
    panel_passages,
    panel_side,
    unit_url,
)
from scenarios.services.errors import OlderRevision

Page = dict[str, Any]


def session_page(session: ModerationSession, units: Sequence[UnitSplit]) -> Page:
    """Every factor in the order of the wall, with whether something is agreed on."""
    notes = {(note.stage, note.factor_id): note for note in session.notes.all()}
    steps = [
        {"unit": unit, "url": unit_url(session, unit), "is_agreed": _says(notes, unit)}
        for unit in units
    ]
    return {
        "session": session,
        "version": session.release.case_version,
        "people": _people(units),
        "stages": [
            {"number": number, "steps": [step for step in steps if step["unit"].stage == number]}
            for number in range(1, session.release.case_version.stages + 1)
        ],
        "first_url": next(
            (each["url"] for each in steps if not each["is_agreed"]), steps[0]["url"]
        ),
        "agreed": sum(each["is_agreed"] for each in steps),
        "units": len(steps),
    }


def _says(notes: dict[tuple[int, int], TeachingNote], unit: UnitSplit) -> bool:
    note = notes.get((unit.stage, unit.factor.pk))
    return note is not None and note.says_something


def _people(units: Sequence[UnitSplit]) -> int:
    """Everybody whose answers are shown has answered every factor."""
    return max(unit.people for unit in units)


def factor_page(
    session: ModerationSession,
    units: Sequence[UnitSplit],
    unit: UnitSplit,
    *,
    shown: bool,
    form: NoteForm | None = None,
    conflict: OlderRevision | None = None,
) -> Page:
    """One factor: the group's spread and citations, the panel's where asked for, and the note."""
    note, at = note_of(session, unit), units.index(unit)
    drawing, rows = group_side(unit)
    here = unit_url(session, unit)
    return {
        "session": session,
        "version": session.release.case_version,
        "unit": unit,
        "factor": unit.factor,
        "place": at + 1,
        "units": len(units),
        "previous": _link(session, units[at - 1]) if at else None,
        "next": _link(session, units[at + 1]) if at + 1 < len(units) else None,
        "drawing": drawing,
        "rows": rows,
        "cited": cited_passages(session, unit),
        "panel": panel_side(session, unit) if shown else None,
        "panel_cited": panel_passages(session, unit) if shown else (),
        "here": here,
        "step_url": f"{here}?panel=shown" if shown else here,
        "form": form or _form(unit, note),
        "revision": note.revision,
        "withheld": note.or_notice("") if note.withheld else "",
        "saved": saved_words(note.saved_at) if note.revision else "",
        "conflict": _conflict(conflict, note) if conflict else None,
    }


def _link(session: ModerationSession, unit: UnitSplit) -> Page:
    return {"name": unit.factor.name, "url": unit_url(session, unit)}


def _form(unit: UnitSplit, note: TeachingNote) -> NoteForm:
    level = "" if note.level is None else str(note.level)
    initial = {"text": note.text, "level": level, "revision": note.revision}
    return NoteForm(initial=initial, factor=unit.factor)


def _conflict(older: OlderRevision, note: TeachingNote) -> Page:
    """The note that is saved, to stand beside the one on the page."""
    return conflict_note(older, level_words(note), note.or_notice(note.text))


def next_url(session: ModerationSession, units: Sequence[UnitSplit], unit: UnitSplit) -> str:
    """Where "Save and go on" leads: the next factor, and after the last one the list."""
    at = units.index(unit) + 1
    if at < len(units):
        return unit_url(session, units[at])
    return reverse("moderation_session", args=[session.uuid])

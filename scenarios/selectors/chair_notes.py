"""The chair's notes: on the page where one is written, beside the key, and in feedback."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _

from scenarios.models import ChairNote, Panel
from scenarios.selectors.assess_pages import conflict_note
from scenarios.selectors.assessments import OVERALL
from scenarios.selectors.panel_ratings import unit_said
from scenarios.services.errors import OlderRevision
from scoring.public import Factor, KeyUnit, Standing, key_units

Page = dict[str, Any]


def noted_unit_or_404(panel: Panel, stage: int, step: str) -> KeyUnit:
    """A contested unit of a closed panel; there is no note on any other."""
    code = Factor.OVERALL_CODE if step == OVERALL else step
    rows = key_units(panel.key) if panel.key is not None else ()
    for row in rows:
        if (row.unit.stage, row.unit.factor.code) == (stage, code):
            if row.standing == Standing.CONTESTED:
                return row
            break
    raise Http404


def note_initial(panel: Panel, unit: KeyUnit) -> dict[str, Any]:
    """What the form begins with: the note that is there, if one is."""
    note = ChairNote.objects.filter(panel=panel, unit=unit.unit_id).first()
    return {"text": note.text if note else "", "revision": note.revision if note else 0}


def note_page(panel: Panel, unit: KeyUnit, form: object, conflict: OlderRevision | None) -> Page:
    """One item with what was said of it, the note, and a newer one where another tab saved it."""
    prefetch_related_objects([unit.unit.factor], "scale__levels")
    note = ChairNote.objects.filter(panel=panel, unit=unit.unit_id).first()
    saved = (note.or_notice(note.text) if note else "") or _("None")
    return {
        "panel": panel,
        "version": panel.case_version,
        "one": unit_said(panel, unit),
        "is_staged": panel.case_version.stages > 1,
        "form": form,
        "notice": note.or_notice("") if note else "",
        "conflict": conflict_note(conflict, saved) if conflict else None,
    }

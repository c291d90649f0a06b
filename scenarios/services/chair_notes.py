"""The chair's notes on what the panel is split on: for the approver, and later to teach with."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import ChairNote, Panel, Report
from scenarios.services.errors import OlderRevision, PanelRefused
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scenarios.services.inviting import lock_panel_as_chair, record_panel_event
from scenarios.services.panel_people import refusal_to_look
from scoring.public import KeyUnit, Standing

WHILE_CLOSED = (Panel.State.CLOSED, Panel.State.RETURNED)


@transaction.atomic
def save_chair_note(
    *, panel: Panel, by: User, unit: KeyUnit, text: str, revision: int
) -> ChairNote:
    """Write, change or empty the note on one contested unit, until the case is released.

    The same again is no change. OlderRevision: the page was drawn from an older note. PanelRefused:
    not the chair's to do, not contested, or too late: the approver releases what they have read.
    """
    refuse_identifiers(text, field="text")
    panel = lock_panel_as_chair(panel, by, also=WHILE_CLOSED)
    if words := refusal_to_look(panel, by):
        raise PanelRefused(words)
    if unit.key_id != panel.key_id or unit.standing != Standing.CONTESTED:
        raise PanelRefused(_("A note goes with what the panel is split on, once it is closed."))
    note = ChairNote.objects.filter(panel=panel, unit=unit.unit_id).first()
    note = note or ChairNote(panel=panel, unit_id=unit.unit_id)
    if note.text == text and not note.withheld:
        return note
    if revision != note.revision:
        raise OlderRevision(saved_revision=note.revision)
    if note.pk:
        refuse_text_kept_back(Report.Kind.CHAIR_NOTE, note.pk, text)
    note.text, note.withheld = text, ""
    note.revision += 1
    note.saved_at = timezone.now()
    note.save()
    record_panel_event(panel, "panel.note_saved", by, stage=unit.unit.stage)
    return note

"""Between blind rating and the key: the chair ends the blind round, and opens or skips the next."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import Panel, Panellist
from scenarios.selectors.panel_rounds import BlindRound, blind_round
from scenarios.services.closing import too_few_words
from scenarios.services.errors import PanelRefused
from scenarios.services.free_text import refuse_identifiers
from scenarios.services.inviting import lock_panel_as_chair, record_panel_event, refuse_unless
from scenarios.services.panels import finished_seats

AFTER_BLIND = (Panel.State.ENDED, Panel.State.REVISING)


@transaction.atomic
def end_blind_round(*, panel: Panel, by: User) -> Panel:
    """Lock the blind round for good: who has not finished is left out. Twice is like once.

    PanelRefused: not this person's to do, or too few have finished.
    """
    panel = lock_panel_as_chair(panel, by, also=AFTER_BLIND)
    if panel.blind_ended_at is not None:
        return panel
    finished = finished_seats(panel).count()
    if words := too_few_words(finished, panel.use):
        raise PanelRefused(words)
    panel.blind_ended_at = timezone.now()
    panel.save(update_fields=["blind_ended_at"])
    record_panel_event(panel, "panel.blind_round_ended", by, finished=finished)
    return panel


@transaction.atomic
def open_revision(*, panel: Panel, by: User, due_on: date) -> Panel:
    """Ask everybody to look again at what not all agree on. Twice is like once.

    Whoever is asked can read what others said, so rates no later text of the case blind.
    PanelRefused: the blind round goes on, the second one was skipped, or everybody agrees.
    """
    panel = _lock_after_blind(panel, by)
    if panel.revision_due_on is not None:
        return panel
    if panel.is_revision_skipped:
        raise PanelRefused(_("The revision round was skipped. Nothing was changed."))
    asked = blind_round(panel).asked
    if not asked:
        raise PanelRefused(_("Everybody gave the same answers, so there is nothing to revise."))
    seats = list(Panellist.objects.filter(pk__in=asked))
    for seat in seats:
        seat.asked_again = asked[seat.pk]
        seat.reminded_at, seat.reminders = None, 0
    Panellist.objects.bulk_update(seats, ["asked_again", "reminded_at", "reminders"])
    panel.readers.add(*(seat.person_id for seat in seats))
    panel.revision_due_on = due_on
    panel.save(update_fields=["revision_due_on"])
    record_panel_event(
        panel, "panel.revision_opened", by, asked=len(seats), due_on=due_on.isoformat()
    )
    return panel


@transaction.atomic
def skip_revision(*, panel: Panel, by: User, because: str) -> Panel:
    """Do without the second round, with a word why; only where nothing is contested.

    The same again is no change. PanelRefused: something is contested, or it is open already.
    """
    refuse_identifiers(because, field="note")
    panel = _lock_after_blind(panel, by)
    if panel.is_revision_skipped:
        return panel
    refuse_unless(panel, Panel.State.ENDED)
    if words := refusal_to_skip(blind_round(panel)):
        raise PanelRefused(words)
    panel.revision_skipped_because = because
    panel.save(update_fields=["revision_skipped_because"])
    record_panel_event(panel, "panel.revision_skipped", by)
    return panel


def refusal_to_skip(said: BlindRound) -> str | None:
    """Why the second round cannot be left out, or None where it can."""
    if not said.contested:
        return None
    return _(
        "The panel is split on something, so the revision round cannot be skipped: "
        "it is there for just that."
    )


def _lock_after_blind(panel: Panel, by: User) -> Panel:
    panel = lock_panel_as_chair(panel, by, also=AFTER_BLIND)
    if panel.blind_ended_at is None:
        raise PanelRefused(_("End the blind round first. Nothing was changed."))
    return panel

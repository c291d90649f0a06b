"""Who has read what a closed panel said: they are checked on that case no more."""

from people.public import User
from scenarios.models import Panel
from scenarios.services.errors import PanelRefused
from scenarios.services.panel_people import refusal_to_look


def note_reader(*, panel: Panel | None, person: User) -> None:
    """Let somebody read a key, and keep that they did. Reading twice is the same as once.

    A trainer of the owner has no part in the panel and sees its key all the same. ``PanelRefused``:
    they have the case open as an assessment.
    """
    if panel is None:
        return
    if words := refusal_to_look(panel, person):
        raise PanelRefused(words)
    if not panel.readers.filter(pk=person.pk).exists():
        panel.readers.add(person)

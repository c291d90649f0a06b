"""The draft in hand, and the places in it that words can be said of."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from scenarios.models import Scenario
from scenarios.passages import cut_passages, text_hash

WHOLE = ""


def draft_in_hand(scenario: Scenario) -> Scenario:
    """The newest draft, published or not: what its author last saved."""
    draft: Scenario = scenario.get_latest_revision_as_object()
    return draft


def places_of(draft: Scenario) -> Iterator[tuple[str, str, str]]:
    """Each place with what it is called and the text that stands there, from the whole down."""
    about = [draft.title, draft.summary, draft.content_label, draft.static_risk]
    yield WHOLE, _("The case as a whole"), "\n".join(about)
    for number, document in enumerate(draft.documents.all(), start=1):
        yield f"D{number}", f"D{number} {document.title}", document.body
        for cut in cut_passages(document.body):
            ref = f"D{number}.{cut.number}"
            yield ref, ref, cut.text


def hash_of_place(draft: Scenario, place: str) -> str | None:
    """What the text of a place is known by, or None where the draft has no such place."""
    found = (text for at, _label, text in places_of(draft) if at == place)
    text = next(found, None)
    return None if text is None else text_hash(text)

"""Who asks for a page, and the words that tell whose thing got across to whom."""

from typing import Any

from django.conf import settings

from people.public import Role, User
from tests.factories import make_person

SIGNED_OUT = ("anonymous", "disabled")
ROLES = {
    "trainee": Role.TRAINEE,
    "trainer": Role.TRAINER,
    "panellist": Role.PANELLIST,
    "supervisor": Role.SUPERVISOR,
    "force_lead": Role.FORCE_LEAD,
    "national_lead": Role.NATIONAL_LEAD,
    "administrator": Role.ADMINISTRATOR,
}
ACTORS = (*SIGNED_OUT, *ROLES, "moved")

# A word for each trainee, in the name, the address and a draft: seen by whom it says, no one else.
CANARIES = {
    "Ownfinch": {"trainee", "supervisor", "force_lead", "administrator"},
    "Colleaguewren": {"force_lead", "administrator"},
    "Movedplover": {"moved", "administrator"},
    "Foreignheron": {"administrator"},
}


def foreign_words(actor: str) -> set[str]:
    """The canary words that must be in nothing this actor receives."""
    return {word for word, seen_by in CANARIES.items() if actor not in seen_by}


def sign_in_address() -> str:
    return f"{settings.WAGTAIL_FRONTEND_LOGIN_URL}?next="


def make_trainee(word: str, organisation: Any) -> User:
    return make_person(
        role=Role.TRAINEE,
        organisation=organisation,
        last_name=word,
        email=f"{word.lower()}@people.example",
    )

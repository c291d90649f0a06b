"""What stands for a placeholder of an address, by who asks and whose it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from people.public import Organisation, User

UNKNOWN_UUID = UUID("00000000-0000-4000-8000-000000000000")


class Places:
    """Two organisations and their people, whose things the placeholders are."""

    home: Organisation
    elsewhere: Organisation
    colleague: User
    foreign: User
    actors: dict[str, User]

    def _uuid(self, scope: str, known: Callable[[], UUID]) -> str:
        if scope == "malformed":
            return "not-a-uuid"
        return str(UNKNOWN_UUID if scope == "unknown" else known())

    def _of(self, actor: str, scope: str, make: Any) -> str:
        if scope == "malformed":
            return "not-a-uuid"
        if scope == "unknown" or (scope == "own" and actor == "anonymous"):
            return str(UNKNOWN_UUID)
        owner = self.actors[actor] if scope == "own" else getattr(self, scope)
        return str(make(owner).uuid)

"""What a roster comes to: for each person what would change, and the same as rows to be shown."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import Cohort, Membership, Organisation, User

GROUPS = {
    "new": _("New here"),
    "moves": _("Move"),
    "roles": _("Get or end a role"),
    "cohorts": _("Change cohort"),
    "details": _("Change name or address"),
    "leaves": _("Leave"),
    "same": _("Stay the same"),
}
Change = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Grant:
    """A role to be given. The database decides what it is worth; a person may have to be asked."""

    role: str
    organisation: Organisation
    starts: date
    ends: date | None = None


@dataclass(frozen=True)
class End:
    """The last day of a membership; None takes it away, since it held for no whole day."""

    membership: Membership
    last_day: date | None


@dataclass
class PersonPlan:
    """All that the roster asks of one person. ``person`` is None for whoever is new here."""

    email: str
    first_name: str
    last_name: str
    lines: list[int]
    person: User | None = None
    hidden: User | None = None
    """Whose address it is though they are not in reach. Nothing that is shown may depend on it."""
    is_back: bool = False
    """Whether whoever is hidden left a place in reach: then they come back without being asked."""
    old_email: str = ""
    place: Organisation | None = None
    grants: list[Grant] = field(default_factory=list)
    asks: list[Grant] = field(default_factory=list)
    """Roles that take the person's own yes: they belong to an organisation out of reach."""
    ends: list[End] = field(default_factory=list)
    enters: list[tuple[Organisation, str]] = field(default_factory=list)
    quits: list[Cohort] = field(default_factory=list)
    supervises: list[tuple[Organisation, str]] = field(default_factory=list)
    is_renamed: bool = False
    has_new_login: bool = False
    is_leaving: bool = False
    moves: bool = False
    changes: list[Change] = field(default_factory=list)

    def end(self, row: Membership, last_day: date | None) -> bool:
        """End a role; False where another line ends it as early. None is before every day."""
        before = next((end for end in self.ends if end.membership.pk == row.pk), None)
        if before is not None:
            if before.last_day is None or (last_day is not None and before.last_day <= last_day):
                return False
            self.ends.remove(before)
            self._unsay(before)
        self.ends.append(End(row, last_day))
        return True

    def _unsay(self, end: End) -> None:
        """Take out of what is shown that a role ends on a day."""
        row, day = end.membership, end.last_day.isoformat() if end.last_day else ""
        self.changes = [
            (kind, facts)
            for kind, facts in self.changes
            if (kind not in ("ends", "moves") or facts.get("role", row.role) != row.role)
            or (facts["organisation"], facts["on"]) != (row.organisation.name, day)
        ]

    @property
    def group(self) -> str:
        """The one heading a person is counted under."""
        if self.is_leaving and not self.moves:
            return "leaves"
        if self.person is None:
            return "new" if self.grants else "same"
        if self.moves:
            return "moves"
        if self.grants or self.asks or self.ends:
            return "roles"
        if self.enters or self.quits or self.supervises:
            return "cohorts"
        if self.is_renamed or self.has_new_login:
            return "details"
        return "same"

    def row(self) -> dict[str, Any]:
        """As it is kept for the pages of the dry run."""
        return {
            "group": self.group,
            "lines": self.lines,
            "name": f"{self.first_name} {self.last_name}".strip(),
            "email": self.email,
            "changes": [list(change) for change in self.changes],
        }


@dataclass(frozen=True)
class Plan:
    """The whole of it. Two plans with the same digest show, and ask for, the same."""

    people: Sequence[PersonPlan]
    new_cohorts: Sequence[tuple[Organisation, str]] = ()

    def rows(self) -> list[dict[str, Any]]:
        return [one.row() for one in self.people]

    def counts(self) -> dict[str, int]:
        counted = Counter(one.group for one in self.people)
        return {name: counted[name] for name in GROUPS if counted[name]}


def digest_of(rows: Iterable[Any]) -> str:
    """A fingerprint of what is shown, to tell whether it is still so."""
    text = json.dumps(list(rows), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()

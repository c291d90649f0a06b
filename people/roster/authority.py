"""Whom an uploader's roster may touch: what follows from the roles they hold today."""

from dataclasses import dataclass

from people.models import Membership, Organisation, Role, User
from people.selectors import current_memberships

UPLOADERS = (Role.ADMINISTRATOR, Role.FORCE_LEAD)
# A lead sees their trainees by name and nobody else, so these are who they put on a roster.
OF_A_LEAD = frozenset({Role.TRAINEE})


@dataclass(frozen=True)
class Authority:
    """The paths somebody administers and leads. Everything at and below them is in reach."""

    administers: tuple[str, ...]
    leads: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return self.administers + self.leads

    @property
    def is_administrator(self) -> bool:
        return bool(self.administers)

    def may_give(self, role: str, organisation: Organisation) -> bool:
        """Whether the role may be given and ended there: never above where one's own is."""
        if organisation.path.startswith(self.administers):
            return True
        return role in OF_A_LEAD and organisation.path.startswith(self.leads)

    def covers(self, membership: Membership) -> bool:
        """Whether the membership is this uploader's to see and to end."""
        return self.may_give(membership.role, membership.organisation)


def authority_of(user: User) -> Authority:
    """From the roles held today: one query, or none where they are remembered."""
    held = current_memberships(user)
    return Authority(
        administers=tuple(row.organisation.path for row in held if row.role == Role.ADMINISTRATOR),
        leads=tuple(row.organisation.path for row in held if row.role == Role.FORCE_LEAD),
    )


def acting_for(user: User) -> Organisation | None:
    """Where the act of uploading is recorded: the widest of what they administer, or lead."""
    held = [row for row in current_memberships(user) if row.role in UPLOADERS]
    held.sort(key=lambda row: (row.role != Role.ADMINISTRATOR, len(row.organisation.path)))
    return held[0].organisation if held else None

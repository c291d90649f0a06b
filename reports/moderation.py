"""The way from a report into a moderation session: what a group too small for figures can do."""

from dataclasses import dataclass

from people.public import Organisation, User
from reports.consistency import BothUses
from scenarios.public import CaseDone, Use, moderation_url, most_split_case


@dataclass(frozen=True, slots=True)
class WayToModeration:
    """Where a session begins; ``case`` is the one to hold it on, if the group has too few people
    for figures and enough for a session."""

    url: str
    is_too_few: bool
    case: CaseDone | None


def way_to_moderation(
    organisation: Organisation, lead: User, found: BothUses
) -> WayToModeration | None:
    """None for a nation, which sits in no one room."""
    if organisation.kind == Organisation.Kind.NATIONAL:
        return None
    is_too_few = not found.figures[Use.PRACTICE].by_factor
    case = most_split_case(organisation, lead) if is_too_few else None
    return WayToModeration(moderation_url(organisation.code, case), is_too_few, case)

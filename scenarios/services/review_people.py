"""Who may read a draft before it goes to a panel. Asked when they are named, and at every act.

Nobody passes their own: a reviewer has neither sent the draft nor written on it. Whoever reviews a
case reads what its author meant, so they neither rate it blind nor approve its key afterwards.
"""

from django.utils.translation import gettext as _

from people.public import Role, User, has_role, organisations_shared
from scenarios.models import Scenario
from scenarios.services.panel_people import has_written, is_asked_to_rate, seats_begun

REVIEWERS = (Role.TRAINER, Role.PANELLIST)


def may_read_for_owner(person: User, scenario: Scenario) -> bool:
    """Whether somebody is a trainer or a panellist where the case is owned, above it or below."""
    if not has_role(person, *REVIEWERS):
        return False
    shared = organisations_shared(person, *REVIEWERS)
    return bool(shared.filter(pk=scenario.owner_id).exists())


def refusal_of_reviewer(scenario: Scenario, sent_by_id: int | None, person: User) -> str | None:
    """Why the person cannot review this case today, or None where they can."""
    if not may_read_for_owner(person, scenario):
        return _("%(name)s is no trainer or panellist of %(owner)s today.") % {
            "name": person,
            "owner": scenario.owner,
        }
    why = None
    if person.pk == sent_by_id:
        why = _("sent it")
    elif has_written(person, scenario):
        why = _("has written on it")
    if why:
        return _("Nobody reviews their own: %(name)s %(why)s.") % {"name": person, "why": why}
    if is_asked_to_rate(person, scenario.pk) or seats_begun(person, scenario.pk).exists():
        return _("%(name)s is on a panel of this case, so cannot review it.") % {"name": person}
    return None

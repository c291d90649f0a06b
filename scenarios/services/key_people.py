"""Who may propose another key for a case, and who may approve it. Asked again at every act.

Nobody approves their own: the approver has not proposed the change, nor sent, chaired or rated on
the panel whose votes it is about, nor written on the case or reviewed it.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from people.public import User, has_role
from scenarios.models import KeyChange, Panel, Scenario
from scenarios.services.panel_people import (
    APPROVERS,
    CHAIRS,
    SENDERS,
    has_reviewed,
    has_written,
    refusal_to_look,
)
from scoring.public import Key, voted_key_id


def panel_of(key: Key) -> Panel | None:
    """The panel whose votes a key holds; of a copied key that of the text it was copied from."""
    panels = Panel.objects.filter(key=voted_key_id(key))
    return panels.select_related(
        "chair", "approver", "sent_by", "key", "case_version__scenario__owner"
    ).first()


def panel_of_change(change: KeyChange) -> Panel | None:
    """The panel whose votes a change would put in force."""
    key = change.copies or change.new_key
    return panel_of(key) if key is not None else None


def may_propose(person: User, scenario: Scenario, panel: Panel | None) -> bool:
    """Trainers of the owner's organisation, and whoever chaired the panel and may still chair."""
    if has_role(person, *SENDERS) and Scenario.objects.visible_to(person).contains(scenario):
        return True
    return panel is not None and person.pk == panel.chair_id and has_role(person, *CHAIRS)


def refusal_of_proposer(person: User, scenario: Scenario, panel: Panel | None) -> str | None:
    """Why the person cannot propose another key for this case today, or None where they can."""
    if not may_propose(person, scenario, panel):
        return _("A trainer of the case’s organisation, or the panel’s chair, proposes a key.")
    return refusal_to_look(panel, person) if panel is not None else None


def refusal_of_key_approver(
    person: User, *, scenario: Scenario, panel: Panel | None, proposed_by: User
) -> str | None:
    """Why the person cannot approve this change today, or None where they can."""
    if not has_role(person, *APPROVERS):
        return _(
            "Whoever approves is a trainer, a panellist or an administrator today, "
            "and %(name)s is none of them."
        ) % {"name": person}
    for is_so, why in _own_parts(person, scenario, panel, proposed_by):
        if is_so:
            return _("Nobody approves their own: %(name)s %(why)s.") % {"name": person, "why": why}
    return None


def _own_parts(
    person: User, scenario: Scenario, panel: Panel | None, proposed_by: User
) -> Iterable[tuple[bool, str]]:
    yield person.pk == proposed_by.pk, _("proposes this")
    if panel is not None:
        yield person.pk == panel.chair_id, _("chaired the panel")
        yield person.pk == panel.sent_by_id, _("sent the case to the panel")
        yield panel.panellists.filter(person=person).exists(), _("was on the panel")
    yield has_written(person, scenario), _("has written on this case")
    yield has_reviewed(person, scenario), _("has reviewed this case")

"""What other apps may use of people."""

from people.access import ask_to_sign_in, require_role, sign_in_required, too_late
from people.choices import AskPeopleForm
from people.dates import DateInParts
from people.demo import DEMO_PEOPLE
from people.demo import PASSWORD as DEMO_PASSWORD
from people.models import Cohort, Event, Membership, Organisation, Role, User
from people.overdue import Overdue, Placing, register_overdue
from people.prepared import Prepared, Slot, bring
from people.querysets import OfPeopleQuerySet
from people.selectors import (
    RoleHolder,
    current_roles,
    has_role,
    home_organisation,
    is_never_counted,
    nations_of,
    organisation_subtree,
    organisations_above,
    organisations_administered_by,
    organisations_held,
    organisations_led_by,
    organisations_shared,
    paths_above,
    people_holding,
    remember_memberships,
    trainee_organisation,
    trainees_in,
    trainees_under,
)
from people.sent import sent_in
from people.services.demo import load_demo_people
from people.services.events import Happening, record_event, record_events
from people.services.groups import ensure_groups, give_pages, groups_of
from people.services.memberships import (
    Newcomer,
    add_simulated_people,
    grant_membership,
)
from people.services.organisations import (
    load_organisations,
)
from people.typed import check_texts_with
from people.written_once import AlreadyWritten, WrittenOnce, WrittenOnceQuerySet

__all__ = [
    "DEMO_PASSWORD",
    "DEMO_PEOPLE",
    "AlreadyWritten",
    "AskPeopleForm",
    "Cohort",
    "DateInParts",
    "Event",
    "Happening",
    "Membership",
    "Newcomer",
    "OfPeopleQuerySet",
    "Organisation",
    "Overdue",
    "Placing",
    "Prepared",
    "Role",
    "RoleHolder",
    "Slot",
    "User",
    "WrittenOnce",
    "WrittenOnceQuerySet",
    "add_simulated_people",
    "ask_to_sign_in",
    "bring",
    "check_texts_with",
    "current_roles",
    "ensure_groups",
    "give_pages",
    "grant_membership",
    "groups_of",
    "has_role",
    "home_organisation",
    "is_never_counted",
    "load_demo_people",
    "load_organisations",
    "nations_of",
    "organisation_subtree",
    "organisations_above",
    "organisations_administered_by",
    "organisations_held",
    "organisations_led_by",
    "organisations_shared",
    "paths_above",
    "people_holding",
    "record_event",
    "record_events",
    "register_overdue",
    "remember_memberships",
    "require_role",
    "sent_in",
    "sign_in_required",
    "too_late",
    "trainee_organisation",
    "trainees_in",
    "trainees_under",
]

"""The people whose sign-ins a demonstration shows, in invented organisations: one for each role,
and a second trainee, trainer and panellist for what takes two. A third trainer works for all of the
invented nation: reviewer of any case of it, and the second person a yardstick needs."""

from dataclasses import dataclass

from people.models import Role
from people.services.organisations import INVENTED

PASSWORD = "northmoor-lantern-walk"  # noqa: S105 - shown on the sign-in page; refused unless DEMO


@dataclass(frozen=True)
class DemoPerson:
    """A sign-in, and the one role it shows."""

    email: str
    first_name: str
    last_name: str
    role: Role
    organisation: str


DEMO_PEOPLE = (
    DemoPerson("trainee@demo.example", "Asha", "Fenwright", Role.TRAINEE, "X01"),
    DemoPerson("trainee2@demo.example", "Tomos", "Larkhill", Role.TRAINEE, "Y01"),
    DemoPerson("trainer@demo.example", "Ruth", "Ambleforth", Role.TRAINER, "X01"),
    DemoPerson("trainer2@demo.example", "Gareth", "Thornlea", Role.TRAINER, "Y01"),
    DemoPerson("trainer3@demo.example", "Edith", "Calderwick", Role.TRAINER, INVENTED),
    DemoPerson("panellist@demo.example", "Idris", "Coldbeck", Role.PANELLIST, "Y01"),
    DemoPerson("approver@demo.example", "Nesta", "Penarrow", Role.PANELLIST, "Y02"),
    DemoPerson("supervisor@demo.example", "Marian", "Stowfield", Role.SUPERVISOR, "X01"),
    DemoPerson("lead@demo.example", "Joseph", "Underwell", Role.FORCE_LEAD, "X01"),
    DemoPerson("national@demo.example", "Leila", "Hartmoor", Role.NATIONAL_LEAD, INVENTED),
    DemoPerson("administrator@demo.example", "Owen", "Brightley", Role.ADMINISTRATOR, INVENTED),
)

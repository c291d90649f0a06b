"""Making the people of a demonstration."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from people.demo import DEMO_PEOPLE, PASSWORD
from people.models import Cohort, Organisation, Role, User
from people.services.groups import ensure_groups
from people.services.memberships import grant_membership


@transaction.atomic
def load_demo_people() -> list[User]:
    """Make the demo sign-ins, once; refused wherever DEMO is off, so none gets into real use."""
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo sign-ins are made only where DEMO is on.")
    ensure_groups()
    # Hashing is slow on purpose, and here it is one password, shown on the sign-in page.
    password = make_password(PASSWORD)
    people = []
    for wanted in DEMO_PEOPLE:
        person = User.objects.filter(email=wanted.email).first() or User.objects.create(
            email=wanted.email,
            password=password,
            first_name=wanted.first_name,
            last_name=wanted.last_name,
        )
        organisation = Organisation.objects.get(code=wanted.organisation)
        grant_membership(person=person, role=wanted.role, organisation=organisation)
        people.append(person)
    _supervised_team(
        {wanted.role: person for wanted, person in zip(DEMO_PEOPLE, people, strict=True)}
    )
    return people


def _supervised_team(by_role: dict[Role, User]) -> None:
    """The supervisor's team in Northmoor; a team is a cohort."""
    supervisor = by_role[Role.SUPERVISOR]
    organisation = Organisation.objects.get(memberships__person=supervisor)
    cohort, _ = Cohort.objects.get_or_create(
        organisation=organisation, name="Harbour team", defaults={"supervisor": supervisor}
    )
    trainee = User.objects.get(email=DEMO_PEOPLE[0].email)
    cohort.members.add(trainee)

"""Organisations, and people with a role in them."""

from people.public import Organisation, Role, User, ensure_groups, grant_membership
from people.services.organisations import place_organisation
from tests.factories.numbers import next_number

PASSWORD = "long enough for a test"


def make_national() -> Organisation:
    """The root of all organisations."""
    there = Organisation.objects.filter(code="NATIONAL").first()
    return there or place_organisation(
        organisation=Organisation(
            code="NATIONAL", name="England and Wales", kind=Organisation.Kind.NATIONAL
        ),
        under=None,
    )


def make_organisation(
    code: str | None = None,
    name: str | None = None,
    *,
    kind: str = Organisation.Kind.POLICE,
    is_invented: bool = True,
    under: Organisation | None = None,
) -> Organisation:
    """An organisation under the root, invented unless said otherwise; one for each code."""
    number = next_number()
    code = code or f"T{number}"
    there = Organisation.objects.filter(code=code).first()
    return there or place_organisation(
        organisation=Organisation(
            code=code, name=name or f"Testmoor Police {number}", kind=kind, is_invented=is_invented
        ),
        under=under or make_national(),
    )


def make_person(
    *,
    role: str | None = Role.TRAINEE,
    organisation: Organisation | None = None,
    email: str | None = None,
    first_name: str = "Robin",
    last_name: str | None = None,
    is_simulated: bool = False,
) -> User:
    """Somebody with a role in an organisation (X01 unless given), or with none."""
    number = next_number()
    person = User.objects.create_user(
        email or f"person{number}@people.example",
        PASSWORD,
        first_name=first_name,
        last_name=last_name or f"Testfield{number}",
        is_simulated=is_simulated,
    )
    if role in (Role.TRAINER, Role.ADMINISTRATOR):
        ensure_groups()
    if role is not None:
        organisation = organisation or make_organisation("X01", "Northmoor Police")
        grant_membership(person=person, role=role, organisation=organisation)
    return person

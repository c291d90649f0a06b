"""People, and the roles they are given and give up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Membership, Organisation, Role, User
from people.querysets import MembershipQuerySet
from people.services.events import Happening, record_event, record_events
from people.services.groups import GROUPS, keep_groups_in_step


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A simulated person to be made, a trainee unless said otherwise."""

    email: str
    first_name: str
    last_name: str
    organisation: Organisation
    role: str = Role.TRAINEE
    since: date | None = None


def add_simulated_person(
    *,
    email: str,
    first_name: str,
    last_name: str,
    organisation: Organisation,
    role: str = Role.TRAINEE,
    since: date | None = None,
) -> User:
    """Make a simulated person, a trainee unless said otherwise, who cannot sign in.

    The same e-mail address is the same person.
    """
    newcomer = Newcomer(
        email=email,
        first_name=first_name,
        last_name=last_name,
        organisation=organisation,
        role=role,
        since=since,
    )
    return add_simulated_people([newcomer])[0]


@transaction.atomic
def add_simulated_people(newcomers: Sequence[Newcomer]) -> list[User]:
    """Make many at once, all of them or none; return everybody in the order given.

    Whoever is here already, by e-mail address, stays as they are.
    """
    for organisation in {one.organisation for one in newcomers}:
        _refuse_real(organisation)
    emails = [one.email.strip().lower() for one in newcomers]
    people = {person.email: person for person in User.objects.filter(email__in=emails)}
    fresh = {
        email: one for email, one in zip(emails, newcomers, strict=True) if email not in people
    }
    made = User.objects.bulk_create(
        User(
            email=email,
            password=make_password(None),
            first_name=one.first_name,
            last_name=one.last_name,
            is_simulated=True,
        )
        for email, one in fresh.items()
    )
    memberships = Membership.objects.bulk_create(
        Membership(
            person=person,
            role=Role(one.role),
            organisation=one.organisation,
            valid_from=one.since or timezone.localdate(),
        )
        for person, one in zip(made, fresh.values(), strict=True)
    )
    record_events([_granting(membership) for membership in memberships])
    for membership in memberships:
        if membership.role in GROUPS:
            keep_groups_in_step(membership.person)
    people |= {person.email: person for person in made}
    return [people[email] for email in emails]


@transaction.atomic
def grant_membership(
    *, person: User, role: str, organisation: Organisation, valid_from: date | None = None
) -> Membership:
    """Give a person a role in an organisation and all below it. Giving it twice is like once.

    A trainee who is given another organisation has moved: what they had there ends the day before,
    whether it had a last day or not.
    """
    if person.is_simulated:
        _refuse_real(organisation)
    # One at a time for each person, so that two moves at once cannot both find them unmoved.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    starts = valid_from or timezone.localdate()
    held = Membership.objects.filter(person=person, role=role, valid_to__isnull=True)
    if same := held.filter(organisation=organisation).first():
        return same
    if role == Role.TRAINEE:
        for left in _trainee_elsewhere(person, organisation, starts):
            _end(left, starts)
    membership = Membership.objects.create(
        person=person, role=Role(role), organisation=organisation, valid_from=starts
    )
    record_events([_granting(membership)])
    _roles_have_changed(person)
    return membership


def _trainee_elsewhere(
    person: User, organisation: Organisation, starts: date
) -> MembershipQuerySet:
    return Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=starts), person=person, role=Role.TRAINEE
    ).exclude(organisation=organisation)


@transaction.atomic
def end_membership(*, membership: Membership, on: date | None = None) -> Membership:
    """End a role; by default at once, so that today is no longer part of it."""
    _end(membership, on or timezone.localdate())
    _roles_have_changed(membership.person)
    return membership


def _end(membership: Membership, first_day_without: date) -> None:
    last_day = first_day_without - timedelta(days=1)
    if last_day < membership.valid_from:
        # It never held for a whole day; the record of events keeps that it was there.
        Membership.objects.filter(pk=membership.pk).delete()
    else:
        membership.valid_to = last_day
        membership.save(update_fields=["valid_to"])
    record_event(
        name="membership.ended",
        organisation=membership.organisation,
        subject=membership.person,
        payload={"role": str(membership.role)},
    )


def _granting(membership: Membership) -> Happening:
    return Happening(
        name="membership.granted",
        organisation=membership.organisation,
        subject=membership.person,
        payload={"role": str(membership.role)},
    )


def _roles_have_changed(person: User) -> None:
    person.remembered_memberships = None
    keep_groups_in_step(person)


def _refuse_real(organisation: Organisation) -> None:
    if not organisation.is_invented:
        raise ValidationError(
            _("Simulated people live in invented organisations only, and %(name)s is not one.")
            % {"name": organisation.name}
        )

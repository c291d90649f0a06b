"""Whom a roster may not take: who has all rights on the site, and who left another organisation."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from people.models import Invitation
from people.public import Event, Membership, Organisation, Role, User, grant_membership
from people.roster.applying import close_accounts
from people.roster.problems import BadRoster
from people.services.roster import upload_roster
from tests.factories import PASSWORD
from tests.factories.rosters import HEADINGS, apply_file, roster_csv

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def line(email: str, *more: str) -> tuple[str, ...]:
    return (email, "Siân", "Gŵyrfa", "X01", "Trainee", *more)


@pytest.fixture
def root() -> User:
    """Somebody with all rights and no role."""
    return User.objects.create_superuser(
        "root@people.example", PASSWORD, first_name="Rowan", last_name="Rootfield"
    )


def stands_as_before(root: User) -> bool:
    afresh = User.objects.get(pk=root.pk)
    return (
        afresh.is_active
        and afresh.check_password(PASSWORD)
        and (afresh.email, str(afresh)) == (root.email, str(root))
    )


@pytest.mark.parametrize("is_active", [True, False])
def test_who_has_all_rights_is_not_taken_in_by_a_roster(
    client: Client, force_lead: User, root: User, is_active: bool
) -> None:
    User.objects.filter(pk=root.pk).update(is_active=is_active)
    Membership.objects.create(
        person=root,
        role=Role.TRAINEE,
        organisation=Organisation.objects.get(code="X01"),
        valid_from=today() - 9 * A_DAY,
        valid_to=today() - A_DAY,
    )
    apply_file(roster_csv(line(root.email)), force_lead)
    assert User.objects.get(pk=root.pk).is_active is is_active
    User.objects.filter(pk=root.pk).update(is_active=True)
    assert stands_as_before(root)
    assert root.memberships.count() == 1
    assert not Invitation.objects.filter(kind=Invitation.Kind.NEW).exists()


def test_who_has_all_rights_cannot_say_yes_to_a_roster(
    client: Client, force_lead: User, root: User
) -> None:
    apply_file(roster_csv(line(root.email)), force_lead)
    path = next(
        word.removeprefix("http://").partition("/")[2]
        for word in str(mail.outbox[-1].body).split()
        if "/people/invitation/" in word
    )
    client.force_login(root)
    assert client.post(f"/{path}", {"answer": "yes"}).status_code == 410
    assert not root.memberships.exists()


def test_a_roster_closes_and_renames_nobody_who_has_all_rights(
    administrator: User, organisation: Organisation, root: User
) -> None:
    grant_membership(
        person=root,
        role=Role.TRAINER,
        organisation=organisation,
        valid_from=today() - 9 * A_DAY,
    )
    headings = (*HEADINGS, "Leaves on", "Old e-mail")
    renamed = (root.email, "Other", "Name", "X01", "Trainer")
    apply_file(roster_csv(renamed, headings=headings), administrator)
    moved = ("mine@evil.example", "Other", "Name", "X01", "Trainer", "", "", root.email)
    with pytest.raises(BadRoster, match="nobody whom you look after"):
        upload_roster(content=roster_csv(moved, headings=headings), by=administrator)
    yesterday = (today() - A_DAY).isoformat()
    leaves = (root.email, "", "", "X01", "", "", yesterday)
    done = apply_file(roster_csv(leaves, headings=headings), administrator)
    assert root.memberships.get().valid_to == today() - A_DAY
    assert done.counts["closed"] == 0
    assert not Event.objects.filter(name="person.left").exists()
    close_accounts([root.pk])
    assert stands_as_before(root)

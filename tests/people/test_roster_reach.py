"""Whom a roster may not take: who has all rights on the site, and who left another organisation."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from people.models import Invitation
from people.public import (
    Event,
    Membership,
    Organisation,
    Role,
    User,
    grant_membership,
    trainee_organisation,
)
from people.roster.applying import close_accounts
from people.roster.problems import BadRoster
from people.services.roster import upload_roster
from tests.factories import PASSWORD, make_person
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


# Who left another organisation


@pytest.fixture
def leaver(other_trainee: User) -> User:
    """A trainee who left the other organisation, and whose account is closed."""
    rows = Membership.objects.filter(person=other_trainee)
    rows.update(valid_from=today() - 9 * A_DAY, valid_to=today() - A_DAY)
    close_accounts([other_trainee.pk])
    return User.objects.get(pk=other_trainee.pk)


def link() -> str:
    found = re.search(r"https?://[^/]+(/people/invitation/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_who_left_another_organisation_is_not_pulled_in_without_their_yes(
    force_lead: User, leaver: User
) -> None:
    done = apply_file(roster_csv(line(leaver.email)), force_lead)
    afresh = User.objects.get(pk=leaver.pk)
    assert done.counts["asked"] == 1
    assert (afresh.is_active, str(afresh)) == (False, str(leaver))
    assert afresh.memberships.count() == 1
    assert [letter.to for letter in mail.outbox] == [[leaver.email]]
    again = upload_roster(content=roster_csv(line(leaver.email)), by=force_lead)
    assert again.counts == {"same": 1}


def test_they_say_yes_by_the_link_choose_a_password_and_keep_their_record(
    client: Client, force_lead: User, leaver: User, organisation: Organisation
) -> None:
    apply_file(roster_csv(line(leaver.email)), force_lead)
    assert "Your account was closed" in client.get(link()).content.decode()
    answer = client.post(link(), {"answer": "yes"})
    assert answer["Location"].startswith("/people/invitation/")
    chosen = "harbour lantern walk north"
    client.post(answer["Location"], {"password": chosen, "again": chosen})
    afresh = User.objects.get(pk=leaver.pk)
    assert afresh.is_active
    assert afresh.check_password(chosen)
    assert trainee_organisation(afresh) == organisation
    assert client.post(link(), {"answer": "yes"}).status_code == 410


def test_they_say_no_and_their_account_stays_closed(
    client: Client, force_lead: User, leaver: User
) -> None:
    apply_file(roster_csv(line(leaver.email)), force_lead)
    assert client.post(link(), {"answer": "no"})["Location"] == "/accounts/login/"
    assert not User.objects.get(pk=leaver.pk).is_active
    assert client.post(link(), {"answer": "yes"}).status_code == 410


def test_an_account_that_was_shut_without_leaving_is_opened_by_no_letter(
    client: Client, force_lead: User, other_trainee: User
) -> None:
    apply_file(roster_csv(line(other_trainee.email)), force_lead)
    User.objects.filter(pk=other_trainee.pk).update(is_active=False)
    assert client.post(link(), {"answer": "yes"}).status_code == 410
    assert not User.objects.get(pk=other_trainee.pk).is_active


# Who was asked already


@pytest.fixture
def panellist_here(organisation: Organisation, other_trainee: User) -> User:
    """A trainee of the other organisation, who is in reach here by another role."""
    grant_membership(person=other_trainee, role=Role.PANELLIST, organisation=organisation)
    return other_trainee


def test_the_same_file_twice_asks_somebody_in_reach_by_another_role_once(
    organisation: Organisation, panellist_here: User
) -> None:
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    content = roster_csv(line(panellist_here.email, "Spring"))
    apply_file(content, local)
    assert len(mail.outbox) == 1
    again = upload_roster(content=content, by=local)
    assert again.counts == {"same": 1}
    assert again.outcome[0]["changes"] == [["waits", {}]]
    apply_file(content, local)
    assert len(mail.outbox) == 1
    assert Invitation.objects.count() == 1


def test_one_more_role_asks_for_that_role_alone(
    organisation: Organisation, other_trainee: User
) -> None:
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    apply_file(roster_csv(line(other_trainee.email)), local)
    trainer = (other_trainee.email, "Siân", "Gŵyrfa", "X01", "Trainer")
    apply_file(roster_csv(line(other_trainee.email), trainer), local)
    asked = [one.joins[0]["role"] for one in Invitation.objects.order_by("pk")]
    assert asked == [Role.TRAINEE, Role.TRAINER]

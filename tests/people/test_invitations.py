"""A link works once and for two weeks; an old one says what to do and tells nothing."""

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from people.models import Invitation
from people.public import Cohort, Membership, Organisation, User, trainee_organisation
from people.services import invitations
from people.services.invitations import send_invitations
from tests.factories import make_person
from tests.factories.rosters import apply_file, roster_csv

pytestmark = pytest.mark.django_db
PASSWORD = "harbour lantern walk north"
NEW = ("a@f.example", "Siân", "Gŵyrfa", "X01", "Trainee")


def link() -> str:
    found = re.search(r"https?://[^/]+(/people/invitation/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def words(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def invited(administrator: User, organisation: Organisation) -> str:
    """The address in the letter to somebody new."""
    apply_file(roster_csv(NEW), administrator)
    return link()


@pytest.fixture
def asked(force_lead: User, other_trainee: User) -> str:
    """The address in the letter to a trainee of the other organisation."""
    row = (other_trainee.email, "Any", "Name", "X01", "Trainee", "Spring")
    apply_file(roster_csv(row), force_lead)
    return link()


def choose(client: Client, path: str, password: str = PASSWORD, again: str = "") -> HttpResponse:
    return client.post(path, {"password": password, "again": again or password})


def test_a_password_is_chosen_once(client: Client, invited: str) -> None:
    assert "a@f.example" in words(client.get(invited))
    assert client.get(invited)["Cache-Control"].count("no-store")
    assert choose(client, invited)["Location"] == "/accounts/login/"
    assert User.objects.get(email="a@f.example").check_password(PASSWORD)
    assert client.get(invited).status_code == 410
    assert choose(client, invited, "another harbour lantern").status_code == 410
    assert User.objects.get(email="a@f.example").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "", "This password is too short"),
        (PASSWORD, "something else here", "The two are not the same."),
        ("", "", "Choose a password."),
    ],
)
def test_a_password_that_cannot_be(
    client: Client, invited: str, password: str, again: str, said: str
) -> None:
    answer = choose(client, invited, password, again)
    assert answer.status_code == 200
    assert said in words(answer)
    assert not User.objects.get(email="a@f.example").has_usable_password()


def test_used_old_and_made_up_links_are_answered_alike(client: Client, invited: str) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    old, made_up = client.get(invited), client.get("/people/invitation/no-such-link/")
    assert old.status_code == made_up.status_code == 410
    assert words(old) == words(made_up)
    assert "Ask for a new password" in words(old)


def test_whoever_has_an_old_link_gets_in_by_asking_for_a_password(
    client: Client, invited: str
) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    client.post("/accounts/password/reset/", {"email": "a@f.example"})
    assert mail.outbox[-1].to == ["a@f.example"]
    assert "/accounts/password/reset/key/" in mail.outbox[-1].body


def test_a_link_changes_no_password_that_was_chosen_by_another_way(
    client: Client, invited: str
) -> None:
    person = User.objects.get(email="a@f.example")
    person.set_password("another harbour lantern")
    person.save()
    assert choose(client, invited).status_code == 410
    assert User.objects.get(pk=person.pk).check_password("another harbour lantern")


def test_a_link_opens_nothing_once_the_person_has_left(client: Client, invited: str) -> None:
    User.objects.update(is_active=False)
    assert client.get(invited).status_code == 410


def test_only_a_hash_of_a_link_is_kept(invited: str) -> None:
    token = invited.split("/")[-2]
    assert token not in str(list(Invitation.objects.values()))


def test_somebody_else_who_is_signed_in_does_not_answer_it(
    client: Client, invited: str, trainee: User
) -> None:
    client.force_login(trainee)
    assert choose(client, invited).status_code == 409
    assert not User.objects.get(email="a@f.example").has_usable_password()


def test_a_letter_that_failed_goes_with_the_next_run(
    administrator: User, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> int:
        raise SMTPException

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
        apply_file(roster_csv(NEW), administrator)
    assert mail.outbox == []
    assert send_invitations() == 1
    assert send_invitations() == 0


def test_a_trainee_of_another_organisation_signs_in_and_says_yes(
    client: Client, asked: str, other_trainee: User, organisation: Organisation
) -> None:
    Membership.objects.filter(person=other_trainee).update(
        valid_from=timezone.localdate() - timedelta(days=9)
    )
    assert client.get(asked).status_code == 302
    client.force_login(other_trainee)
    assert "Join Northmoor Police?" in words(client.get(asked))
    client.post(asked, {"answer": "yes"})
    assert trainee_organisation(User.objects.get(pk=other_trainee.pk)) == organisation
    assert Cohort.objects.get(name="Spring").members.get() == other_trainee
    assert client.post(asked, {"answer": "yes"}).status_code == 410
    assert other_trainee.memberships.count() == 2


def test_or_says_no_and_stays(
    client: Client, asked: str, other_trainee: User, other_organisation: Organisation
) -> None:
    client.force_login(other_trainee)
    client.post(asked, {"answer": "no"})
    assert trainee_organisation(User.objects.get(pk=other_trainee.pk)) == other_organisation
    assert client.get(asked).status_code == 410


def test_nobody_else_says_yes_for_them(
    client: Client, asked: str, organisation: Organisation
) -> None:
    client.force_login(make_person(organisation=organisation))
    assert client.post(asked, {"answer": "yes"}).status_code == 409


@pytest.mark.parametrize("meanwhile", ["chose a password", "was signed out for good"])
def test_what_happens_while_a_password_is_chosen_is_asked_again_under_the_lock(
    invited: str, meanwhile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = User.objects.get(email="a@f.example")
    locked = invitations._locked

    def overtaken(token: str, kind: str) -> Invitation:
        found = locked(token, kind)
        if meanwhile == "chose a password":
            person.set_password("another harbour lantern")
        else:
            person.is_active = False
        person.save()
        return found

    monkeypatch.setattr(invitations, "_locked", overtaken)
    with pytest.raises(invitations.InvitationOver):
        invitations.take_up_invitation(token=invited.split("/")[-2], password=PASSWORD)
    assert not User.objects.get(pk=person.pk).check_password(PASSWORD)

"""An address that a roster changes: the old mailbox opens nothing, and is told nothing more."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from people.models import Invitation
from people.public import Event, Organisation, Role, User
from people.roster.words import done_words
from tests.factories import PASSWORD, make_person
from tests.factories.rosters import HEADINGS, apply_file, roster_csv

pytestmark = pytest.mark.django_db
NEW = "new@x01.example"


def moved_to(new: str, who: User, old: str = "") -> bytes:
    """A line that gives somebody another address, and changes nothing else."""
    row = (new, who.first_name, who.last_name, "X01", "Trainee", "", old or who.email)
    return roster_csv(row, headings=(*HEADINGS, "Old e-mail"))


def letters_to(address: str) -> list[str]:
    return [str(letter.body) for letter in mail.outbox if address in letter.to]


def link_in(body: str) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", body)
    assert found
    return found[1]


def test_the_old_mailbox_opens_nothing_once_the_address_has_changed(
    client: Client, administrator: User, trainee: User
) -> None:
    old = trainee.email
    client.post("/accounts/password/reset/", {"email": old})
    assert EmailAddress.objects.get(user=trainee).email == old
    sent_before = link_in(letters_to(old)[0])

    apply_file(moved_to(NEW, trainee), administrator)

    answer = client.get(sent_before, follow=True)
    assert answer.context.get("token_fail")
    client.post("/accounts/login/", {"login": old, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    mail.outbox.clear()
    client.post("/accounts/password/reset/", {"email": old})
    assert not any("/accounts/password/reset/key/" in body for body in letters_to(old))
    client.post("/accounts/login/", {"login": NEW, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(trainee.pk)


def test_an_address_that_is_kept_of_somebody_else_is_in_use(
    administrator: User, trainee: User, other_trainee: User
) -> None:
    EmailAddress.objects.create(user=other_trainee, email=NEW, primary=True)
    apply_file(moved_to(NEW, trainee), administrator)
    assert User.objects.get(pk=trainee.pk).email == trainee.email
    assert EmailAddress.objects.get().user == other_trainee
    assert not Invitation.objects.exists()


def test_an_invitation_to_a_mistyped_address_ends_and_goes_to_the_right_one(
    client: Client, administrator: User, organisation: Organisation
) -> None:
    mistyped = "typo@x01.example"
    apply_file(roster_csv((mistyped, "Siân", "Gŵyrfa", "X01", "Trainee")), administrator)
    sent_astray = link_in(letters_to(mistyped)[0])
    who = User.objects.get(email=mistyped)

    apply_file(moved_to(NEW, who), administrator)

    assert client.get(sent_astray).status_code == 410
    afresh = next(body for body in letters_to(NEW) if "/people/invitation/" in body)
    assert client.get(link_in(afresh)).status_code == 200
    assert not any("/people/invitation/" in body for body in letters_to(mistyped)[1:])
    assert Invitation.objects.get().person == who


def test_who_has_a_password_gets_no_second_invitation_at_a_new_address(
    client: Client, administrator: User, organisation: Organisation
) -> None:
    apply_file(roster_csv(("a@f.example", "Siân", "Gŵyrfa", "X01", "Trainee")), administrator)
    who = User.objects.get(email="a@f.example")
    who.set_password(PASSWORD)
    who.save()
    apply_file(moved_to(NEW, who), administrator)
    assert not any("/people/invitation/" in body for body in letters_to(NEW))


def test_nothing_tells_that_an_address_is_in_use_out_of_reach(
    organisation: Organisation, trainee: User, other_trainee: User
) -> None:
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    taken = apply_file(moved_to(other_trainee.email, trainee), local)
    assert User.objects.get(pk=trainee.pk).email == trainee.email
    free = apply_file(moved_to(NEW, trainee), local)
    assert User.objects.get(pk=trainee.pk).email == NEW
    assert list(done_words(taken)) == list(done_words(free))
    assert taken.counts == free.counts
    told = Event.objects.filter(name="roster.applied").values_list("payload", flat=True)
    assert len({str(payload) for payload in told}) == 1

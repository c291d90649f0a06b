"""``manage.py make_administrator``: how a new site gets its first administrator."""

import pytest
from django.core.management import CommandError, call_command

from people.models import Membership, Organisation, User
from people.public import Role, has_role

ARGUMENTS = ("make_administrator", "first@police.example", "Meera", "Holt")

pytestmark = pytest.mark.django_db


def test_it_makes_an_administrator_of_the_whole_country(capsys):
    call_command(*ARGUMENTS)
    person = User.objects.get(email="first@police.example")
    assert has_role(person, Role.ADMINISTRATOR)
    assert Membership.objects.get(person=person).organisation.code == "NATIONAL"
    assert Organisation.objects.filter(kind="police", is_invented=False).count() == 43


def test_the_person_has_no_password_until_they_choose_one():
    call_command(*ARGUMENTS)
    assert not User.objects.get().has_usable_password()


def test_twice_is_the_same_as_once():
    call_command(*ARGUMENTS)
    call_command(*ARGUMENTS)
    assert User.objects.count() == 1
    assert Membership.objects.count() == 1


def test_a_word_that_is_no_address_is_refused_and_makes_nothing():
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("make_administrator", "meera", "Meera", "Holt")
    assert not User.objects.exists()

"""The people of a demonstration: made once, in invented organisations, and nowhere else."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from people.demo import PASSWORD
from people.public import Membership, Role, User, load_demo_people, load_organisations

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[2] / "fixtures" / "organisations.csv"


def test_they_are_made_once_in_invented_organisations(settings: Settings) -> None:
    settings.DEMO = True
    load_organisations(real=REAL)
    people = load_demo_people()
    assert load_demo_people() == people
    assert User.objects.count() == len(people)
    assert {one.role for one in Membership.objects.all()} == set(Role)
    assert not Membership.objects.filter(organisation__is_invented=False).exists()
    assert all(person.check_password(PASSWORD) for person in people)
    assert len(PASSWORD) >= 15


def test_they_are_refused_where_demo_is_off() -> None:
    with pytest.raises(ImproperlyConfigured):
        load_demo_people()
    assert not User.objects.exists()

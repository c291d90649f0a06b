"""A yes to another organisation, by its days: too late it gives nothing, so it takes nothing."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from people.public import Cohort, Membership, Organisation, User, trainee_organisation
from tests.factories.rosters import HEADINGS, apply_file, roster_csv

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture(autouse=True)
def standing_for_long(other_trainee: User) -> None:
    Membership.objects.filter(person=other_trainee).update(valid_from=today() - 90 * A_DAY)


@pytest.fixture
def team(other_organisation: Organisation, other_trainee: User) -> Cohort:
    """The cohort of the place where they are."""
    team = Cohort.objects.create(organisation=other_organisation, name="Old team")
    team.members.add(other_trainee)
    return team


def asked(by: User, who: User, starts: date | None = None, ends: date | None = None) -> str:
    """The link of the letter that asks somebody to come for these days."""
    days = [day.isoformat() if day else "" for day in (starts, ends)]
    row = (who.email, "Any", "Name", "X01", "Trainee", "", *days)
    apply_file(roster_csv(row, headings=(*HEADINGS, "From", "To")), by)
    found = re.search(r"https?://[^/]+(/people/invitation/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_yes_after_the_last_day_is_too_late_and_leaves_everything(
    client: Client,
    force_lead: User,
    other_trainee: User,
    other_organisation: Organisation,
    team: Cohort,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = asked(force_lead, other_trainee, ends=today() + A_DAY)
    client.force_login(other_trainee)
    later = today() + 2 * A_DAY
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "localdate", lambda *_args: later)
        assert client.get(path).status_code == 410
        assert client.post(path, {"answer": "yes"}).status_code == 410
    assert other_trainee.memberships.get().valid_to is None
    assert trainee_organisation(User.objects.get(pk=other_trainee.pk)) == other_organisation
    assert team.members.get() == other_trainee


def test_a_yes_on_the_last_day_holds_for_that_day(
    client: Client, force_lead: User, other_trainee: User, organisation: Organisation
) -> None:
    path = asked(force_lead, other_trainee, ends=today())
    client.force_login(other_trainee)
    client.post(path, {"answer": "yes"})
    row = other_trainee.memberships.get(organisation=organisation)
    assert (row.valid_from, row.valid_to) == (today(), today())


def test_who_comes_later_stays_in_their_cohort_until_then(
    client: Client, force_lead: User, other_trainee: User, team: Cohort
) -> None:
    path = asked(force_lead, other_trainee, starts=today() + 7 * A_DAY)
    client.force_login(other_trainee)
    client.post(path, {"answer": "yes"})
    assert other_trainee.memberships.count() == 2
    assert team.members.get() == other_trainee

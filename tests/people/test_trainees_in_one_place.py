"""A trainee is in one place on each day, whatever last days were written."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.models import Invitation
from people.public import Membership, Organisation, Role, User, grant_membership, trainees_in
from people.roster.problems import BadRoster
from people.services.roster import upload_roster
from tests.factories import make_person
from tests.factories.rosters import HEADINGS, apply_file, roster_csv

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def in_days(number: int) -> date:
    return today() + number * A_DAY


@pytest.fixture
def both(organisation: Organisation, other_organisation: Organisation) -> User:
    """A trainee of X01 until next week, and of X02 from the day after."""
    person = make_person(role=None)
    for place, starts, ends in (
        (organisation, in_days(-30), in_days(7)),
        (other_organisation, in_days(8), None),
    ):
        Membership.objects.create(
            person=person,
            role=Role.TRAINEE,
            organisation=place,
            valid_from=starts,
            valid_to=ends,
        )
    return person


def until(who: User, day: date) -> bytes:
    row = (who.email, who.first_name, who.last_name, "X01", "Trainee", "", day.isoformat())
    return roster_csv(row, headings=(*HEADINGS, "To"))


def test_a_trainee_with_a_last_day_who_moves_before_it_is_in_one_place(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    person = make_person(role=None)
    Membership.objects.create(
        person=person,
        role=Role.TRAINEE,
        organisation=organisation,
        valid_from=in_days(-30),
        valid_to=in_days(30),
    )
    grant_membership(person=person, role=Role.TRAINEE, organisation=other_organisation)
    assert person.memberships.get(organisation=organisation).valid_to == in_days(-1)
    assert list(trainees_in(organisation)) == []
    assert list(trainees_in(other_organisation)) == [person]


def test_what_has_ended_before_a_move_keeps_its_last_day(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    person = make_person(role=None)
    ended = Membership.objects.create(
        person=person,
        role=Role.TRAINEE,
        organisation=organisation,
        valid_from=in_days(-30),
        valid_to=in_days(-20),
    )
    grant_membership(person=person, role=Role.TRAINEE, organisation=other_organisation)
    ended.refresh_from_db()
    assert ended.valid_to == in_days(-20)


def test_a_later_last_day_is_refused_where_they_have_moved_by_then(
    administrator: User, both: User
) -> None:
    with pytest.raises(BadRoster) as refused:
        upload_roster(content=until(both, in_days(20)), by=administrator)
    assert "a trainee in Harrowdale Police from" in refused.value.shown[0]
    apply_file(until(both, in_days(5)), administrator)
    assert both.memberships.get(organisation__code="X01").valid_to == in_days(5)


def test_a_later_last_day_asks_who_has_moved_out_of_reach_by_then(
    force_lead: User, both: User, trainee: User
) -> None:
    Membership.objects.filter(person=trainee).update(valid_from=in_days(-30), valid_to=in_days(7))
    alike = [
        upload_roster(content=until(who, in_days(20)), by=force_lead).outcome[0]
        for who in (both, trainee)
    ]
    assert alike[0]["changes"] == alike[1]["changes"]
    assert alike[0]["group"] == alike[1]["group"]
    apply_file(until(both, in_days(20)), force_lead)
    assert both.memberships.get(organisation__code="X01").valid_to == in_days(7)
    join = Invitation.objects.get(person=both).joins[0]
    assert (join["starts"], join["ends"]) == (in_days(8).isoformat(), in_days(20).isoformat())

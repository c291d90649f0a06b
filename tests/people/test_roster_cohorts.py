"""Cohorts on a roster: which are new, by name, and who is in them from which day."""

import pytest
from django.test import Client

from people.models import Invitation
from people.public import Cohort, Membership, Organisation, Role, User
from people.roster.words import new_cohorts_of, shown
from tests.factories import make_organisation, make_person
from tests.factories.rosters import HEADINGS, apply_file, roster_csv
from tests.people.rosters import A_DAY, as_listed, dry_run, line, refusal, today

pytestmark = pytest.mark.django_db


def test_a_dry_run_names_the_cohorts_that_it_would_make(
    administrator: User, client: Client, organisation: Organisation
) -> None:
    Cohort.objects.create(organisation=organisation, name="Autumn")
    make_organisation("X02", "Harrowdale Police")
    upload = dry_run(
        roster_csv(
            line("a@f.example", "X01", "Trainee", "Spring|autumn"),
            line("b@f.example", "X01", "Supervisor", "SPRING|Harbour"),
            line("c@f.example", "X02", "Trainee", "Spring"),
        ),
        administrator,
    )
    assert upload.counts["new_cohorts"] == 3
    assert new_cohorts_of(upload.outcome) == [
        "Spring, in Northmoor Police",
        "Harbour, in Northmoor Police",
        "Spring, in Harrowdale Police",
    ]
    assert shown(upload.outcome[0]).changes[1:] == (
        "enters the new cohort Spring",
        "enters the cohort autumn",
    )
    assert shown(upload.outcome[1]).changes[1:] == (
        "supervises the new cohort SPRING",
        "supervises the new cohort Harbour",
    )
    client.force_login(administrator)
    said = client.get(f"/people/roster/{upload.uuid}/").content.decode()
    assert "<li>Spring, in Northmoor Police</li><li>Harbour, in Northmoor Police</li>" in said


def test_a_hundred_new_cohorts_are_listed_and_the_others_counted(
    administrator: User, client: Client, organisation: Organisation
) -> None:
    rows = [
        line(f"n{n}@f.example", "X01", "Trainee", "|".join(f"C{n}-{m}" for m in range(17)))
        for n in range(6)
    ]
    upload = dry_run(roster_csv(*rows), administrator)
    client.force_login(administrator)
    said = client.get(f"/people/roster/{upload.uuid}/").content.decode()
    assert "C5-14, in Northmoor Police" in said
    assert "C5-15, in Northmoor Police" not in said
    assert "and 2 more, named beside the people who enter them" in said


def test_who_moves_later_stays_in_their_cohort_until_then(
    administrator: User,
    organisation: Organisation,
    other_organisation: Organisation,
    other_trainee: User,
) -> None:
    team = Cohort.objects.create(organisation=other_organisation, name="Old team")
    team.members.add(other_trainee)
    content = roster_csv(
        as_listed(
            other_trainee, "X01", "Trainee", "New team", "X02", (today() + 7 * A_DAY).isoformat()
        ),
        headings=(*HEADINGS, "Moves from", "From"),
    )
    apply_file(content, administrator)
    assert {cohort.name for cohort in other_trainee.cohorts.all()} == {"Old team", "New team"}
    assert dry_run(content, administrator).counts == {"same": 1}


def test_who_is_past_their_last_day_enters_no_cohort(
    administrator: User, organisation: Organisation
) -> None:
    content = roster_csv(
        line("a@f.example", "X01", "Trainee", "Spring", (today() - A_DAY).isoformat()),
        headings=(*HEADINGS, "To"),
    )
    upload = dry_run(content, administrator)
    assert upload.counts == {"same": 1}
    assert upload.outcome[0]["changes"] == []


def test_who_is_asked_in_two_roles_enters_the_cohort_as_a_trainee(
    force_lead: User, other_trainee: User, organisation: Organisation
) -> None:
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    apply_file(
        roster_csv(
            (other_trainee.email, "Any", "Name", "X01", "Trainee", "Spring"),
            (other_trainee.email, "Any", "Name", "X01", "Trainer"),
        ),
        local,
    )
    joins = {one.joins[0]["role"]: one.joins[0] for one in Invitation.objects.all()}
    assert joins[Role.TRAINEE]["cohorts"] == ["Spring"]
    assert joins[Role.TRAINER]["cohorts"] == []


# Leaving in two ways


@pytest.mark.parametrize("leaving_first", [True, False])
def test_who_moves_and_is_listed_as_leaving_too_is_a_mover_by_the_earlier_day(
    administrator: User,
    organisation: Organisation,
    other_organisation: Organisation,
    other_trainee: User,
    leaving_first: bool,
) -> None:
    Membership.objects.filter(person=other_trainee).update(valid_from=today() - 30 * A_DAY)
    starts = today() + 7 * A_DAY
    rows = [
        (other_trainee.email, "", "", "X02", "", "", "", "", (starts + A_DAY).isoformat()),
        as_listed(other_trainee, "X01", "Trainee", "", "X02", starts.isoformat()),
    ]
    content = roster_csv(
        *(rows if leaving_first else rows[::-1]),
        headings=(*HEADINGS, "Moves from", "From", "Leaves on"),
    )
    upload = dry_run(content, administrator)
    assert upload.counts == {"moves": 1}
    assert [kind for kind, _facts in upload.outcome[0]["changes"] if kind != "grant"] == ["moves"]
    apply_file(content, administrator)
    old = other_trainee.memberships.get(organisation=other_organisation)
    assert old.valid_to == starts - A_DAY
    assert other_trainee.memberships.get(organisation=organisation).valid_from == starts


def test_of_two_last_days_the_earlier_one_holds(administrator: User, trainee: User) -> None:
    Membership.objects.filter(person=trainee).update(valid_from=today() - 30 * A_DAY)
    first, second = today() + 5 * A_DAY, today() + 9 * A_DAY
    content = roster_csv(
        as_listed(trainee, "X01", "Trainee", "", second.isoformat(), ""),
        (trainee.email, "", "", "X01", "", "", "", first.isoformat()),
        headings=(*HEADINGS, "To", "Leaves on"),
    )
    apply_file(content, administrator)
    assert trainee.memberships.get().valid_to == first
    assert dry_run(content, administrator).counts == {"same": 1}


def test_who_leaves_before_they_would_come_is_refused(administrator: User, trainee: User) -> None:
    Membership.objects.filter(person=trainee).update(valid_from=today() - 30 * A_DAY)
    content = roster_csv(
        (trainee.email, "", "", "X01", "", "", "", (today() + A_DAY).isoformat()),
        as_listed(trainee, "X01", "Trainer", "", (today() + 2 * A_DAY).isoformat()),
        headings=(*HEADINGS, "From", "Leaves on"),
    )
    assert refusal(content, administrator) == "Line 3: the last day is before the first."


def test_a_leaver_with_nothing_to_end_is_told_so(
    administrator: User, force_lead: User, organisation: Organisation
) -> None:
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    for email in ("typo@f.example", trainer.email):
        content = roster_csv(
            (email, "", "", "X01", "", "", today().isoformat()), headings=(*HEADINGS, "Leaves on")
        )
        upload = dry_run(content, force_lead)
        assert upload.counts == {"same": 1}
        assert shown(upload.outcome[0]).changes == (
            "holds no role in Northmoor Police that you could end",
        )

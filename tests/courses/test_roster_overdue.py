"""A roster that makes somebody overdue at once says so in its dry run, and tells nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import CoursePage, Enrolment
from people.models import RosterUpload
from people.public import Organisation, Role, User, grant_membership
from tests.factories import make_organisation, make_person
from tests.factories.courses import add_to_cohort, ask, make_course
from tests.factories.rosters import HEADINGS, roster_csv
from tests.people.rosters import as_listed, dry_run, line

A_DAY = timedelta(days=1)


@pytest.fixture
def late(home) -> CoursePage:
    return make_course("Foundations")


@pytest.fixture
def spring(
    late: CoursePage, organisation: Organisation, force_lead: User, trainee: User
) -> CoursePage:
    """A course that the cohort was asked to take by a day that is past."""
    cohort = add_to_cohort(organisation, make_person(organisation=organisation), name="Spring")
    ask(late, force_lead, organisation, cohort=cohort, by=-5, days_ago=30)
    return late


def overdue_in(upload: RosterUpload) -> list[list[str]]:
    """The courses that each person of a dry run would be overdue with."""
    return [
        [facts["course"] for kind, facts in row["changes"] if kind == "overdue"]
        for row in upload.outcome
    ]


def test_who_enters_a_cohort_that_is_late_is_named_with_course_and_day(
    spring: CoursePage, administrator: User, trainee: User, client: Client
) -> None:
    upload = dry_run(
        roster_csv(
            line("new@f.example", "X01", "Trainee", "Spring"),
            as_listed(trainee, "X01", "Trainee", "spring"),
            line("other@f.example", "X01", "Trainee", "Autumn"),
        ),
        administrator,
    )
    assert overdue_in(upload) == [["Foundations"], ["Foundations"], []]
    client.force_login(administrator)
    page = f"/people/roster/{upload.uuid}/"
    said = " ".join(client.get(page).content.decode().split())
    day = timezone.localdate() - 5 * A_DAY
    assert "2 people would be overdue from the first day" in said
    assert f"is overdue from the first day with “Foundations”, due by {day:%-d %B %Y}" in said
    shown = client.get(f"{page}?show=overdue").content.decode()
    assert "new@f.example" in shown
    assert "other@f.example" not in shown


def test_a_course_that_everybody_was_asked_for_makes_newcomers_and_movers_late(
    late: CoursePage,
    administrator: User,
    force_lead: User,
    organisation: Organisation,
    other_trainee: User,
) -> None:
    ask(late, force_lead, organisation, by=-1, days_ago=30)
    upload = dry_run(
        roster_csv(
            line("new@f.example"),
            as_listed(other_trainee, "X01", "Trainee", "", "X02"),
            line("trainer@f.example", "X01", "Trainer"),
            headings=(*HEADINGS, "Moves from"),
        ),
        administrator,
    )
    assert overdue_in(upload) == [["Foundations"], ["Foundations"], []]


def test_who_begins_after_the_last_day_is_late_from_the_first(
    late: CoursePage, administrator: User, force_lead: User, organisation: Organisation
) -> None:
    ask(late, force_lead, organisation, by=5)
    starts = [(timezone.localdate() + days * A_DAY).isoformat() for days in (5, 6)]
    rows = [line(f"{day}@f.example", "X01", "Trainee", "", day) for day in starts]
    upload = dry_run(roster_csv(*rows, headings=(*HEADINGS, "From")), administrator)
    assert overdue_in(upload) == [[], ["Foundations"]]


def test_who_has_finished_it_or_was_late_already_is_not_named(
    spring: CoursePage,
    administrator: User,
    force_lead: User,
    organisation: Organisation,
    trainee: User,
) -> None:
    Enrolment.objects.create(
        person=trainee, course=spring, course_title=spring.title, finished_at=timezone.now()
    )
    row = as_listed(trainee, "X01", "Trainee", "Spring")
    assert overdue_in(dry_run(roster_csv(row), administrator)) == [[]]
    late_already = make_person(organisation=organisation)
    ask(spring, force_lead, organisation, person=late_already, by=-2, days_ago=20)
    row = as_listed(late_already, "X01", "Trainee", "Spring")
    assert overdue_in(dry_run(roster_csv(row), administrator)) == [[]]


def test_a_later_date_for_the_same_people_makes_nobody_late(
    spring: CoursePage, administrator: User, force_lead: User, organisation: Organisation
) -> None:
    ask(spring, force_lead, organisation, by=30)
    content = roster_csv(line("new@f.example", "X01", "Trainee", "Spring"))
    assert overdue_in(dry_run(content, administrator)) == [[]]


def test_an_unpublished_course_makes_nobody_late(spring: CoursePage, administrator: User) -> None:
    spring.unpublish()
    content = roster_csv(line("new@f.example", "X01", "Trainee", "Spring"))
    assert overdue_in(dry_run(content, administrator)) == [[]]


def test_who_leaves_the_cohort_that_had_more_time_is_late_with_the_others(
    late: CoursePage,
    administrator: User,
    force_lead: User,
    organisation: Organisation,
    trainee: User,
) -> None:
    ask(late, force_lead, organisation, by=-5, days_ago=30)
    more_time = add_to_cohort(organisation, trainee, name="More time")
    ask(late, force_lead, organisation, cohort=more_time, by=30)
    row = as_listed(trainee, "X01", "Trainee", "Autumn")
    assert overdue_in(dry_run(roster_csv(row), administrator)) == [["Foundations"]]


def test_nothing_tells_who_has_an_account_elsewhere(
    spring: CoursePage, force_lead: User, other_trainee: User, organisation: Organisation
) -> None:
    Enrolment.objects.create(
        person=other_trainee, course=spring, course_title=spring.title, finished_at=timezone.now()
    )
    rows = [
        line(email, "X01", "Trainee", "Spring") for email in (other_trainee.email, "a@f.example")
    ]
    known, unknown = dry_run(roster_csv(*rows), force_lead).outcome
    assert known["changes"] == unknown["changes"]
    assert known["changes"][-1][0] == "overdue"


def test_nothing_tells_by_whom_somebody_in_reach_is_asked_elsewhere(
    spring: CoursePage, organisation: Organisation, other_trainee: User, other_force_lead: User
) -> None:
    """Of two people with another role here, one is late as a trainee of another organisation."""
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    other = make_organisation("X02", "Harrowdale Police")
    ask(spring, other_force_lead, other, by=-3, days_ago=20)
    alone = make_person(role=Role.SUPERVISOR, organisation=organisation)
    grant_membership(person=other_trainee, role=Role.SUPERVISOR, organisation=organisation)
    rows = [as_listed(who, "X01", "Trainee", "Spring") for who in (alone, other_trainee)]
    one, two = dry_run(roster_csv(*rows), local).outcome
    assert one["changes"] == two["changes"]


def test_it_asks_the_same_for_one_person_and_for_many(
    spring: CoursePage, administrator: User, organisation: Organisation
) -> None:
    counts = []
    for n in (2, 20):
        rows = [line(f"n{k}@f.example", "X01", "Trainee", "Spring") for k in range(n)]
        rows += [
            as_listed(make_person(organisation=organisation), "X01", "Trainee", "Spring")
            for _ in range(n)
        ]
        with CaptureQueriesContext(connection) as asked:
            upload = dry_run(roster_csv(*rows), administrator)
        assert overdue_in(upload) == [["Foundations"]] * (2 * n)
        counts.append(len(asked))
    assert counts[0] == counts[1]

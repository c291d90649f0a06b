"""Who leaves by a roster, who is in which cohort, and what a confirmation is held to."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import RosterUpload
from people.public import (
    Cohort,
    Event,
    Membership,
    Organisation,
    Role,
    User,
    current_roles,
    grant_membership,
    trainees_in,
)
from people.services.roster import (
    RosterRefused,
    apply_roster,
    cancel_roster,
    confirm_roster,
    tidy_rosters,
    upload_roster,
)
from tests.factories import make_person
from tests.factories.rosters import HEADINGS, apply_file, roster_csv
from tests.people.rosters import A_DAY, as_listed, dry_run, leaves, line, person, refusal, today

pytestmark = pytest.mark.django_db


def test_who_leaves_cannot_sign_in_their_sessions_end_and_their_record_stays(
    administrator: User, trainee: User, organisation: Organisation
) -> None:
    Membership.objects.filter(person=trainee).update(valid_from=today() - 9 * A_DAY)
    client = Client()
    client.force_login(trainee)
    assert client.get("/my-learning/").status_code == 200
    done = apply_file(leaves(trainee, today() - A_DAY), administrator)
    assert done.counts["closed"] == 1
    afresh = User.objects.get(pk=trainee.pk)
    assert not afresh.is_active
    assert not afresh.has_usable_password()
    assert client.get("/my-learning/").status_code == 302
    User.objects.filter(pk=trainee.pk).update(is_active=True)
    assert client.get("/my-learning/").status_code == 302
    assert list(trainees_in(organisation)) == []
    assert trainee.memberships.get().valid_to == today() - A_DAY
    assert Event.objects.filter(name="person.left").count() == 1
    assert dry_run(leaves(trainee, today() - A_DAY), administrator).counts == {"same": 1}


def test_who_leaves_later_signs_in_until_then_and_is_closed_by_the_day(
    administrator: User, trainee: User
) -> None:
    tomorrow = today() + A_DAY
    done = apply_file(leaves(trainee, tomorrow), administrator)
    assert done.counts["closed"] == 0
    assert User.objects.get(pk=trainee.pk).is_active
    assert tidy_rosters()["people"] == 0
    after = timezone.now() + 2 * A_DAY
    assert tidy_rosters(now=after)["people"] == 1
    assert not User.objects.get(pk=trainee.pk).is_active


def test_who_holds_a_role_elsewhere_keeps_their_account(
    force_lead: User, trainee: User, other_organisation: Organisation
) -> None:
    Membership.objects.filter(person=trainee).update(valid_from=today() - 9 * A_DAY)
    grant_membership(person=trainee, role=Role.PANELLIST, organisation=other_organisation)
    apply_file(leaves(trainee, today() - A_DAY), force_lead)
    assert User.objects.get(pk=trainee.pk).is_active
    assert current_roles(User.objects.get(pk=trainee.pk)) == {Role.PANELLIST}


def test_absence_means_nothing_unless_it_is_said(
    administrator: User, trainee: User, organisation: Organisation
) -> None:
    content = roster_csv(line("a@f.example"))
    assert dry_run(content, administrator).counts == {"new": 1}
    upload = dry_run(content, administrator, absent_leave=True)
    assert upload.counts == {"new": 1, "leaves": 1}
    leaver = upload.outcome[1]
    assert (leaver["name"], leaver["group"], leaver["lines"]) == (str(trainee), "leaves", [])


def test_the_absent_leave_and_others_stay(
    administrator: User,
    trainee: User,
    trainer: User,
    other_trainee: User,
    organisation: Organisation,
) -> None:
    simulated = make_person(organisation=organisation, is_simulated=True)
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    apply_file(roster_csv(as_listed(trainer, "X01", "Trainer")), local, absent_leave=True)
    open_accounts = set(User.objects.filter(is_active=True))
    assert trainee not in open_accounts
    assert {trainer, other_trainee, simulated, local, administrator} <= open_accounts


def test_a_lead_who_lists_all_trainees_ends_no_other_role(
    force_lead: User, trainee: User, trainer: User
) -> None:
    upload = dry_run(roster_csv(line("a@f.example")), force_lead, absent_leave=True)
    assert [row["email"] for row in upload.outcome] == ["a@f.example", trainee.email]


# Cohorts


def test_a_filled_cell_says_all_cohorts_and_an_empty_one_nothing(
    administrator: User, trainee: User, organisation: Organisation
) -> None:
    spring, autumn = (
        Cohort.objects.create(organisation=organisation, name=name) for name in ("Spring", "Autumn")
    )
    spring.members.add(trainee)
    assert dry_run(roster_csv(as_listed(trainee)), administrator).counts == {"same": 1}
    apply_file(roster_csv(as_listed(trainee, "X01", "Trainee", "AUTUMN")), administrator)
    assert list(trainee.cohorts.all()) == [autumn]


def test_a_cohort_has_one_supervisor(administrator: User, organisation: Organisation) -> None:
    two = [line(f"{name}@f.example", "X01", "Supervisor", "Harbour") for name in "ab"]
    assert "Line 3: “Harbour” has another supervisor in line 2." in refusal(
        roster_csv(*two), administrator
    )
    apply_file(roster_csv(two[0]), administrator)
    assert Cohort.objects.get().supervisor == person("a@f.example")


# Between dry run and confirmation


def test_a_confirmation_is_refused_where_it_would_come_to_something_else(
    administrator: User, organisation: Organisation
) -> None:
    upload = dry_run(roster_csv(line("a@f.example")), administrator)
    make_person(organisation=organisation, email="a@f.example")
    with pytest.raises(RosterRefused, match="Something has changed meanwhile"):
        confirm_roster(upload=upload, by=administrator)
    upload.refresh_from_db()
    assert upload.counts == {"details": 1}
    assert upload.state == RosterUpload.State.PLANNED


def test_what_changes_after_the_confirmation_is_looked_at_again(
    administrator: User, organisation: Organisation
) -> None:
    upload = dry_run(roster_csv(line("a@f.example"), line("b@f.example")), administrator)
    confirm_roster(upload=upload, by=administrator)
    make_person(organisation=organisation, email="a@f.example")
    again = apply_roster(upload.uuid)
    assert again.state == RosterUpload.State.PLANNED
    assert again.counts["looked_again"] == 1
    assert not User.objects.filter(email="b@f.example").exists()


def test_a_worker_that_is_stopped_leaves_nothing_and_can_begin_again(
    administrator: User, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = dry_run(roster_csv(line("a@f.example")), administrator)
    confirm_roster(upload=upload, by=administrator)

    def killed(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("people.roster.applying.record_events", killed)
        with pytest.raises(KeyboardInterrupt):
            apply_roster(upload.uuid)
    assert not User.objects.filter(email="a@f.example").exists()
    assert apply_roster(upload.uuid).state == RosterUpload.State.DONE
    assert apply_roster(upload.uuid).state == RosterUpload.State.DONE
    assert User.objects.filter(email="a@f.example").count() == 1


def test_confirming_twice_is_confirming_once_and_cancelling_comes_too_late(
    administrator: User, organisation: Organisation
) -> None:
    upload = dry_run(roster_csv(line("a@f.example")), administrator)
    confirm_roster(upload=upload, by=administrator)
    upload.refresh_from_db()
    assert confirm_roster(upload=upload, by=administrator).state == RosterUpload.State.APPLYING
    with pytest.raises(RosterRefused):
        cancel_roster(upload=upload, by=administrator)


def test_names_are_kept_no_longer_than_needed(
    administrator: User, organisation: Organisation
) -> None:
    content = roster_csv(line("a@f.example"))
    cancelled = cancel_roster(upload=dry_run(content, administrator), by=administrator)
    applied = apply_file(roster_csv(line("b@f.example")), administrator)
    forgotten = dry_run(content, administrator)
    tidy_rosters(now=timezone.now() + 2 * A_DAY)
    for upload in (cancelled, applied, forgotten):
        upload.refresh_from_db()
        assert (upload.lines, upload.outcome) == ([], [])
    assert forgotten.state == RosterUpload.State.EXPIRED


def test_events_hold_no_personal_data(administrator: User, organisation: Organisation) -> None:
    apply_file(roster_csv(line("a@f.example", "X01", "Trainee", "Spring")), administrator)
    said = str(list(Event.objects.values_list("name", "payload")))
    assert not any(word in said for word in ("a@f.example", "Siân", "Spring"))
    assert {"person.invited", "membership.granted", "cohort.joined", "roster.applied"} <= set(
        Event.objects.values_list("name", flat=True)
    )


@pytest.mark.parametrize("n", [1, 50])
def test_statements_do_not_grow_with_the_lines(
    administrator: User,
    organisation: Organisation,
    other_organisation: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    n: int,
) -> None:
    yesterday = today() - A_DAY
    rows = []
    for number in range(n):
        rows.append(line(f"n{number}@f.example", "X01", "Trainee", "Spring"))
        mover = make_person(organisation=other_organisation, email=f"m{number}@f.example")
        rows.append(as_listed(mover, "X01", "Trainee", "", "X02"))
        stays = make_person(organisation=organisation, email=f"s{number}@f.example")
        rows.append((stays.email, "Other", "Name", "X01", "Trainee", "Autumn"))
        gone = make_person(organisation=organisation, email=f"g{number}@f.example")
        rows.append((gone.email, "", "", "X01", "", "", "", yesterday.isoformat()))
    Membership.objects.filter(role=Role.TRAINEE).update(valid_from=today() - 9 * A_DAY)
    by = User.objects.get(pk=administrator.pk)
    content = roster_csv(*rows, headings=(*HEADINGS, "Moves from", "Leaves on"))
    with django_assert_max_num_queries(25):
        upload = upload_roster(content=content, by=by)
    assert upload.counts == {
        "new": n, "moves": n, "cohorts": n, "leaves": n, "new_cohorts": 2
    }  # fmt: skip
    confirm_roster(upload=upload, by=by)
    with django_assert_max_num_queries(60):
        assert apply_roster(upload.uuid).state == RosterUpload.State.DONE

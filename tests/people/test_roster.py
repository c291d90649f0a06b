"""What a roster changes: dry run first, all or nothing, once, and within the uploader's reach."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Invitation, RosterUpload
from people.public import (
    Cohort,
    Event,
    Membership,
    Organisation,
    Role,
    User,
    current_roles,
    grant_membership,
    trainee_organisation,
    trainees_in,
)
from people.roster.problems import BadRoster
from people.services.memberships import end_membership
from people.services.roster import (
    RosterRefused,
    apply_roster,
    cancel_roster,
    confirm_roster,
    tidy_rosters,
    upload_roster,
)
from tests.factories import make_organisation, make_person
from tests.factories.rosters import HEADINGS, apply_file, roster_csv

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
NEW = ("siân", "gŵyrfa")


def today() -> date:
    return timezone.localdate()


def line(email: str, code: str = "X01", role: str = "Trainee", *more: str) -> tuple[str, ...]:
    return (email, "Siân", "Gŵyrfa", code, role, *more)


def dry_run(content: bytes, by: User, **options: bool) -> RosterUpload:
    return upload_roster(content=content, by=User.objects.get(pk=by.pk), **options)


def refusal(content: bytes, by: User, **options: bool) -> str:
    with pytest.raises(BadRoster) as refused:
        dry_run(content, by, **options)
    return "\n".join(refused.value.shown)


def person(email: str) -> User:
    return User.objects.get(email=email)


def as_listed(who: User, code: str = "X01", role: str = "Trainee", *more: str) -> tuple[str, ...]:
    """A line that says what holds already."""
    return (who.email, who.first_name, who.last_name, code, role, *more)


def test_a_dry_run_changes_nobody(administrator: User, organisation: Organisation) -> None:
    before = (User.objects.count(), Membership.objects.count(), Cohort.objects.count())
    upload = dry_run(roster_csv(line("new@f.example", "X01", "Trainee", "Spring")), administrator)
    assert upload.counts == {"new": 1, "new_cohorts": 1}
    assert before == (User.objects.count(), Membership.objects.count(), Cohort.objects.count())
    assert mail.outbox == []


def test_who_is_new_gets_a_role_a_cohort_and_a_letter_and_no_password(
    administrator: User, organisation: Organisation
) -> None:
    done = apply_file(
        roster_csv(line("New@F.example", "x01", "trainee", "Spring intake")), administrator
    )
    assert done.state == RosterUpload.State.DONE
    made = person("new@f.example")
    assert (made.first_name, made.last_name) == ("Siân", "Gŵyrfa")
    assert not made.has_usable_password()
    assert trainee_organisation(made) == organisation
    assert Cohort.objects.get(organisation=organisation).members.get() == made
    (letter,) = mail.outbox
    assert letter.to == ["new@f.example"]
    assert "/people/invitation/" in letter.body
    assert "Siân" not in letter.body + letter.subject
    assert "Northmoor" not in letter.body + letter.subject


def test_the_same_file_twice_changes_nothing(
    administrator: User, organisation: Organisation, other_organisation: Organisation
) -> None:
    mover = make_person(organisation=other_organisation, email="mover@f.example")
    headings = (*HEADINGS, "Moves from", "From", "To")
    content = roster_csv(
        line("a@f.example", "X01", "Trainee", "Spring|Harbour"),
        line("b@f.example", "X01", "Supervisor", "Harbour"),
        line("c@f.example", "X01", "Trainer", "", "", "2026-01-05", "2099-12-31"),
        as_listed(mover, "X01", "Trainee", "", "X02"),
        headings=headings,
    )
    assert apply_file(content, administrator).state == RosterUpload.State.DONE
    rows = list(Membership.objects.order_by("pk").values())
    events, letters = Event.objects.count(), len(mail.outbox)
    again = dry_run(content, administrator)
    assert again.counts == {"same": 4}
    assert apply_file(content, administrator).state == RosterUpload.State.DONE
    assert list(Membership.objects.order_by("pk").values()) == rows
    assert Event.objects.exclude(name__startswith="roster.").count() == (
        events - 2  # the first roster's own two
    )
    assert len(mail.outbox) == letters


def test_a_role_that_is_held_keeps_its_first_day(
    administrator: User, organisation: Organisation, trainer: User
) -> None:
    content = roster_csv(
        as_listed(trainer, "X01", "Trainer", "", "2020-01-01"), headings=(*HEADINGS, "From")
    )
    assert dry_run(content, administrator).counts == {"same": 1}


def test_a_trainer_enters_the_admins_group_and_leaves_it(
    administrator: User, organisation: Organisation
) -> None:
    apply_file(roster_csv(line("t@f.example", "X01", "Trainer")), administrator)
    assert person("t@f.example").groups.get().name == "Trainers"
    yesterday = today() - A_DAY
    Membership.objects.filter(person__email="t@f.example").update(valid_from=yesterday)
    apply_file(
        roster_csv(
            line("t@f.example", "X01", "Trainer", "", yesterday.isoformat()),
            headings=(*HEADINGS, "To"),
        ),
        administrator,
    )
    assert not person("t@f.example").groups.exists()


# Moves


def test_a_move_has_to_be_said(
    administrator: User, organisation: Organisation, other_trainee: User
) -> None:
    said = refusal(roster_csv(as_listed(other_trainee)), administrator)
    assert "Line 2: a trainee in Harrowdale Police. If they move, write X02" in said


def test_a_mover_keeps_who_they_are_and_is_counted_once(
    administrator: User,
    organisation: Organisation,
    other_organisation: Organisation,
    other_trainee: User,
) -> None:
    team = Cohort.objects.create(organisation=other_organisation, name="Old team")
    team.members.add(other_trainee)
    Membership.objects.filter(person=other_trainee).update(valid_from=today() - 30 * A_DAY)
    content = roster_csv(
        as_listed(other_trainee, "X01", "Trainee", "", "X02"), headings=(*HEADINGS, "Moves from")
    )
    upload = dry_run(content, administrator)
    assert upload.counts == {"moves": 1}
    apply_file(content, administrator)
    assert list(trainees_in(organisation)) == [other_trainee]
    assert list(trainees_in(other_organisation)) == []
    assert other_trainee.memberships.get(organisation=other_organisation).valid_to == (
        today() - A_DAY
    )
    assert not team.members.exists()
    assert person(other_trainee.email).is_active


def test_a_move_that_did_not_happen_is_refused(
    administrator: User, organisation: Organisation, other_organisation: Organisation
) -> None:
    content = roster_csv(
        line("typo@f.example", "X01", "Trainee", "", "X02"), headings=(*HEADINGS, "Moves from")
    )
    assert "nobody with this address is a trainee in X02" in refusal(content, administrator)


def test_a_mover_with_a_new_address_is_still_the_same_person(
    administrator: User, organisation: Organisation, other_trainee: User
) -> None:
    old = other_trainee.email
    content = roster_csv(
        ("new@x01.example", "Robin", other_trainee.last_name, "X01", "Trainee", "", "X02", old),
        headings=(*HEADINGS, "Moves from", "Old e-mail"),
    )
    apply_file(content, administrator)
    assert User.objects.get(pk=other_trainee.pk).email == "new@x01.example"
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([old, "new@x01.example"])
    assert not Invitation.objects.exists()
    assert dry_run(content, administrator).counts == {"same": 1}


def test_a_lead_changes_no_address(force_lead: User, trainee: User) -> None:
    content = roster_csv(
        ("mine@evil.example", "R", "T", "X01", "Trainee", "", trainee.email),
        headings=(*HEADINGS, "Old e-mail"),
    )
    assert "only an administrator changes an address" in refusal(content, force_lead)


# Another organisation


def test_an_organisation_out_of_reach_is_refused_as_one_that_does_not_exist(
    force_lead: User, other_organisation: Organisation
) -> None:
    there = refusal(roster_csv(line("a@f.example", "X02")), force_lead)
    assert "Line 2: no organisation that you look after has the code X02." in there
    assert there.replace("X02", "X99") == refusal(
        roster_csv(line("a@f.example", "X99")), force_lead
    )


def test_a_dry_run_does_not_tell_who_has_an_account_elsewhere(
    force_lead: User, other_trainee: User
) -> None:
    known = dry_run(roster_csv(line(other_trainee.email)), force_lead)
    unknown = dry_run(roster_csv(line("unknown@f.example")), force_lead)
    assert known.counts == unknown.counts == {"new": 1}
    assert known.outcome[0]["changes"] == unknown.outcome[0]["changes"]
    assert known.outcome[0]["name"] == "Siân Gŵyrfa"
    for old in (other_trainee.email, "unknown@f.example"):
        content = roster_csv(
            line(old, "X01", "Trainee", "", "X02"), headings=(*HEADINGS, "Moves from")
        )
        assert dry_run(content, force_lead).counts == {"new": 1}


def test_who_belongs_elsewhere_is_asked_and_stays_until_they_say_yes(
    force_lead: User, other_trainee: User, other_organisation: Organisation
) -> None:
    content = roster_csv(line(other_trainee.email, "X01", "Trainee", "Spring"))
    done = apply_file(content, force_lead)
    assert done.counts["asked"] == 1
    afresh = person(other_trainee.email)
    assert (afresh.last_name, trainee_organisation(afresh)) == (
        other_trainee.last_name,
        other_organisation,
    )
    (letter,) = mail.outbox
    assert letter.to == [other_trainee.email]
    assert dry_run(content, force_lead).counts == {"same": 1}
    apply_file(content, force_lead)
    assert len(mail.outbox) == 1


def test_who_had_left_from_here_comes_back_as_themselves(
    force_lead: User, trainee: User, organisation: Organisation
) -> None:
    Membership.objects.filter(person=trainee).update(
        valid_from=today() - 9 * A_DAY, valid_to=today() - A_DAY
    )
    User.objects.filter(pk=trainee.pk).update(is_active=False)
    apply_file(roster_csv(line(trainee.email)), force_lead)
    afresh = User.objects.get(pk=trainee.pk)
    assert afresh.is_active
    assert trainee_organisation(afresh) == organisation
    assert "/people/invitation/" in mail.outbox[0].body


# Who may do what


def test_a_lead_puts_trainees_on_the_roster_and_nobody_else(
    force_lead: User, organisation: Organisation
) -> None:
    for role in ("Trainer", "Force lead", "Administrator"):
        said = refusal(roster_csv(line("a@f.example", "X01", role)), force_lead)
        assert "a force lead puts trainees on the roster" in said


def test_nobody_gives_a_role_above_their_own_place(organisation: Organisation) -> None:
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    said = refusal(roster_csv(line("a@f.example", "NATIONAL", "Administrator")), local)
    assert "no organisation that you look after has the code NATIONAL" in said
    said = refusal(roster_csv(line("a@f.example", "X01", "National lead")), local)
    assert "a national lead belongs to the nation" in said


def test_nobody_ends_a_role_of_their_own(administrator: User) -> None:
    content = roster_csv(
        as_listed(administrator, "NATIONAL", "Administrator", "", today().isoformat()),
        headings=(*HEADINGS, "Leaves on"),
    )
    assert "Line 2: this is you." in refusal(content, administrator)


def test_the_last_administrator_stays(administrator: User, organisation: Organisation) -> None:
    local = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    Membership.objects.filter(person=administrator).update(valid_to=today() + A_DAY)
    content = roster_csv(
        as_listed(local, "X01", "Administrator", "", today().isoformat()),
        headings=(*HEADINGS, "Leaves on"),
    )
    assert "is the last administrator of Northmoor Police" in refusal(content, administrator)


def test_a_simulated_person_is_on_no_roster(
    administrator: User, organisation: Organisation
) -> None:
    made = make_person(organisation=organisation, is_simulated=True)
    assert "a simulated person" in refusal(roster_csv(as_listed(made)), administrator)


def test_nobody_moves_between_an_invented_organisation_and_a_real_one(
    administrator: User, trainee: User
) -> None:
    make_organisation("R01", "Real Police", is_invented=False)
    content = roster_csv(
        as_listed(trainee, "R01", "Trainee", "", "X01"), headings=(*HEADINGS, "Moves from")
    )
    assert "between an invented organisation and a real one" in refusal(content, administrator)


def test_somebody_who_lost_the_role_meanwhile_applies_nothing(
    administrator: User, organisation: Organisation
) -> None:
    upload = dry_run(roster_csv(line("a@f.example")), administrator)
    confirm_roster(upload=upload, by=administrator)
    end_membership(membership=administrator.memberships.get())
    assert apply_roster(upload.uuid).state == RosterUpload.State.CHANGED
    assert not User.objects.filter(email="a@f.example").exists()


# Leaving


def leaves(who: User, on: date) -> bytes:
    return roster_csv(
        (who.email, "", "", "X01", "", "", on.isoformat()), headings=(*HEADINGS, "Leaves on")
    )


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

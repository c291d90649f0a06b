"""What a roster changes: dry run first, all or nothing, once, and within the uploader's reach."""

import pytest
from django.core import mail

from people.models import Invitation, RosterUpload
from people.public import (
    Cohort,
    Event,
    Membership,
    Organisation,
    Role,
    User,
    trainee_organisation,
    trainees_in,
)
from people.services.memberships import end_membership
from people.services.roster import (
    apply_roster,
    confirm_roster,
)
from tests.factories import make_organisation, make_person
from tests.factories.rosters import HEADINGS, apply_file, roster_csv
from tests.people.rosters import A_DAY, as_listed, dry_run, line, person, refusal, today

pytestmark = pytest.mark.django_db


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

"""Letters that go and letters that do not, and what is held while an invitation is answered."""

from collections.abc import Sequence
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Invitation
from people.public import Cohort, Membership, Organisation, Role, User
from people.services import invitations
from people.services.invitations import hash_of, join_by_invitation, send_invitations
from people.services.roster import tidy_rosters
from tests.factories import make_person

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def waiting(organisation: Organisation, *emails: str) -> list[Invitation]:
    """Invitations of people who are new, not sent yet."""
    people = [make_person(organisation=organisation, email=email) for email in emails]
    return [
        Invitation.objects.create(person=one, organisation=organisation, kind=Invitation.Kind.NEW)
        for one in people
    ]


def asked(person: User, organisation: Organisation, **join: object) -> str:
    """The token of a letter that asks somebody to come as a trainee."""
    said = {"starts": today().isoformat(), "ends": "", "cohorts": []} | join
    Invitation.objects.create(
        person=person,
        organisation=organisation,
        kind=Invitation.Kind.ASKED,
        joins=[{"role": Role.TRAINEE, "organisation": organisation.pk, **said}],
        token_hash=hash_of("token"),
        sent_at=timezone.now(),
        expires_at=timezone.now() + 14 * A_DAY,
    )
    return "token"


def test_one_address_that_takes_no_letter_holds_up_nobody_else(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "AT_ONCE", 3)
    rows = waiting(organisation, *(f"n{n}@f.example" for n in range(10)))
    send = EmailBackend.send_messages

    def refusing(self: EmailBackend, messages: Sequence[EmailMessage]) -> int:
        if messages[0].to == ["n1@f.example"]:
            raise SMTPRecipientsRefused({})
        return int(send(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    assert send_invitations() == 9
    assert {letter.to[0] for letter in mail.outbox} == {
        f"n{n}@f.example" for n in range(10) if n != 1
    }
    rows[1].refresh_from_db()
    assert (rows[1].sent_at, rows[1].token_hash) == (None, "")


def test_where_no_letter_goes_at_all_the_rest_waits(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "AT_ONCE", 3)
    waiting(organisation, *(f"n{n}@f.example" for n in range(10)))
    tried = []

    def down(_self: EmailBackend, messages: Sequence[EmailMessage]) -> int:
        tried.append(messages)
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    assert send_invitations() == 0
    assert len(tried) == 3
    assert Invitation.objects.filter(sent_at__isnull=True).count() == 10


def test_an_old_address_that_takes_no_letter_is_kept_for_two_weeks_at_most(
    organisation: Organisation, trainee: User
) -> None:
    for address, days in (("old@f.example", 15), ("newer@f.example", 13)):
        Invitation.objects.create(
            person=trainee,
            organisation=organisation,
            kind=Invitation.Kind.CHANGED,
            address=address,
            made_at=timezone.now() - days * A_DAY,
        )
    tidy_rosters()
    assert Invitation.objects.get().address == "newer@f.example"


def test_a_yes_gives_what_was_held_before_no_other_last_day(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    """A trainee here until next week, who is asked to be one again later, until a day."""
    person = make_person(role=None)
    before = Membership.objects.create(
        person=person,
        role=Role.TRAINEE,
        organisation=organisation,
        valid_from=today() - 30 * A_DAY,
        valid_to=today() + 7 * A_DAY,
    )
    starts, ends = today() + 8 * A_DAY, today() + 20 * A_DAY
    token = asked(person, organisation, starts=starts.isoformat(), ends=ends.isoformat())
    join_by_invitation(token=token, person=person)
    before.refresh_from_db()
    assert before.valid_to == today() + 7 * A_DAY
    after = person.memberships.get(valid_from=starts)
    assert after.valid_to == ends


def test_a_yes_finds_a_cohort_in_whatever_case_its_welsh_letters_are(
    organisation: Organisation, other_trainee: User
) -> None:
    cohort = Cohort.objects.create(organisation=organisation, name="GŴYRFA")
    join_by_invitation(
        token=asked(other_trainee, organisation, cohorts=["Gŵyrfa", "Spring"]),
        person=other_trainee,
    )
    assert set(other_trainee.cohorts.all()) == {cohort, Cohort.objects.get(name="Spring")}
    assert Cohort.objects.count() == 2


def test_the_person_is_held_before_the_invitation_as_a_roster_holds_them(
    organisation: Organisation, other_trainee: User
) -> None:
    token = asked(other_trainee, organisation)
    with CaptureQueriesContext(connection) as asked_for:
        join_by_invitation(token=token, person=other_trainee)
    reads = [
        each["sql"].split(" FROM ")[1].split()[0] for each in asked_for if " FROM " in each["sql"]
    ]
    assert [name.strip('"') for name in reads[:3]] == [
        "people_invitation",  # which it is
        "people_user",
        "people_invitation",  # and whether it still is
    ]

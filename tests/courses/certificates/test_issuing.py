"""Issuing, showing the name, revoking, and how a certificate stands on a day."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.models import Certificate
from courses.selectors.certificates import validity_words
from courses.selectors.certification_standing import StandingState, standing_of
from courses.services.certificates import CertificateRefused, revoke_certificate, show_name
from people.public import AlreadyWritten, Event, User
from people.services.memberships import end_membership
from tests.factories import make_certificate, make_person

Ground, State = Certificate.Ground, Certificate.State


def names() -> list[str]:
    found = Event.objects.filter(name__startswith="certificate.").order_by("pk")
    return list(found.values_list("name", flat=True))


@pytest.fixture
def administrator(organisation) -> User:
    return make_person(role="administrator", organisation=organisation)


def test_the_same_set_gives_the_same_certificate_once(trainee: User):
    by_set = uuid4()
    first = make_certificate(trainee, by_set=by_set)
    again = make_certificate(trainee, by_set=by_set, months=3)
    assert (again.pk, again.expires_on) == (first.pk, first.expires_on)
    assert names() == ["certificate.issued"]


def test_it_holds_from_the_day_of_passing_to_the_same_day_of_the_last_month(trainee: User):
    passed = datetime(2026, 8, 31, 22, 50, tzinfo=UTC)  # ten to midnight in summer
    certificate = make_certificate(trainee, decided_at=passed, months=6)
    assert (certificate.issued_on, certificate.expires_on) == (date(2026, 8, 31), date(2027, 2, 28))
    assert certificate.state_on(date(2027, 2, 28)) == State.VALID
    assert certificate.state_on(date(2027, 3, 1)) == State.EXPIRED
    # A clock that was changed: it was issued in what is now the future.
    assert certificate.state_on(date(2026, 8, 30)) == State.NOT_YET


def test_an_event_names_nobody(trainee: User):
    certificate = make_certificate(trainee)
    event = Event.objects.get(name="certificate.issued")
    assert event.payload == {"certificate": str(certificate.uuid), "specimen": False}
    assert trainee.last_name not in str(event.payload)


def test_what_it_says_is_written_once(trainee: User):
    certificate = make_certificate(trainee)
    certificate.title = "Chief Constable"
    with pytest.raises(AlreadyWritten):
        certificate.save()
    with pytest.raises(AlreadyWritten):
        Certificate.objects.update(is_specimen=False)


def test_the_database_holds_no_certificate_that_ends_before_it_begins(trainee: User):
    certificate = make_certificate(trainee)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.bulk_create(
            [
                Certificate(
                    reference="2222-2222-2222",
                    person=trainee,
                    organisation=certificate.organisation,
                    certification=certificate.certification,
                    title="x",
                    issued_on=date(2026, 2, 1),
                    expires_on=date(2026, 2, 1),
                    is_specimen=False,
                    by_set=uuid4(),
                )
            ]
        )


def test_only_the_holder_decides_whether_the_name_shows(trainee: User, administrator: User):
    certificate = make_certificate(trainee)
    assert not certificate.shows_name
    with pytest.raises(CertificateRefused, match="Only the holder"):
        show_name(certificate=certificate, by=administrator, shown=True)
    for _ in range(2):
        show_name(certificate=certificate, by=trainee, shown=True)
    certificate.refresh_from_db()
    assert certificate.shows_name
    show_name(certificate=certificate, by=trainee, shown=False)
    assert names() == ["certificate.issued", "certificate.name_shown", "certificate.name_hidden"]


def test_revoking_twice_is_once_and_the_first_ground_stands(trainee: User, administrator: User):
    certificate = make_certificate(trainee)
    first = revoke_certificate(
        certificate=certificate, by=administrator, ground=Ground.ISSUED_IN_ERROR
    )
    again = revoke_certificate(
        certificate=certificate, by=administrator, ground=Ground.NOT_OWN_WORK
    )
    assert (again.revoked_at, again.ground) == (first.revoked_at, Ground.ISSUED_IN_ERROR)
    assert again.state == State.REVOKED
    assert names() == ["certificate.issued", "certificate.revoked"]


def test_an_administrator_of_somewhere_else_cannot_revoke_it(trainee: User, other_organisation):
    certificate = make_certificate(trainee)
    elsewhere = make_person(role="administrator", organisation=other_organisation)
    with pytest.raises(CertificateRefused, match="not in an organisation"):
        revoke_certificate(certificate=certificate, by=elsewhere, ground=Ground.ISSUED_IN_ERROR)


def test_nobody_revokes_their_own(administrator: User):
    certificate = make_certificate(administrator)
    with pytest.raises(CertificateRefused, match="their own"):
        revoke_certificate(certificate=certificate, by=administrator, ground=Ground.HOLDER_ASKED)


def test_one_who_moved_is_in_the_hands_of_the_new_administrator(
    trainee: User, administrator: User, other_organisation
):
    certificate = make_certificate(trainee)
    yesterday = timezone.localdate() - timedelta(days=1)
    trainee.memberships.update(valid_from=yesterday - timedelta(days=9), valid_to=yesterday)
    new = make_person(role="administrator", organisation=other_organisation)
    # In between they belong nowhere, and stay with where they were on the day.
    assert list(Certificate.objects.visible_to(administrator)) == [certificate]
    assert not Certificate.objects.visible_to(new)
    trainee.memberships.create(
        role="trainee", organisation=other_organisation, valid_from=timezone.localdate()
    )
    assert not Certificate.objects.visible_to(administrator)
    assert list(Certificate.objects.revocable_by(new)) == [certificate]


def test_a_lead_sees_those_of_their_own_people_and_no_others(
    trainee: User, other_trainee: User, force_lead: User, supervisor: User
):
    own = make_certificate(trainee)
    make_certificate(other_trainee, organisation=other_trainee.memberships.get().organisation)
    assert list(Certificate.objects.visible_to(force_lead)) == [own]
    assert not Certificate.objects.revocable_by(force_lead)
    assert not Certificate.objects.visible_to(supervisor)


def test_a_revoked_one_does_not_hide_a_valid_one(trainee: User, administrator: User):
    valid = make_certificate(trainee)
    later = make_certificate(trainee)
    revoke_certificate(certificate=later, by=administrator, ground=Ground.ISSUED_IN_ERROR)
    assert standing_of(trainee, valid.certification).certificate == valid
    revoke_certificate(certificate=valid, by=administrator, ground=Ground.ISSUED_IN_ERROR)
    standing = standing_of(trainee, valid.certification)
    assert (standing.certificate, standing.state) == (None, StandingState.REVOKED)


def test_how_it_stands_is_said_in_words(trainee: User, administrator: User):
    now = timezone.now()
    valid = make_certificate(trainee, decided_at=now)
    assert validity_words(valid).startswith("Valid until ")
    past = make_certificate(trainee, decided_at=now - timedelta(days=900))
    assert validity_words(past).startswith("Expired: it was valid until ")
    ahead = make_certificate(trainee, decided_at=now + timedelta(days=3))
    assert validity_words(ahead).startswith("Not valid before ")
    revoked = revoke_certificate(certificate=past, by=administrator, ground=Ground.HOLDER_ASKED)
    assert validity_words(revoked).startswith("Revoked on ")


def test_ending_a_membership_leaves_the_certificate(trainee: User):
    certificate = make_certificate(trainee)
    end_membership(membership=trainee.memberships.get(), on=timezone.localdate())
    certificate.refresh_from_db()
    assert certificate.state == State.VALID

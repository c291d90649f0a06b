"""Certificates, as passing a set issues them."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from courses.models import Certificate, Certification
from courses.services.certificates import issue_certificate
from people.public import Organisation, User
from tests.factories.people import make_organisation


def make_certificate(
    person: User,
    *,
    decided_at: datetime | None = None,
    organisation: Organisation | None = None,
    months: int = 12,
    is_specimen: bool = False,
    by_set: UUID | None = None,
) -> Certificate:
    """A certificate that is no specimen and holds for a year, unless said otherwise."""
    organisation = organisation or make_organisation("X01", "Northmoor Police")
    certification, _is_new = Certification.objects.get_or_create(
        title="ARMS foundations", owner=organisation, months=months, is_specimen=is_specimen
    )
    return issue_certificate(
        person=person,
        organisation=organisation,
        certification=certification,
        by_set=by_set or uuid4(),
        decided_at=decided_at or timezone.now(),
    )


def end_certificates_on(day: date) -> None:
    """Let every certificate be of the year to a day: past the model, which is written once."""
    QuerySet.update(Certificate.objects.all(), issued_on=day - timedelta(days=365), expires_on=day)

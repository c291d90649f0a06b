"""A certificate is issued, its name shown or hidden, and revoked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificate.dates import months_after
from courses.certificate.reference import new_reference
from courses.models import Certificate, Certification
from people.public import Organisation, User, record_event


class CertificateRefused(Exception):
    """It cannot be done; the words say why."""


@transaction.atomic
def issue_certificate(
    *,
    person: User,
    organisation: Organisation,
    certification: Certification,
    by_set: UUID,
    decided_at: datetime,
) -> Certificate:
    """Certify a person for the set they passed. The same set again gives the same certificate.

    ``organisation`` is where they were on the day. It holds from that day for as many months as the
    certification says then.
    """
    day = timezone.localdate(decided_at)
    certificate, is_new = Certificate.objects.get_or_create(
        by_set=by_set,
        defaults={
            "reference": new_reference(),
            "person": person,
            "organisation": organisation,
            "certification": certification,
            "title": certification.title,
            "issued_on": day,
            "expires_on": months_after(day, certification.months),
            "is_specimen": certification.is_specimen,
        },
    )
    if is_new:
        _record("certificate.issued", certificate, None, specimen=certificate.is_specimen)
    return certificate


@transaction.atomic
def show_name(*, certificate: Certificate, by: User, shown: bool) -> Certificate:
    """Let whoever verifies the certificate see the name on it, or no longer. The holder's alone."""
    row = _locked(certificate)
    if row.person_id != by.pk:
        raise CertificateRefused(_("Only the holder decides whether their name is shown."))
    if row.shows_name != shown:
        row.shows_name = shown
        row.save(update_fields=["shows_name"])
        _record("certificate.name_shown" if shown else "certificate.name_hidden", row, by)
    return row


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, by: User, ground: Certificate.Ground
) -> Certificate:
    """End a certificate for good. A second time changes nothing; the first ground stands.

    ``CertificateRefused``: it is one's own, or its holder is nobody that one administers.
    """
    row = _locked(certificate)
    if row.person_id == by.pk:
        raise CertificateRefused(_("Nobody revokes their own certificate."))
    if not Certificate.objects.revocable_by(by).filter(pk=row.pk).exists():
        raise CertificateRefused(_("Its holder is not in an organisation that you administer."))
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by, row.ground = timezone.now(), by, ground
        row.save(update_fields=["revoked_at", "revoked_by", "ground"])
        _record("certificate.revoked", row, by, ground=str(ground))
    return row


def _locked(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)


def _record(name: str, certificate: Certificate, by: User | None, **payload: str | bool) -> None:
    record_event(
        name=name,
        organisation=certificate.organisation,
        actor=by,
        subject=certificate.person,
        payload={"certificate": str(certificate.uuid), **payload},
    )

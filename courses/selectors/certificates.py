"""Certificates as their holders, their leads and whoever verifies one see them."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.certificate.reference import Unreadable, read_reference
from courses.certificate.words import UNREADABLE
from courses.models import Certificate
from people.public import User

DAY = "j F Y"
State = Certificate.State


@dataclass(frozen=True)
class Verified:
    """What anybody may know of a reference: no more than the page of it says."""

    reference: str
    certificate: Certificate | None = None
    unreadable: Unreadable | None = None

    @property
    def problem(self) -> str:
        """What is wrong with the reference itself, if it cannot be one."""
        return str(UNREADABLE[self.unreadable]) if self.unreadable else ""

    @property
    def name(self) -> str:
        """The holder's, if they consent and it may still be said."""
        held = self.certificate
        return held.person.get_full_name() if held is not None and held.shows_name else ""


def certificates_of(person: User) -> list[Certificate]:
    """All of one person's, newest first."""
    return list(Certificate.objects.filter(person=person).select_related("person", "organisation"))


def certificate_or_404(user: User, uuid: UUID) -> Certificate:
    """A certificate that the user may see; another's is answered as one that does not exist."""
    found = Certificate.objects.visible_to(user).select_related("person", "organisation")
    certificate: Certificate | None = found.filter(uuid=uuid).first()
    if certificate is None:
        raise Http404
    return certificate


def verified(typed: str) -> Verified:
    """What is known of the reference that somebody typed or scanned."""
    reference = read_reference(typed)
    if isinstance(reference, Unreadable):
        return Verified(typed, unreadable=reference)
    found = Certificate.objects.filter(reference=reference).select_related("person").first()
    return Verified(reference, certificate=found)


def verifying_url(certificate: Certificate) -> str:
    """The whole address at which anybody verifies it, as it is printed and in the code."""
    path = reverse("verify_certificate", args=[certificate.reference])
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def validity_words(certificate: Certificate) -> str:
    """How it stands today, in a sentence."""
    words = {
        State.VALID: _("Valid until %(until)s."),
        State.NOT_YET: _("Not valid before %(issued)s."),
        State.EXPIRED: _("Expired: it was valid until %(until)s."),
        State.REVOKED: _("Revoked on %(revoked)s. It is not valid."),
    }[certificate.state]
    revoked = certificate.revoked_at and timezone.localdate(certificate.revoked_at)
    return words % {
        "issued": date_format(certificate.issued_on, DAY),
        "until": date_format(certificate.expires_on, DAY),
        "revoked": date_format(revoked, DAY) if revoked else "",
    }

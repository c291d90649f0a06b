"""Certificates: that somebody met a rule on a day, for a while. Written once, and revocable."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.certification import Certification
from courses.models.records import Record
from people.public import (
    Membership,
    OfPeopleQuerySet,
    Organisation,
    User,
    WrittenOnce,
    WrittenOnceQuerySet,
    organisations_administered_by,
)


class CertificateQuerySet(OfPeopleQuerySet, WrittenOnceQuerySet["Certificate"]):
    """Seen by whoever sees the person, and by whoever may revoke it; written once."""

    def visible_to(self, user: User | AnonymousUser) -> "CertificateQuerySet":
        return super().visible_to(user) | self.revocable_by(user)

    def revocable_by(self, user: User | AnonymousUser) -> "CertificateQuerySet":
        """Others' certificates, where one administers an organisation of the holder.

        That of a holder who has left every organisation is in the hands of where they were on the
        day.
        """
        if not user.is_authenticated:
            return self.none()
        administered = organisations_administered_by(user)
        members = Membership.objects.current()
        held_here = members.filter(organisation__in=administered).values("person")
        return self.exclude(person=user).filter(
            models.Q(person__in=held_here)
            | models.Q(organisation__in=administered)
            & ~models.Q(person__in=members.values("person"))
        )


class Certificate(WrittenOnce, Record):
    """What a person was certified for. The name on it is the person's own, as it is today."""

    changeable = frozenset({"shows_name", "revoked_at", "revoked_by", "ground"})

    class Ground(models.TextChoices):
        ISSUED_IN_ERROR = "issued_in_error", _("It was issued in error")
        NOT_OWN_WORK = "not_own_work", _("The answers were not the holder’s own work")
        CASES_UNSOUND = "cases_unsound", _("A case it rests on was found to be unsound")
        HOLDER_ASKED = "holder_asked", _("The holder asked for it")

    class State(models.TextChoices):
        VALID = "valid", _("Valid")
        NOT_YET = "not_yet", _("Not valid yet")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=14, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    # Figures belong to the organisation the person was in on the day.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="certificates"
    )
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="certificates"
    )
    title = models.CharField(_("what was certified, as it was called then"), max_length=120)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("last day it holds"))
    is_specimen = models.BooleanField(_("specimen"))
    by_set = models.UUIDField(_("the set that was passed"), unique=True)
    shows_name = models.BooleanField(_("the name is shown to whoever verifies it"), default=False)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ground = models.CharField(_("why it was revoked"), max_length=20, choices=Ground, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("issued_on")),
                name="certificate_expires_after_it_is_issued",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, ground="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(ground="")),
                name="certificate_is_revoked_for_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state(self) -> "Certificate.State":
        """How it stands today."""
        return self.state_on(timezone.localdate())

    def state_on(self, day: date) -> "Certificate.State":
        """How it stands on a day; its last day still counts, and revoking ends it for good."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        if day < self.issued_on:
            return self.State.NOT_YET
        return self.State.VALID if day <= self.expires_on else self.State.EXPIRED

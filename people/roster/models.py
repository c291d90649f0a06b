"""A roster on its way from upload to done, and the invitations it sends."""

import uuid
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RosterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "RosterQuerySet":
        """A roster is seen by whoever uploaded it, and by nobody else."""
        return self.filter(uploaded_by=user.pk) if user.is_authenticated else self.none()


class RosterUpload(models.Model):
    """What a file asks for and would change. Both go as soon as they are of no more use."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Dry run")
        APPLYING = "applying", _("Being applied")
        DONE = "done", _("Applied")
        CHANGED = "changed", _("Overtaken")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Deleted after a day")

    HOLDING = (State.PLANNED, State.APPLYING)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roster_uploads"
    )
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    absent_leave = models.BooleanField(default=False)
    is_windows_1252 = models.BooleanField(default=False)
    lines = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    outcome = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["state", "uploaded_at"])]

    @property
    def is_holding(self) -> bool:
        """Whether the file's people are still kept with it."""
        return self.state in self.HOLDING


class RosterProgress(models.Model):
    """How far a worker has come: a row of its own, which can be written while the rest waits."""

    upload = models.OneToOneField(RosterUpload, on_delete=models.CASCADE, related_name="progress")
    percent = models.PositiveSmallIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)


class Invitation(models.Model):
    """A letter with a link that works once. Only a hash of the link is kept."""

    class Kind(models.TextChoices):
        NEW = "new", _("to choose a password")
        ASKED = "asked", _("to come over from another organisation")
        CHANGED = "changed", _("told that the address has changed")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT)
    upload = models.ForeignKey(
        RosterUpload, on_delete=models.SET_NULL, null=True, related_name="invitations"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    address = models.CharField(max_length=254, blank=True)
    joins = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "answered_at"])]

"""“I still disagree, because…”: what somebody says of one factor, and the reply to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from scenarios.models.assessment import Assessment
from scenarios.models.withheld import Withholdable, or_notice, withheld_field
from scoring.public import Factor


class Disagreement(Withholdable):
    """One person's words on one factor of one attempt, until they are answered theirs to change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="disagreements"
    )
    stage = models.PositiveSmallIntegerField(default=1)
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="disagreements")
    text = models.TextField(max_length=2000)
    revision = models.PositiveIntegerField(default=1)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "stage", "factor"], name="one_disagreement_per_unit"
            )
        ]

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "reply")


class DisagreementReply(Withholdable):
    """What a trainer or the chair answered: a row of its own, so that it can be kept back alone."""

    disagreement = models.OneToOneField(
        Disagreement, on_delete=models.CASCADE, related_name="reply"
    )
    text = models.TextField(max_length=2000)
    # Leads to a new key only by the way that every new key goes, with its second approval.
    will_look_at_key = models.BooleanField(default=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(default=timezone.now)
    # The key was looked at as promised, and it stands: when, by whom, and why in words to them.
    looked_at = models.DateTimeField(null=True)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    stands_because = models.TextField(max_length=2000, blank=True)
    stands_withheld = withheld_field()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True) | Q(will_look_at_key=True),
                name="a_key_was_looked_at_as_promised",
            )
        ]

    @property
    def stands_words(self) -> str:
        """Why the key stands, for a reader, or why the words are not there."""
        return or_notice(self.stands_because, self.stands_withheld)

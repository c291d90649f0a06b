"""A reader of a draft before it goes to a panel: who, by when, what they say and decide."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from scenarios.models.case import Scenario
from scenarios.models.withheld import Withholdable


class Review(models.Model):
    """One time that a draft is sent to a named reviewer, to whoever's turn it is until decided.

    It passes one text, known by its hash: a text that was changed since was not reviewed.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", _("Passed")
        SENT_BACK = "sent_back", _("Sent back")
        TAKEN_BACK = "taken_back", _("Taken back by the author")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="reviews")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_sent"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews_to_do"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    # What was sent, so that the reviewer sees what changed since.
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True)
    # The text that was read when it was decided.
    text_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario"], condition=Q(outcome=""), name="one_open_review_per_scenario"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("sent_by")), name="nobody_reviews_what_they_sent"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="a_review_is_decided_at_a_time",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()


class ReviewRemark(Withholdable):
    """Words of a review: the author's when sending, comments on places, answers to them."""

    class Part(models.TextChoices):
        NOTE = "note", _("Note to the reviewer")
        COMMENT = "comment", _("Comment")
        VERDICT = "verdict", _("Words with the decision")
        ANSWER = "answer", _("Answer")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    part = models.CharField(max_length=10, choices=Part)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Where in the case, as D1.2 or D1; empty where it is about the whole.
    place = models.CharField(max_length=20, blank=True)
    # What stood there: a place of a draft may mean another passage after an edit.
    place_hash = models.CharField(max_length=64, blank=True)
    answers = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="answer"
    )
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="answer", answers__isnull=False)
                | (~Q(part="answer") & Q(answers__isnull=True)),
                name="an_answer_answers_a_comment",
            ),
        ]

"""One person's attempt at a case, as it is filled in and as it stands once submitted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.public import Organisation
from scenarios.models.case import Passage, Release, Use
from scenarios.models.panel import AnswerKind, WrongToolGround
from scenarios.models.withheld import Withholdable
from scoring.public import Action, Factor, IntervalBand


class Confidence(models.IntegerChoices):
    """How sure a person is that the level is exactly the panel's, in percent."""

    GUESS = 25, _("Guess: 25%")
    UNSURE = 50, _("Unsure: 50%")
    FAIRLY_SURE = 70, _("Fairly sure: 70%")
    VERY_SURE = 90, _("Very sure: 90%")


class Assessment(models.Model):
    """One attempt at a release, open until it is submitted; then it never changes."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="assessments")
    use = models.CharField(max_length=10, choices=Use)
    started_at = models.DateTimeField(default=timezone.now)
    # Without a last activity the clock stands still: a break, or nothing done yet.
    active_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=20, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="assessments"
    )
    # Submitted by saying that ARMS is not the tool, which stands in place of every rating.
    is_wrong_tool = models.BooleanField(default=False)
    counts_in_figures = models.BooleanField(default=False)
    counts_reason = models.CharField(max_length=40, blank=True)
    # When the person read that it was judged again; nothing where it never was.
    judged_again_seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "release"],
                condition=Q(submitted_at__isnull=True, stopped_at__isnull=True),
                name="one_open_assessment_per_person_and_release",
            ),
            models.UniqueConstraint(
                fields=["person", "release"],
                condition=Q(use="check", submitted_at__isnull=False),
                name="one_submitted_check_per_person_and_release",
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=~Q(receipt=""), name="one_assessment_per_receipt"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | (Q(stopped_at__isnull=True, organisation__isnull=False) & ~Q(receipt="")),
                name="submitted_assessment_has_receipt_and_organisation",
            ),
        ]

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None and self.stopped_at is None

    @property
    def may_be_read(self) -> bool:
        """Open, on a case that was not withdrawn meanwhile."""
        return self.is_open and self.release.state != Release.State.WITHDRAWN


class StageSubmission(models.Model):
    """One stage of an assessment: what is asked for in it, and when it was locked."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="stages")
    stage = models.PositiveSmallIntegerField(default=1)
    reasons_asked = models.JSONField(help_text=_("The factor codes drawn for a written reason."))
    interval = models.ForeignKey(IntervalBand, on_delete=models.PROTECT, null=True)
    actions_revision = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "stage"], name="one_row_per_stage")
        ]


class WrongTool(Withholdable):
    """Why a person says that ARMS is not the tool: a row of its own, to be erased alone."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="wrong_tool"
    )
    ground = models.CharField(max_length=20, choices=WrongToolGround)
    text = models.TextField(_("reason"), max_length=2000)


class Answer(models.Model):
    """What a person says of one factor at one stage. ``kind`` is empty until they say it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    stage = models.PositiveSmallIntegerField(default=1)
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=20, choices=AnswerKind, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True, choices=Confidence)
    revision = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(null=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "stage", "factor"], name="one_answer_per_stage_and_factor"
            ),
            models.CheckConstraint(
                condition=Q(kind="level", level__isnull=False)
                | (~Q(kind="level") & Q(level__isnull=True)),
                name="answer_has_a_level_only_if_it_is_one",
            ),
        ]


class Reason(Withholdable):
    """The written reason of an answer, a row of its own so that it can be erased alone."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="reason")
    text = models.TextField(_("reason"), max_length=2000)


class Citation(models.Model):
    """A passage that a person cites for or against a factor being present."""

    class Stance(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="citations")
    stance = models.CharField(max_length=10, choices=Stance)

    class Meta:
        ordering = ["passage__document", "passage__number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "passage"], name="one_stance_per_passage")
        ]


class ChosenAction(models.Model):
    """A risk management action that a person chooses, tied to the factor it answers."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="chosen_actions"
    )
    stage = models.PositiveSmallIntegerField(default=1)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="choices")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="chosen_actions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "stage", "action"], name="one_choice_per_action"
            )
        ]

"""The experts who rate a case, and what each of them said."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scenarios.models.case import CaseVersion, Release, Use
from scenarios.models.withheld import Withholdable, or_notice, withheld_field
from scoring.public import Key, Unit


class AnswerKind(models.TextChoices):
    LEVEL = "level", _("A level")
    NOT_ENOUGH = "not_enough", _("Not enough information")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class WrongToolGround(models.TextChoices):
    """Why ARMS is not the tool for a case: it is for adult men convicted of sexual offences."""

    UNDER_18 = "under_18", _("He is under 18")
    NOT_A_MAN = "not_a_man", _("The person is not a man")
    NO_CONVICTION = "no_conviction", _("There is no conviction for a sexual offence")
    OTHER = "other", _("Another ground")


# An answer for panellists alone: a trainee always rates.
OUTSIDE_FIELD = "outside_field"
OUTSIDE_FIELD_LABEL = _("Outside my field")


class Panel(models.Model):
    """The experts asked to rate one case version, and how far it has come.

    A panel taken from a file has nobody's name in it: nobody sent it, chairs it or approves it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Rating")
        ENDED = "ended", _("Blind round ended")
        REVISING = "revising", _("Looking again")
        CLOSED = "closed", _("Waiting for approval")
        RETURNED = "returned", _("Sent back by the approver")
        RELEASED = "released", _("Released")
        CALLED_OFF = "called_off", _("Called off")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_version = models.ForeignKey(
        CaseVersion, on_delete=models.PROTECT, related_name="case_panels"
    )
    use = models.CharField(max_length=10, choices=Use, blank=True)
    # The release in use whose text is rated again: such a panel's key is proposed, not released.
    rerates = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, related_name="rerating_panels"
    )
    is_synthetic = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="panels_sent"
    )
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="panels_chaired"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="panels_to_approve",
    )
    # Whoever could read what it said, for good: also an approver who was replaced since.
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="panels_read")
    sent_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True)
    # Between the rounds nobody rates: the chair opens the revision round, or skips it and says why.
    blind_ended_at = models.DateTimeField(null=True)
    revision_due_on = models.DateField(null=True)
    revision_skipped_because = models.TextField(blank=True)
    skipped_withheld = withheld_field()
    closed_at = models.DateTimeField(null=True)
    # The key that closing made, so that closing twice is the same as once.
    key = models.OneToOneField(Key, on_delete=models.PROTECT, null=True, related_name="panel")
    returned_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)
    returned_withheld = withheld_field()
    called_off_at = models.DateTimeField(null=True)
    called_off_because = models.TextField(blank=True)
    called_off_withheld = withheld_field()
    # What approving released, so that approving twice is the same as once.
    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, null=True, related_name="panel"
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_version", "use"],
                condition=Q(key__isnull=True, called_off_at__isnull=True, chair__isnull=False),
                name="one_open_panel_per_version_and_use",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True)
                | (~Q(approver=models.F("chair")) & ~Q(approver=models.F("sent_by"))),
                name="nobody_approves_their_own_panel",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | Q(release__isnull=True),
                name="a_panel_called_off_releases_nothing",
            ),
        ]

    @property
    def state(self) -> State:
        if self.release_id is not None:
            return self.State.RELEASED
        if self.called_off_at is not None:
            return self.State.CALLED_OFF
        if self.closed_at is None:
            return self._state_before_closing
        return self.State.CLOSED if self.returned_at is None else self.State.RETURNED

    @property
    def _state_before_closing(self) -> State:
        if self.blind_ended_at is None:
            return self.State.OPEN
        return self.State.ENDED if self.revision_due_on is None else self.State.REVISING

    @property
    def is_revision_skipped(self) -> bool:
        """Whether the chair did without the revision round, also where the reason is kept back."""
        return bool(self.revision_skipped_because or self.skipped_withheld)

    @property
    def skipped_words(self) -> str:
        """Why the revision round was skipped, for a reader, or why that is not there."""
        return or_notice(self.revision_skipped_because, self.skipped_withheld)

    @property
    def returned_words(self) -> str:
        """The same of why the approver sent it back."""
        return or_notice(self.returned_because, self.returned_withheld)

    @property
    def called_off_words(self) -> str:
        """The same of why it was called off."""
        return or_notice(self.called_off_because, self.called_off_withheld)

    @property
    def is_open(self) -> bool:
        """Whether it still rates blind."""
        return self.state == self.State.OPEN

    @property
    def is_before_closing(self) -> bool:
        """Whether there is no key yet, and may still be one."""
        return self.state in (self.State.OPEN, self.State.ENDED, self.State.REVISING)


class Panellist(Withholdable):
    """A seat on a panel: of a person, or of a synthetic panellist known by a label only.

    The label is drawn when the panel closes, so that no order tells who said what.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="panellists")
    label = models.CharField(max_length=20)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="panel_seats"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    # In how many items the revision round asks them to look again, and when they answered the last.
    asked_again = models.PositiveSmallIntegerField(default=0)
    revised_at = models.DateTimeField(null=True)
    # The clock of their hours: when something of theirs was last saved or opened.
    active_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    # Whoever finds that ARMS is not the tool says why, and rates no unit.
    wrong_tool_ground = models.CharField(max_length=20, choices=WrongToolGround, blank=True)
    wrong_tool_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "label"], name="one_panellist_per_label"),
            models.UniqueConstraint(fields=["panel", "person"], name="one_seat_per_person"),
        ]


class PanelRating(Withholdable):
    """One panellist's answer on one unit, in the blind round (1) or the revision (2).

    ``kind`` is empty until they say it; the receipt is of what is stored, once it is complete.
    A revision that leaves the reason as it was keeps none of its own, so that a text stands in one
    row only and can be taken out of it.
    """

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="ratings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="panel_ratings")
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(
        max_length=20,
        choices=[*AnswerKind.choices, (OUTSIDE_FIELD, OUTSIDE_FIELD_LABEL)],
        blank=True,
    )
    level = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)
    citations = models.JSONField(default=list, help_text=_("Rows of passage reference and stance."))
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    receipt = models.CharField(max_length=20, blank=True)
    keeps_reason = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panellist", "unit", "round"], name="one_panel_rating_per_round"
            ),
            models.CheckConstraint(
                condition=Q(kind="level", level__isnull=False)
                | (~Q(kind="level") & Q(level__isnull=True)),
                name="panel_rating_has_a_level_only_if_it_is_one",
            ),
        ]


class PanelStageRating(models.Model):
    """One panellist's review interval and actions for one stage, and when it was locked."""

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="stage_ratings")
    stage = models.PositiveSmallIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    interval_code = models.CharField(max_length=20, blank=True)
    actions = models.JSONField(default=list, help_text=_("Rows of action code and factor code."))
    actions_revision = models.PositiveIntegerField(default=0)
    actions_saved_at = models.DateTimeField(null=True)
    actions_receipt = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panellist", "stage", "round"], name="one_panel_stage_rating_per_round"
            )
        ]

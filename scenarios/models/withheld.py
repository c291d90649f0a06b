"""Texts that can be kept back, and the reports of real data that keep them back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.public import Organisation, User, organisations_administered_by


class Withheld(models.TextChoices):
    """Why a row has no text. The words stand in place of the text, for everybody."""

    HELD = "held", _("This text was reported and is kept back until somebody has looked.")
    ERASED = "erased", _("This text was erased.")


def withheld_field() -> models.CharField:
    """Beside a text that can be taken out of its row: why it is not there, or nothing."""
    return models.CharField(max_length=10, choices=Withheld, blank=True, editable=False)


def or_notice(text: str, withheld: str) -> str:
    """The text for a reader, or why it is not there."""
    return str(Withheld(withheld).label) if withheld else text


class Withholdable(models.Model):
    """A row whose text can be taken out of it, so that no page and no export can show it."""

    withheld = withheld_field()

    class Meta:
        abstract = True

    def or_notice(self, text: str) -> str:
        """The text for a reader, or why it is not there."""
        return or_notice(text, self.withheld)


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """The reports of the organisations that the user administers, and of all below them."""
        return self.filter(organisation__in=organisations_administered_by(user))


class Report(models.Model):
    """Somebody reported that a text holds real data. The text is kept here meanwhile.

    It is known by kind and row rather than by foreign key: a draft may be deleted under it.
    """

    class Kind(models.TextChoices):
        PASSAGE = "passage", _("A passage of a case")
        REASON = "reason", _("A reason somebody wrote in an assessment")
        WRONG_TOOL = "wrong_tool", _("Why somebody stopped a case")
        PANEL_REASON = "panel_reason", _("A panellist’s reason")
        PANEL_WRONG_TOOL = "panel_wrong_tool", _("Why a panellist stopped a case")
        REVIEW_REMARK = "review_remark", _("Words of a review")
        TEACHING_NOTE = "teaching_note", _("A teaching note of a moderation session")
        DISAGREEMENT = "disagreement", _("Why somebody still disagrees")
        DISAGREEMENT_REPLY = "disagreement_reply", _("An answer to somebody who disagrees")
        KEY_STANDS = "key_stands", _("Why a key stands, to somebody who disagrees")
        CHAIR_NOTE = "chair_note", _("A chair’s note")
        KEY_CHANGE = "key_change", _("Why a key was changed")
        KEY_CHANGE_NOTE = "key_change_note", _("Why a new key was refused or taken back")
        YARDSTICK = "yardstick", _("Why a yardstick was changed")
        YARDSTICK_NOTE = "yardstick_note", _("Why a yardstick was refused or taken back")
        PANEL_SKIPPED = "panel_skipped", _("Why a revision round was skipped")
        PANEL_RETURNED = "panel_returned", _("Why an approver sent a panel back")
        PANEL_CALLED_OFF = "panel_called_off", _("Why a panel was called off")
        PANEL_QUESTION = "panel_question", _("What a chair asked a panellist")
        PANEL_ANSWER = "panel_answer", _("What a panellist answered the chair")
        CONVERSATION = "conversation", _("What was agreed after sets of a certification")

    class What(models.TextChoices):
        NAME = "name", _("A person’s name")
        PLACE = "place", _("An address or a place")
        NUMBER = "number", _("A telephone number, or a number that identifies somebody")
        EVENTS = "events", _("Events that I know from a real case")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        HELD = "held", _("Kept back")
        RELEASED = "released", _("Released")
        ERASED = "erased", _("Erased")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    row = models.PositiveBigIntegerField()
    place = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    heading = models.CharField(max_length=160, blank=True)
    # Outlives the text, so that the same words do not come back from an old page.
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    what = models.CharField(max_length=10, choices=What)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reported_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row", "text_hash"],
                condition=Q(state="held"),
                name="one_open_report_per_text",
            ),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(text="", heading=""),
                name="an_erased_report_keeps_no_text",
            ),
        ]

    def __str__(self) -> str:
        return self.place

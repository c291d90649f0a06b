"""What a second person approves: another key for a case, another yardstick; and the re-scoring."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.public import Organisation
from scenarios.models.case import CaseVersion, Release
from scenarios.models.withheld import Withholdable, or_notice, withheld_field
from scoring.public import FrameworkVersion, Key, Yardstick


class Rescoring(models.Model):
    """Judging results again, in chunks: how far it has come, so that it can go on from there.

    Of a new key the results of one release's text and use; of a yardstick all of its framework.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="+")
    yardstick = models.ForeignKey(Yardstick, on_delete=models.PROTECT, null=True, related_name="+")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(
        default=0,
        help_text=_("Of those done: left as they stood, not to be judged."),
    )
    # The last result that was looked at, in the order of keys and results.
    at_key = models.PositiveBigIntegerField(default=0)
    at_result = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(release__isnull=True) ^ Q(yardstick__isnull=True),
                name="rescoring_is_of_a_key_or_a_yardstick",
            )
        ]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def percent(self) -> int:
        """How far it has come, of a hundred; a whole one only when it has finished."""
        if self.is_finished:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0


class Proposal(Withholdable):
    """What one person proposes and another decides. Nothing is in force before that."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss_proposed"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="%(class)ss_to_approve"
    )
    reason = models.TextField(_("reason"), max_length=2000)
    proposed_at = models.DateTimeField(default=timezone.now)
    # The dry run: counts of groups and of nobody, as they stood at one moment.
    figures = models.JSONField(null=True)
    figures_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, help_text=_("Why it was refused or taken back."))
    # The reason's own stands in ``withheld``: each of the two is kept back by itself.
    note_withheld = withheld_field()
    rescoring = models.OneToOneField(
        Rescoring, on_delete=models.PROTECT, null=True, related_name="%(class)s"
    )

    class Meta:
        abstract = True
        ordering = ["-proposed_at", "-pk"]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def reason_words(self) -> str:
        """The reason for a reader, or why it is not there."""
        return self.or_notice(self.reason)

    @property
    def note_words(self) -> str:
        """The same of the note."""
        return or_notice(self.note, self.note_withheld)


class KeyChange(Proposal):
    """A release to be replaced by one with another key: of the same text, or of the next version.

    ``copies`` is the key whose votes the next version is to have, because somebody judged that the
    changed wording does not matter: this row is the record of that judgement, with who, when and
    why. The copy is made when it is approved.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="key_changes")
    case_version = models.ForeignKey(
        CaseVersion, on_delete=models.PROTECT, related_name="key_changes"
    )
    new_key = models.ForeignKey(Key, on_delete=models.PROTECT, null=True, related_name="changes")
    copies = models.ForeignKey(Key, on_delete=models.PROTECT, null=True, related_name="+")
    new_release = models.OneToOneField(
        Release, on_delete=models.PROTECT, null=True, related_name="key_change"
    )

    class Meta(Proposal.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(state="proposed"),
                name="one_open_key_change_per_release",
            ),
            models.CheckConstraint(
                condition=~Q(approver=F("proposed_by")), name="nobody_approves_their_own_key_change"
            ),
            models.CheckConstraint(
                condition=Q(new_key__isnull=False) | Q(copies__isnull=False),
                name="a_key_change_has_a_key",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", new_release__isnull=False)
                | (~Q(state="approved") & Q(new_release__isnull=True)),
                name="an_approved_key_change_has_a_release",
            ),
        ]

    @property
    def organisation(self) -> Organisation:
        """Whose the case is, and so the record of the change."""
        return self.case_version.scenario.owner

    @property
    def is_copy(self) -> bool:
        return self.copies_id is not None


class YardstickChange(Proposal):
    """Another ruler for all scores of a framework, as it was worked out when it was proposed."""

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="yardstick_changes"
    )
    # The nation, real or invented, whose people proposed it.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(help_text=_("The ruler: what the row holds once it is in force."))
    is_synthetic = models.BooleanField(help_text=_("Made from keys of synthetic panels."))
    yardstick = models.OneToOneField(
        Yardstick, on_delete=models.PROTECT, null=True, related_name="change"
    )

    class Meta(Proposal.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["framework"],
                condition=Q(state="proposed"),
                name="one_open_yardstick_change_per_framework",
            ),
            models.CheckConstraint(
                condition=~Q(approver=F("proposed_by")), name="nobody_approves_their_own_yardstick"
            ),
        ]

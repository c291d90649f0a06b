"""Moderation sessions: a group looks at its own answers together and agrees on a reading."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.public import Cohort, Organisation, Role, User, organisations_held
from scenarios.models.assessment import Assessment
from scenarios.models.case import Release
from scenarios.models.withheld import Withholdable
from scoring.public import Factor

HOLDERS = (Role.FORCE_LEAD, Role.TRAINER)


class ModerationSessionQuerySet(models.QuerySet["ModerationSession"]):
    def visible_to(self, user: User) -> "ModerationSessionQuerySet":
        """The sessions of groups that somebody leads or trains today.

        Once they are closed, also those on cases of an organisation in which they are a trainer:
        what people agreed on teaches whoever wrote the case.
        """
        of_their_groups = Q(organisation__in=organisations_held(user, *HOLDERS))
        on_their_cases = Q(
            closed_at__isnull=False,
            release__case_version__scenario__owner__in=organisations_held(user, Role.TRAINER),
        )
        return self.filter(of_their_groups | on_their_cases)


class ModerationSession(models.Model):
    """One sitting of a group on a case that its people have submitted.

    ``assessments`` are whose answers stand on the wall. They are chosen once, when it opens, so
    that nobody who submits meanwhile shifts a figure by one person.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="moderation_sessions"
    )
    # A cohort may be deleted. That it was one of a cohort, and of which, is known for good.
    cohort = models.ForeignKey(
        Cohort, on_delete=models.SET_NULL, null=True, related_name="moderation_sessions"
    )
    is_of_cohort = models.BooleanField(default=False)
    group_name = models.CharField(max_length=220)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="moderation_sessions"
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="moderation_sessions"
    )
    assessments = models.ManyToManyField(Assessment, related_name="moderation_sessions")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    objects = ModerationSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["held_by", "release", "organisation"],
                condition=Q(closed_at__isnull=True, is_of_cohort=False),
                name="one_open_session_per_holder_case_and_organisation",
            ),
            models.UniqueConstraint(
                fields=["held_by", "release", "cohort"],
                condition=Q(closed_at__isnull=True, is_of_cohort=True),
                name="one_open_session_per_holder_case_and_cohort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release.case_version.scenario.ref}, {self.group_name}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class TeachingNote(Withholdable):
    """What a group agreed on for one factor at one stage, and perhaps the level."""

    session = models.ForeignKey(ModerationSession, on_delete=models.CASCADE, related_name="notes")
    stage = models.PositiveSmallIntegerField(default=1)
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="teaching_notes")
    text = models.TextField(_("agreed reading"), max_length=2000, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["session", "stage", "factor__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "stage", "factor"], name="one_teaching_note_per_unit"
            )
        ]

    @property
    def says_something(self) -> bool:
        return bool(self.text or self.withheld or self.level is not None)

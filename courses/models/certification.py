"""Certification: what is certified, the rules it was under, the sets people sit, and certificates.

Four things are never derived from each other: read, checked, practised, certified. A set keeps the
rule it was drawn under and its outcome, so that what was passed stays passed.
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.pages import CoursePage
from courses.models.records import Record
from people.public import Organisation, Role, User, WrittenOnce, organisations_shared
from scenarios.public import Release, Withholdable
from scoring.public import RATINGS_TO_CERTIFY, PassRule

WRITERS = (Role.TRAINER, Role.ADMINISTRATOR)


class CertificationQuerySet(models.QuerySet["Certification"]):
    def visible_to(self, user: User) -> "CertificationQuerySet":
        """Those that somebody sees: of organisations they train or administer, below, and above."""
        return self.filter(owner__in=organisations_shared(user, *WRITERS))


class Certification(models.Model):
    """What people are certified in. Real organisations and invented ones are never mixed in one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certifications")
    title = models.CharField(_("title"), max_length=120)
    course = models.ForeignKey(
        CoursePage, on_delete=models.SET_NULL, null=True, related_name="certifications"
    )
    course_title = models.CharField(_("course, as it was called then"), max_length=255, blank=True)
    needs_course = models.BooleanField(
        _("a set can be drawn only once the course is finished"), default=True
    )
    months = models.PositiveSmallIntegerField(
        _("months a certificate holds"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    sets_allowed = models.PositiveSmallIntegerField(
        _("sets before a trainer is needed"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    # Of an invented organisation: its sets are drawn from specimens, its certificates say so.
    is_specimen = models.BooleanField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    objects = CertificationQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class CertificationRule(WrittenOnce):
    """What a set has to reach, with how it was tried. Another rule is another row.

    ``bounds`` holds the figures of a pass rule and their bounds. ``trial`` is what trying it on the
    bank of the day showed: see ``selectors.certification_trials``.
    """

    changeable = frozenset({"is_in_force", "switched_on_by", "switched_on_at", "switched_off_at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField()
    n_cases = models.PositiveSmallIntegerField(default=3)
    minimum_ratings = models.PositiveSmallIntegerField(default=RATINGS_TO_CERTIFY)
    bounds = models.JSONField(help_text=_("Figure to its bound: points, shares to 1, or counts."))
    seed = models.PositiveBigIntegerField()
    trial = models.JSONField()
    may_be_used = models.BooleanField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    is_in_force = models.BooleanField(default=False)
    switched_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    switched_on_at = models.DateTimeField(null=True)
    switched_off_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["certification", "number"], name="one_rule_per_number"),
            models.UniqueConstraint(
                fields=["certification"],
                condition=Q(is_in_force=True),
                name="one_rule_in_force_per_certification",
            ),
            models.CheckConstraint(
                condition=Q(switched_on_by__isnull=True) | ~Q(switched_on_by=F("proposed_by")),
                name="nobody_switches_on_their_own_rule",
            ),
            models.CheckConstraint(
                condition=Q(is_in_force=False)
                | Q(may_be_used=True, switched_on_by__isnull=False, switched_on_at__isnull=False),
                name="a_rule_in_force_was_tried_and_switched_on",
            ),
        ]

    @property
    def as_rule(self) -> PassRule:
        """The rule as the core reads it."""
        return PassRule.of(self.bounds, self.n_cases)


class CertificationSet(Record):
    """One sitting of one person: the cases that were drawn for them, and how it ended.

    ``round`` counts certifications: a new one begins when a set has passed, and with it a new
    allowance. ``drawn_from`` and ``seed`` let anybody follow the draw.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", _("Passed")
        NOT_PASSED = "not_passed", _("Not passed")
        UNDEFINED = "undefined", _("Could not be decided")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="sets")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certification_sets"
    )
    round = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    rule = models.ForeignKey(CertificationRule, on_delete=models.PROTECT, related_name="sets")
    seed = models.PositiveBigIntegerField()
    drawn_from = models.JSONField(help_text=_("The references of the cases that could be drawn."))
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    missed = models.JSONField(default=list, help_text=_("The figures that fell short."))
    why_undefined = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["round", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "person"],
                condition=Q(decided_at__isnull=True),
                name="one_open_set_per_certification_and_person",
            ),
            models.UniqueConstraint(
                fields=["certification", "person", "round", "number"], name="one_set_per_number"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="a_decided_set_has_an_outcome",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.decided_at is None


class SetCase(models.Model):
    """One case of a set. Being drawn is being asked to sit it; what was replaced stays as a row."""

    class Replaced(models.TextChoices):
        WITHDRAWN = "withdrawn", _("The case was withdrawn")
        CLOSED = "closed", _("The case was closed before it was begun")
        SWAPPED = "swapped", _("You took another case")

    of_set = models.ForeignKey(CertificationSet, on_delete=models.CASCADE, related_name="cases")
    position = models.PositiveSmallIntegerField()
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="set_cases")
    drawn_at = models.DateTimeField(default=timezone.now)
    # The submitted attempt that the set is judged by.
    assessment = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    replaced_because = models.CharField(max_length=12, choices=Replaced, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["of_set", "position"],
                condition=Q(replaced_at__isnull=True),
                name="one_case_per_position_of_a_set",
            ),
            models.UniqueConstraint(fields=["of_set", "release"], name="one_case_once_in_a_set"),
        ]

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class TrainerConversation(Record, Withholdable):
    """A trainer and a person talked about a set that was not passed, and what they agreed.

    After it one more set may be drawn. There is one for a set, so that recording twice is once.
    """

    of_set = models.OneToOneField(
        CertificationSet, on_delete=models.PROTECT, related_name="conversation"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("held on"))
    agreed = models.TextField(_("what was agreed"), max_length=2000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    @property
    def words(self) -> str:
        """What was agreed, for a reader, or why it is not there."""
        return self.or_notice(self.agreed)

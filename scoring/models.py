"""The framework, the panel's keys, and results. A result is never changed once it is written."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.public import Organisation, WrittenOnce
from scoring.core import is_wrong_tool


class FrameworkVersion(models.Model):
    """One dated version of the factors, scales, intervals and actions."""

    code = models.SlugField(max_length=60, unique=True)
    # Tells a second loading of the same text from an attempt to change a version in place.
    content_hash = models.CharField(max_length=64, editable=False)
    title = models.CharField(max_length=120)
    notice = models.TextField()
    is_illustrative = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class Scale(models.Model):
    """An ordered set of levels that some factors share."""

    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="scales")
    code = models.SlugField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_scale_per_code")
        ]


class Level(models.Model):
    """A point on a scale."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="levels")
    value = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["value"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "value"], name="one_level_per_value")
        ]

    def __str__(self) -> str:
        return self.label


class Factor(models.Model):
    """Something that is rated: a risk factor, a protective factor, or the overall level."""

    class Kind(models.TextChoices):
        RISK = "risk", _("risk")
        PROTECTIVE = "protective", _("protective")
        OVERALL = "overall", _("overall level")

    OVERALL_CODE = "overall"

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="factors"
    )
    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="factors")
    looks_at = models.TextField()
    consider = models.JSONField(default=list)
    may_not_apply = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_factor_per_code")
        ]

    def __str__(self) -> str:
        return self.name


class IntervalBand(models.Model):
    """How soon the case is looked at again."""

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="intervals"
    )
    code = models.SlugField(max_length=20)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_interval_per_code")
        ]

    def __str__(self) -> str:
        return self.label


class Action(models.Model):
    """A risk management action that can be chosen; restrictive ones limit the person."""

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="actions"
    )
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    is_restrictive = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_action_per_code")
        ]

    def __str__(self) -> str:
        return self.label


class Unit(models.Model):
    """What a rating is about: one factor of one stage of one frozen case text."""

    subject = models.UUIDField(help_text=_("The case version, by an id that means nothing here."))
    stage = models.PositiveSmallIntegerField()
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="units")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "stage", "factor"], name="one_unit_per_subject_stage_factor"
            )
        ]


class Key(WrittenOnce):
    """The panel's frozen votes on the units of one case version."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.UUIDField(db_index=True)
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="keys")
    panel_size = models.PositiveSmallIntegerField()
    minimum_ratings = models.PositiveSmallIntegerField(default=5)
    wrong_tool_votes = models.PositiveSmallIntegerField(
        default=0, help_text=_("Panellists who found that ARMS is not the tool for the case.")
    )
    is_synthetic = models.BooleanField()
    # The key of an earlier text that has the same votes: somebody judged that it means the same.
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="copies"
    )
    created_at = models.DateTimeField(default=timezone.now)

    @property
    def is_wrong_tool(self) -> bool:
        """Whether the panel's answer to the case is that ARMS is not the tool for it."""
        return is_wrong_tool(self.wrong_tool_votes, self.panel_size)


class KeyUnit(WrittenOnce):
    """The panel's votes on one unit, what follows from them, and the passages it cited."""

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="key_units")
    level_votes = models.JSONField(help_text=_("Final round: how many panellists by level."))
    not_enough_votes = models.PositiveSmallIntegerField(default=0)
    not_applicable_votes = models.PositiveSmallIntegerField(default=0)
    outside_field_votes = models.PositiveSmallIntegerField(default=0)
    blind_level_votes = models.JSONField(help_text=_("First, blind round."))
    key_levels = models.JSONField(help_text=_("The levels nearest to all votes; empty if none."))
    standing = models.CharField(max_length=20)
    evidence_votes = models.JSONField(
        default=list, help_text=_("Rows of passage reference, stance and number of panellists.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "unit"], name="one_key_unit_per_unit")
        ]


class KeyStage(WrittenOnce):
    """The panel's review interval and actions for one stage."""

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="stages")
    stage = models.PositiveSmallIntegerField()
    bands = models.JSONField(help_text=_("The review intervals on offer, soonest first."))
    offered = models.JSONField(help_text=_("The actions on offer, and whether each restricts."))
    interval_votes = models.JSONField(default=dict, help_text=_("Band code to panellists."))
    action_votes = models.JSONField(default=dict, help_text=_("Action code to panellists."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "stage"], name="one_key_stage")]


class Yardstick(WrittenOnce):
    """The length of the ruler that scores are read on. Rows are never changed; one is current."""

    changeable = frozenset({"is_current"})

    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="yardsticks"
    )
    mean_loss = models.FloatField(help_text=_("R: what never reading costs, in levels."))
    interval_low = models.FloatField()
    interval_high = models.FloatField()
    no_reading_levels = models.JSONField(help_text=_("Factor code to the best constant level."))
    no_reading_costs = models.JSONField(help_text=_("Factor code to its mean cost in levels."))
    subjects = models.JSONField(help_text=_("The case versions it was made from."))
    is_provisional = models.BooleanField()
    provisional_reason = models.CharField(max_length=40, blank=True)
    is_current = models.BooleanField(default=False)
    approved_by = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework"],
                condition=Q(is_current=True),
                name="one_current_yardstick_per_framework",
            )
        ]


class Result(WrittenOnce):
    """How one submitted assessment compares with one key, by one method. Immutable."""

    changeable = frozenset({"superseded_at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.UUIDField(db_index=True)
    subject = models.UUIDField()
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="results")
    yardstick = models.ForeignKey(
        Yardstick, on_delete=models.PROTECT, null=True, related_name="results"
    )
    method_version = models.CharField(max_length=20)
    snapshot = models.JSONField(help_text=_("What was judged: case reference, use, title."))
    # Figures belong to the organisation the person was in on the day.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="results")
    person = models.UUIDField(help_text=_("The person's uuid or, once anonymised, a pseudonym."))
    use = models.CharField(max_length=10)
    counts_in_figures = models.BooleanField()
    counts_reason = models.CharField(max_length=40, blank=True)
    score = models.FloatField(null=True)
    raw_score = models.FloatField(null=True)
    score_undefined = models.CharField(max_length=40, blank=True)
    scored_units = models.PositiveSmallIntegerField()
    exact_units = models.PositiveSmallIntegerField()
    within_one_units = models.PositiveSmallIntegerField()
    missed_concerns = models.PositiveSmallIntegerField()
    false_alarms = models.PositiveSmallIntegerField()
    signed_risk = models.FloatField(null=True)
    signed_protective = models.FloatField(null=True)
    panellists_place = models.FloatField(null=True)
    interval_right = models.BooleanField(null=True)
    tool_right = models.BooleanField(
        null=True, help_text=_("Known only where the person or the panel said: wrong tool.")
    )
    actions = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(null=True)
    # Of the act of re-scoring that made it, known above; empty for the one made at submit.
    rescoring = models.UUIDField(null=True)
    superseded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "key", "yardstick", "method_version"],
                name="one_result_per_assessment_key_yardstick_method",
            ),
            # Two rows without a yardstick would count as different: databases hold nulls apart.
            models.UniqueConstraint(
                fields=["assessment", "key", "method_version"],
                condition=Q(yardstick__isnull=True),
                name="one_result_per_assessment_key_method",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "use", "counts_in_figures"])]


class Calibration(WrittenOnce):
    """Figures of a whole nation that take too long for a page, as they stood at one moment.

    The newest of its kind is shown, with its date and how many people it rests on. It holds
    figures of organisations and of no person.
    """

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("Agreement")
        SEVERITY = "severity", _("Severity")
        YARDSTICK = "yardstick", _("Yardstick")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="calibrations"
    )
    use = models.CharField(max_length=10, blank=True, help_text=_("Empty for a yardstick."))
    of_invented = models.BooleanField(
        help_text=_("Of invented organisations or panels, which are never added to real ones.")
    )
    method_version = models.CharField(max_length=20)
    seed = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    ratings = models.PositiveBigIntegerField()
    values = models.JSONField()
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["computed_at", "pk"]
        indexes = [models.Index(fields=["kind", "framework", "use", "of_invented"])]


class UnitResult(WrittenOnce):
    """One unit's share of a result: every point of a score is traceable to a row."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="units")
    stage = models.PositiveSmallIntegerField()
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="unit_results")
    standing = models.CharField(max_length=20)
    answer_kind = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(null=True)
    key_levels = models.JSONField()
    excess = models.FloatField(null=True, help_text=_("Loss above the least possible, in levels."))
    share = models.FloatField(null=True, help_text=_("Points of the score lost or won here."))
    signed = models.SmallIntegerField(null=True)
    exact = models.BooleanField(null=True)
    within_one = models.BooleanField(null=True)
    answer_right = models.BooleanField(null=True)
    missed_concern = models.BooleanField(default=False)
    false_alarm = models.BooleanField(default=False)
    confidence = models.PositiveSmallIntegerField(null=True)
    evidence_precision = models.FloatField(null=True)
    evidence_recall = models.FloatField(null=True)
    evidence_missed = models.JSONField(default=list)
    evidence_extra = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["result", "stage", "factor"], name="one_unit_result_per_unit"
            )
        ]
        indexes = [models.Index(fields=["factor", "result"])]

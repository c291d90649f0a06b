"""The experts who rate a case, and what each of them said."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scenarios.models.case import CaseVersion
from scenarios.models.withheld import Withholdable
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


class Panel(models.Model):
    """The experts asked to rate one case version."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_version = models.ForeignKey(
        CaseVersion, on_delete=models.PROTECT, related_name="case_panels"
    )
    is_synthetic = models.BooleanField()
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    # The key that closing made, so that closing twice is the same as once.
    key = models.OneToOneField(Key, on_delete=models.PROTECT, null=True, related_name="panel")


class Panellist(Withholdable):
    """One member of a panel: a person, or a synthetic one known by a label only."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="panellists")
    label = models.CharField(max_length=20)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="panel_seats"
    )

    # Whoever finds that ARMS is not the tool says why, and rates no unit.
    wrong_tool_ground = models.CharField(max_length=20, choices=WrongToolGround, blank=True)
    wrong_tool_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "label"], name="one_panellist_per_label")
        ]


class PanelRating(Withholdable):
    """One panellist's answer on one unit, in the blind round (1) or the revision (2)."""

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="ratings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="panel_ratings")
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(
        max_length=20, choices=[*AnswerKind.choices, ("outside_field", _("Outside my field"))]
    )
    level = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)
    citations = models.JSONField(default=list, help_text=_("Rows of passage reference and stance."))

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
    """One panellist's review interval and actions for one stage of the case."""

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="stage_ratings")
    stage = models.PositiveSmallIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    interval_code = models.CharField(max_length=20, blank=True)
    actions = models.JSONField(default=list, help_text=_("Rows of action code and factor code."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panellist", "stage", "round"], name="one_panel_stage_rating_per_round"
            )
        ]

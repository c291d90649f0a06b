"""What is kept of a key's health, so that a list of cases can say it without working it out."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scoring.public import Key


class Verdict(models.TextChoices):
    """How a case stands, in a word or two for a list."""

    HEALTHY = "healthy", _("Healthy")
    LOOK_AGAIN = "look_again", _("Look again")
    TOO_EARLY = "too_early", _("Too early to say")


class KeyHealth(models.Model):
    """The reasons to look at a key again, as they stood when they were last worked out."""

    key = models.OneToOneField(Key, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list, help_text=_("Rows of a reason's code and its counts."))
    # So many people's attempts at it had been counted by then.
    people = models.PositiveIntegerField(default=0)
    worked_out_at = models.DateTimeField(default=timezone.now)

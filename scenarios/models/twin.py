"""Matched twins: two cases that are one but for a single characteristic."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scenarios.models.case import Scenario
from scenarios.models.case_facts import Characteristic


class Twin(models.Model):
    """A copy of a case in which one characteristic is another. Nobody is given both."""

    original = models.OneToOneField(Scenario, on_delete=models.PROTECT, related_name="twin")
    copy = models.OneToOneField(Scenario, on_delete=models.PROTECT, related_name="twin_of")
    kind = models.CharField(_("characteristic"), max_length=20, choices=Characteristic.Kind)
    before = models.CharField(_("as it is in the original"), max_length=80)
    after = models.CharField(_("as it is in the copy"), max_length=80)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="twins_made"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(original=F("copy")), name="nothing_is_its_own_twin")
        ]

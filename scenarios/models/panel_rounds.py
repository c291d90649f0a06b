"""What goes with a panel's two rounds: who stays, what the chair notes, and the hours it took."""

from django.db import models
from django.utils import timezone

from scenarios.models.panel import Panel, Panellist
from scenarios.models.withheld import Withholdable
from scoring.public import Unit


class PanelStay(models.Model):
    """A panellist has seen the spread of one unit and stays with what they said blind."""

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="stays")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="panel_stays")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panellist", "unit"], name="one_stay_per_unit")
        ]


class ChairNote(Withholdable):
    """What the chair makes of a unit that splits the panel: for the approver, then to teach."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="chair_notes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="chair_notes")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["panel", "unit"], name="one_chair_note_per_unit")
        ]


class PanelDay(models.Model):
    """How long a panellist worked at one seat on one day, in seconds: their own to see."""

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    seconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panellist", "day"], name="one_panel_day_per_seat")
        ]

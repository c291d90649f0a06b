"""What a chair asks a panellist who lies far from the others, and what they answer."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scenarios.models.panel import Panellist
from scenarios.models.withheld import Withholdable


class PanelQuestion(Withholdable):
    """The one question to a panellist of a panel; ``text`` is the chair's word, if there is one.

    It belongs to the panel and not to the chair: a successor sees it.
    """

    panellist = models.OneToOneField(Panellist, on_delete=models.PROTECT, related_name="question")
    text = models.TextField(blank=True, max_length=2000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    # Empty until a letter has gone, or nobody was there to get one: pressing again sends it.
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "answer")


class PanelAnswer(Withholdable):
    """What the panellist says to it, once: a row of its own, so that it can be kept back alone."""

    class Stance(models.TextChoices):
        STANDS = "stands", _("I stand by it, because…")
        MISREAD = "misread", _("I misread…")

    question = models.OneToOneField(PanelQuestion, on_delete=models.PROTECT, related_name="answer")
    stance = models.CharField(max_length=10, choices=Stance)
    text = models.TextField(max_length=2000)
    answered_at = models.DateTimeField(default=timezone.now)

"""What is said of a case beside its papers: who and where, and the tags it is found by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from scenarios.safety.findings import identifier_findings


class VisitType(models.TextChoices):
    ANNOUNCED = "announced", _("Home visit, announced")
    UNANNOUNCED = "unannounced", _("Home visit, unannounced")
    JOINT = "joint", _("Joint visit, police and probation")
    OFFICE = "office", _("Office appointment")
    NONE = "none", _("No visit yet")


class Setting(models.TextChoices):
    ALONE = "alone", _("Lives alone")
    PARTNER = "partner", _("Lives with a partner")
    FAMILY = "family", _("Lives with family")
    SHARED = "shared", _("Approved or supported premises")
    UNSETTLED = "unsettled", _("No settled home")


class OffenceKind(models.TextChoices):
    ONLINE = "online", _("Online")
    CONTACT = "contact", _("Contact")
    BOTH = "both", _("Online and contact")


class OfScenario(Orderable):
    """A row of a scenario whose texts may not point to anybody real."""

    texts: tuple[str, ...] = ()

    class Meta(Orderable.Meta):
        abstract = True

    def clean(self) -> None:
        """Refuse real identifiers on the very field, before anything is saved."""
        super().clean()
        errors: dict[str, Any] = {
            name: [str(finding) for finding in findings]
            for name in self.texts
            if (findings := identifier_findings(getattr(self, name)))
        }
        if errors:
            raise ValidationError(errors)


class CasePerson(OfScenario):
    """Somebody in the case, for the list of who is who that a trainee reads beside the papers."""

    texts = ("name", "part")

    scenario = ParentalKey("scenarios.Scenario", on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=80)
    part = models.CharField(
        _("who that is"), max_length=120, help_text=_("As “his sister, 52”, or “his employer”.")
    )

    panels = [FieldPanel("name"), FieldPanel("part")]


class CasePlace(OfScenario):
    """A place of the case: invented, and listed so that no paper calls it by another name."""

    texts = ("name", "what")

    scenario = ParentalKey("scenarios.Scenario", on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("name"), max_length=80)
    what = models.CharField(
        _("what it is"), max_length=120, help_text=_("As “the town he lives in”.")
    )

    panels = [FieldPanel("name"), FieldPanel("what")]


class Characteristic(OfScenario):
    """A characteristic given to somebody in the case, and what it is there for. Never shown."""

    class Kind(models.TextChoices):
        AGE = "age", _("Age")
        DISABILITY = "disability", _("Disability or health")
        NEURODIVERSITY = "neurodiversity", _("Neurodiversity")
        ETHNICITY = "ethnicity", _("Ethnicity")
        FAITH = "faith", _("Religion or belief")
        ORIENTATION = "orientation", _("Sexual orientation")
        LANGUAGE = "language", _("Language")
        MEANS = "means", _("Means and class")
        OTHER = "other", _("Another")

    texts = ("value", "purpose")

    scenario = ParentalKey(
        "scenarios.Scenario", on_delete=models.CASCADE, related_name="characteristics"
    )
    kind = models.CharField(_("characteristic"), max_length=20, choices=Kind)
    value = models.CharField(_("as it is in this case"), max_length=80)
    purpose = models.CharField(
        _("purpose"),
        max_length=200,
        help_text=_("What trainees learn by it. Without a purpose, leave it out of the case."),
    )

    panels = [FieldPanel("kind"), FieldPanel("value"), FieldPanel("purpose")]

"""A case: written as a scenario, frozen as a version, used as a release."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
)

from people.public import Organisation
from scenarios.case_text import hash_of_draft
from scenarios.models.case_facts import OffenceKind, Setting, VisitType
from scenarios.models.withheld import Withholdable
from scenarios.querysets import ScenarioQuerySet
from scenarios.safety.findings import identifier_findings
from scoring.public import FrameworkVersion, Key, WrittenOnce


class Use(models.TextChoices):
    PRACTICE = "practice", _("Practice")
    CHECK = "check", _("Check")
    ANCHOR = "anchor", _("Anchor")


class Scenario(
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A synthetic case while it is written. It never holds levels, ratings or keys."""

    class Difficulty(models.TextChoices):
        SIMPLE = "simple", _("Simple")
        MODERATE = "moderate", _("Moderate")
        COMPLEX = "complex", _("Complex")

    ref = models.CharField(
        _("reference"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z0-9]+(-[A-Z0-9]+)*$",
                _("Use capital letters and digits with hyphens, as TR-0007."),
            )
        ],
        help_text=_("As TR-0007. It never changes."),
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), help_text=_("What a trainee reads before starting."))
    content_label = models.CharField(
        _("content label"),
        max_length=120,
        help_text=_("Short plain nouns, as “child sexual abuse, described”."),
    )
    static_risk = models.TextField(
        _("static risk"), blank=True, help_text=_("The static tool results, as given facts.")
    )
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty)
    visit_type = models.CharField(_("visit type"), max_length=20, choices=VisitType, blank=True)
    setting = models.CharField(_("setting"), max_length=20, choices=Setting, blank=True)
    offence_kind = models.CharField(
        _("online or contact"), max_length=10, choices=OffenceKind, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=40)
    owner = models.ForeignKey(
        Organisation, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="scenarios"
    )

    # Of the draft in hand, published or not: what was reviewed and what is out are known by theirs.
    text_hash = models.CharField(max_length=64, blank=True, editable=False)

    panels = [
        HelpPanel(template="scenarios/admin/send_to_panel.html", heading=_("What an edit does")),
        HelpPanel(template="scenarios/admin/draft_health.html", heading=_("What the checks find")),
        MultiFieldPanel(
            [FieldPanel("ref"), FieldPanel("title"), FieldPanel("summary")], heading=_("The case")
        ),
        MultiFieldPanel(
            [
                FieldPanel("content_label"),
                FieldPanel("static_risk"),
                FieldPanel("minutes"),
                FieldPanel("owner"),
            ],
            heading=_("Facts"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("difficulty"),
                FieldPanel("visit_type"),
                FieldPanel("setting"),
                FieldPanel("offence_kind"),
            ],
            heading=_("Tags"),
        ),
        InlinePanel("people", heading=_("Who is in it"), label=_("Person")),
        InlinePanel("places", heading=_("Where it plays"), label=_("Place")),
        InlinePanel(
            "characteristics",
            heading=_("Protected and other characteristics, each with its purpose"),
            label=_("Characteristic"),
        ),
        InlinePanel("documents", heading=_("Case documents"), label=_("Document"), min_num=1),
    ]

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["ref"]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Know the text by its hash, unless a newer draft than what is saved is in hand."""
        if not kwargs.get("update_fields") and not self.has_unpublished_changes:
            self.text_hash = hash_of_draft(self)
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Keep a draft, and know it by its hash: the row itself stays as it was published."""
        self.text_hash = hash_of_draft(self)
        revision: Revision = super().save_revision(*args, **kwargs)
        type(self).objects.filter(pk=self.pk).update(text_hash=self.text_hash)
        return revision

    def with_content_json(self, content: Any) -> "Scenario":
        """An earlier draft in hand does not change which one is the newest."""
        draft: Scenario = super().with_content_json(content)
        draft.text_hash = self.text_hash
        return draft

    def clean(self) -> None:
        """Addresses, results and lessons know a case by its reference, so it stays."""
        super().clean()
        before = Scenario.objects.filter(pk=self.pk).values_list("ref", flat=True).first()
        if before is not None and before != self.ref:
            raise ValidationError(
                {"ref": _("The reference stays %(ref)s: it never changes.") % {"ref": before}}
            )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "scenarios/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from scenarios.selectors.case_file import draft_case_file

        return {**super().get_preview_context(request, mode_name), "file": draft_case_file(self)}


class CaseDocument(Orderable):
    """One paper of the case: Markdown, whose paragraphs become passages when it is frozen."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("Referral")
        VISIT_NOTE = "visit_note", _("Home visit note")
        SUPERVISION_RECORD = "supervision_record", _("Supervision record")
        INTELLIGENCE_LOG = "intelligence_log", _("Intelligence log")
        INTERVIEW = "interview", _("Interview note")
        PARTNER_EMAIL = "partner_email", _("E-mail from a partner agency")
        EMAIL = "email", _("E-mail")
        CALL_NOTE = "call_note", _("Note of calls")
        TIMELINE = "timeline", _("Timeline")
        DEVICE_CHECK = "device_check", _("Device check summary")
        OTHER = "other", _("Other")

    scenario = ParentalKey(Scenario, on_delete=models.CASCADE, related_name="documents")
    stage = models.PositiveSmallIntegerField(_("stage"), default=1)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    dated = models.CharField(
        _("when"), max_length=60, blank=True, help_text=_("Relative, as “week 6 of licence”.")
    )
    body = models.TextField(
        _("text"), help_text=_("Markdown. Leave one blank line between paragraphs.")
    )

    panels = [
        FieldPanel("stage"),
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("dated"),
        FieldPanel("body"),
    ]

    def clean(self) -> None:
        """Refuse real identifiers on the very field, before anything is saved."""
        super().clean()
        errors = {
            name: [str(finding) for finding in findings]
            for name in ("title", "dated", "body")
            if (findings := identifier_findings(getattr(self, name)))
        }
        if errors:
            raise ValidationError(errors)


class CaseDesign(models.Model):
    """What the author meant: designed levels and evidence, kept apart from the scenario."""

    scenario = models.OneToOneField(Scenario, on_delete=models.CASCADE, related_name="design")
    factors = models.JSONField(default=dict, help_text=_("Factor code to level, why, evidence."))
    # Whoever set a level has written on the case, and so neither reviews nor rates it.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    revision = models.PositiveIntegerField(default=0)


class CaseVersion(WrittenOnce):
    """The text and framework as they stood when the case was sent to the panel. Never edited."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    framework = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="case_versions"
    )
    language = models.CharField(max_length=10, default="en-gb")
    title = models.CharField(max_length=120)
    summary = models.TextField()
    content_label = models.CharField(max_length=120)
    static_risk = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField()
    documents = models.JSONField(help_text=_("Number, stage, kind, title and date of each."))
    people = models.JSONField(default=list, help_text=_("Name and part of each."))
    places = models.JSONField(default=list, help_text=_("Name and what it is, of each."))
    stages = models.PositiveSmallIntegerField(default=1)
    text_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "number", "language"], name="one_case_version_per_number"
            )
        ]


def anchor_of(ref: str) -> str:
    """The id of a passage on a page: D2.2 is ``d2-2``."""
    return ref.replace(".", "-").lower()


class Passage(WrittenOnce, Withholdable):
    """A citable paragraph of a frozen case, by a reference that stays, as D3.6.

    Its text can be taken out of it and put back (``services.quarantine``), never changed: the hash
    stays, and says what the text was.
    """

    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="passages")
    stage = models.PositiveSmallIntegerField()
    document = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=10)
    heading = models.CharField(max_length=160, blank=True, help_text=_("Stands above the passage."))
    text = models.TextField()
    text_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case_version", "ref"], name="one_passage_per_ref")
        ]

    @property
    def anchor(self) -> str:
        return anchor_of(self.ref)


class Release(WrittenOnce):
    """A case version with a key, put to a use. A specimen stays a specimen."""

    changeable = frozenset({"state"})

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed to new starts")
        RETIRED = "retired", _("Retired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="releases")
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="releases")
    use = models.CharField(max_length=10, choices=Use)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    is_specimen = models.BooleanField(editable=False)
    released_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["released_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_version", "use"],
                condition=Q(state="open"),
                name="one_open_release_per_version_and_use",
            )
        ]

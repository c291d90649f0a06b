"""Evidence exercises: a short document whose passages are marked for, against or neither."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField

from courses.check_rules import passage_problems
from courses.exercise_blocks import Passages
from courses.factors import factor_choices
from courses.models.knowledge import Answered
from courses.models.records import Record
from courses.short_names import refuse_another_short_name
from scoring.public import WrittenOnce


class EvidenceExercise(Answered, models.Model):
    """A document to mark for one factor, with what each passage is evidence of."""

    free_text = ("title", "slug", "content_label", "about", "task", "document", "afterwards")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("Small letters and hyphens. It never changes.")
    )
    factor = models.CharField(_("factor"), max_length=40)
    content_label = models.CharField(
        _("content label"),
        max_length=120,
        help_text=_("Short plain nouns, as “child sexual abuse, mentioned”."),
    )
    about = models.CharField(
        _("whom it is about"), max_length=120, help_text=_("As “Mr Sayle, 51, weeks 1 to 20”.")
    )
    task = models.TextField(_("task"), max_length=600, help_text=_("Stands above the document."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    document = models.TextField(
        _("document"), help_text=_("Markdown. A blank line ends a passage, as in a case.")
    )
    passages = StreamField(Passages(), verbose_name=_("passages"))
    afterwards = models.TextField(
        _("afterwards"), max_length=1500, blank=True, help_text=_("The reading as a whole.")
    )

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="evidence_exercise")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="evidence_exercise",
        for_concrete_model=False,
    )

    panels = [
        HelpPanel(template="courses/admin/exercise_help.html", heading=_("What an edit does")),
        MultiFieldPanel([FieldPanel("title"), FieldPanel("slug")], heading=_("The exercise")),
        MultiFieldPanel(
            [
                FieldPanel("factor", widget=forms.Select(choices=factor_choices)),
                FieldPanel("minutes"),
                FieldPanel("content_label"),
                FieldPanel("about"),
                FieldPanel("task"),
            ],
            heading=_("Facts"),
        ),
        FieldPanel("document"),
        FieldPanel("passages"),
        FieldPanel("afterwards"),
    ]

    class Meta:
        verbose_name = _("evidence exercise")
        verbose_name_plural = _("evidence exercises")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse, on its field or block, what could not be marked, and what points to a person."""
        super().clean()
        errors = self.refuse_identifiers_in_fields() | refuse_another_short_name(self)
        if self.factor and self.factor not in dict(factor_choices()):
            errors["factor"] = ValidationError(_("This is not a factor of the current framework."))
        marked = list(self.passages.raw_data)
        errors = passage_problems(self.document, marked, is_draft=self.is_checked_as_draft) | errors
        if errors:
            raise ValidationError(errors)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/exercises/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from courses.selectors.previews import preview_of_exercise

        context = super().get_preview_context(request, mode_name)
        return {**context, **preview_of_exercise(self)}


class ExerciseVersion(WrittenOnce):
    """One wording of an exercise, frozen when somebody first met it."""

    wagtail_reference_index_ignore = True

    exercise = models.ForeignKey(
        EvidenceExercise, on_delete=models.SET_NULL, null=True, related_name="versions"
    )
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["frozen_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "content_hash"], name="one_version_per_exercise_wording"
            )
        ]


class ExerciseAttempt(Record):
    """One go of a person at an exercise: drafts are kept until it is marked, once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exercise_attempts"
    )
    exercise = models.ForeignKey(
        EvidenceExercise, on_delete=models.SET_NULL, null=True, related_name="attempts"
    )
    exercise_title = models.CharField(_("exercise, as it was called then"), max_length=120)
    version = models.ForeignKey(ExerciseVersion, on_delete=models.PROTECT, related_name="attempts")
    # By the number of the passage: for, against or neither.
    marks = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    right = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "exercise"],
                condition=Q(submitted_at__isnull=True),
                name="one_open_go_per_person_and_exercise",
            )
        ]

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def receipt(self) -> str:
        """The reference of this go; the same however often it is sent."""
        return f"E-{self.uuid.hex[:8].upper()}"

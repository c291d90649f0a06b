"""Knowledge checks: what trainers write, and what people have answered.

What is written may change at any time. What was asked is frozen as ``QuestionVersion`` when it is
first drawn, and a try refers to nothing else: docs/decisions/learning-what-was-met.md.
"""

import uuid
from typing import Any, ClassVar

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
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from courses.check_rules import check_problems, drawn_in_all, pools_of
from courses.lengths import refuse_too_long
from courses.models.pages import LessonPage
from courses.models.records import Record
from courses.question_blocks import Pools, Questions
from courses.safe_blocks import refuse_identifiers
from courses.short_names import refuse_another_short_name
from courses.wording import Question, Wording, questions_of, wording_of
from people.public import Organisation
from scoring.public import WrittenOnce


class Answered(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin):
    """What is written in the admin and answered by people; lessons embed it."""

    # What an author types outside the blocks, which look after themselves.
    free_text: ClassVar[tuple[str, ...]] = ("title", "slug")
    # Said by the editor's form: what is saved as a draft may have gaps, what is published may not.
    is_checked_as_draft = False

    class Meta:
        abstract = True

    def clean_whole(self) -> None:
        """All that the editor's form would refuse: the blocks too, which a model passes by."""
        errors = {}
        for each in self._meta.get_fields():
            if isinstance(each, StreamField):
                try:
                    each.stream_block.clean(getattr(self, each.name))
                except ValidationError as error:
                    errors[each.name] = error
        if errors:
            raise ValidationError(errors)
        refuse_too_long(self)
        self.full_clean()

    def refuse_identifiers_in_fields(self) -> dict[str, ValidationError]:
        """On each field what in it points to a real person."""
        errors = {}
        for name in self.free_text:
            try:
                refuse_identifiers(getattr(self, name))
            except ValidationError as error:
                errors[name] = error
        return errors


class KnowledgeCheck(Answered, models.Model):
    """A few questions on what lessons say, drawn from pools, with a pass mark and tries."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("Small letters and hyphens. It never changes.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"), help_text=_("How many of the questions of a try must be right.")
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("tries"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("How many a trainee has to pass it in. A trainer can allow another."),
    )
    pools = StreamField(
        Pools(),
        verbose_name=_("pools"),
        blank=True,
        help_text=_("From each, a try has some questions at random. You can do without."),
    )
    questions = StreamField(Questions(), verbose_name=_("questions"))

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="knowledge_check")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="knowledge_check",
        for_concrete_model=False,
    )

    panels = [
        HelpPanel(
            template="courses/admin/knowledge_check_help.html", heading=_("What an edit does")
        ),
        MultiFieldPanel([FieldPanel("title"), FieldPanel("slug")], heading=_("The check")),
        MultiFieldPanel(
            [FieldPanel("minutes"), FieldPanel("pass_mark"), FieldPanel("attempts_allowed")],
            heading=_("Rules"),
        ),
        FieldPanel("pools"),
        FieldPanel("questions"),
    ]

    class Meta:
        verbose_name = _("knowledge check")
        verbose_name_plural = _("knowledge checks")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse, on its field or block, what could not be sat, and what points to a person."""
        super().clean()
        errors = self.refuse_identifiers_in_fields() | refuse_another_short_name(self)
        errors |= check_problems(
            list(self.pools.raw_data),
            list(self.questions.raw_data),
            self.pass_mark,
            is_draft=self.is_checked_as_draft,
        )
        if errors:
            raise ValidationError(errors)

    @property
    def drawn(self) -> int:
        """How many questions a try has."""
        return drawn_in_all(list(self.pools.raw_data), list(self.questions.raw_data))

    @property
    def draws(self) -> dict[str, int]:
        """How many questions a try has of each pool."""
        return pools_of(list(self.pools.raw_data))

    @property
    def written(self) -> list[Question]:
        """The questions as they are written now."""
        return questions_of(list(self.questions.raw_data))

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/knowledge/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from courses.selectors.previews import preview_of_check

        context = super().get_preview_context(request, mode_name)
        return {**context, **preview_of_check(self)}


class QuestionVersion(WrittenOnce):
    """One wording of a question, frozen when somebody first met it."""

    changeable = frozenset({"counts"})
    wagtail_reference_index_ignore = True

    check_of = models.ForeignKey(
        KnowledgeCheck, on_delete=models.SET_NULL, null=True, related_name="versions"
    )
    question = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()
    frozen_at = models.DateTimeField(default=timezone.now)
    counts = models.BooleanField(
        default=True, help_text=_("Whether it enters figures; a wrong key does not.")
    )

    class Meta:
        ordering = ["frozen_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "question", "content_hash"], name="one_version_per_wording"
            )
        ]

    def __str__(self) -> str:
        return str(self.wording.stem)

    @property
    def wording(self) -> Wording:
        return wording_of(self.content)


class KnowledgeAttempt(Record):
    """One try of a person, under the rule of the day it was begun."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="knowledge_attempts"
    )
    check_of = models.ForeignKey(
        KnowledgeCheck, on_delete=models.SET_NULL, null=True, related_name="attempts"
    )
    check_title = models.CharField(_("check, as it was called then"), max_length=120)
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    pass_mark = models.PositiveSmallIntegerField()
    drawn = models.PositiveSmallIntegerField()
    attempts_allowed = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)
    # Whose figures it enters: those of the trainee's organisation on the day, or nobody's.
    counted_in = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "check_of"],
                condition=Q(submitted_at__isnull=True),
                name="one_open_try_per_person_and_check",
            ),
            models.UniqueConstraint(
                fields=["person", "check_of", "number"], name="tries_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, right__isnull=True, passed__isnull=True)
                | Q(submitted_at__isnull=False, right__isnull=False, passed__isnull=False),
                name="a_submitted_try_has_its_outcome",
            ),
        ]

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def receipt(self) -> str:
        """The reference of this try; the same however often it is sent."""
        return f"K-{self.uuid.hex[:8].upper()}"


class KnowledgeAnswer(models.Model):
    """One question of a try: the wording met, in which order it was shown, and what was said."""

    wagtail_reference_index_ignore = True

    attempt = models.ForeignKey(KnowledgeAttempt, on_delete=models.CASCADE, related_name="answers")
    place = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="answers")
    # Where a wrong answer led on the day: no part of the wording.
    lesson = models.ForeignKey(LessonPage, on_delete=models.SET_NULL, null=True, related_name="+")
    shuffle = models.JSONField()
    given = models.JSONField(null=True)
    right = models.BooleanField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="one_answer_per_place")
        ]


class MoreTries(Record):
    """A trainee who has used up their tries asks for another, and a trainer allows it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="more_tries"
    )
    check_of = models.ForeignKey(
        KnowledgeCheck, on_delete=models.SET_NULL, null=True, related_name="more_tries"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    allowed_at = models.DateTimeField(null=True)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "check_of"],
                condition=Q(allowed_at__isnull=True),
                name="one_open_request_per_person_and_check",
            )
        ]

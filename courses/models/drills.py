"""Factor drills: as a trainer writes them, as somebody met them, and what was answered."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from courses.drill_blocks import DrillStatements
from courses.drill_content import NOT_APPLICABLE, NOT_ENOUGH, RIGHT, TOO_HIGH, TOO_LOW, Outcome
from courses.factors import factor_choices
from courses.spacing import Why
from people.public import Organisation, WrittenOnce
from scenarios.public import AnswerKind, Confidence

LEVELS = [
    ("0", _("0, the lowest")),
    ("1", "1"),
    ("2", "2"),
    ("3", _("3, the highest")),
    (NOT_ENOUGH, _("Not enough information")),
]
FEEDBACK = {
    RIGHT: "feedback_right",
    TOO_LOW: "feedback_too_low",
    TOO_HIGH: "feedback_too_high",
    NOT_ENOUGH: "feedback_not_enough",
    NOT_APPLICABLE: "feedback_not_applicable",
}
"""What is answered, and the field with the words for it."""


def factor_to_choose() -> list[tuple[str, str]]:
    """The choices of a drill's factor in the editor."""
    return [("", str(_("Choose a factor"))), *factor_choices()]


class DrillQuerySet(models.QuerySet["Drill"]):
    """Published drills, by what they are for. Whatever offers drills asks here."""

    def to_practise(self) -> "DrillQuerySet":
        """What daily practice and lessons may offer.

        Nothing that a measure has asked, whatever its mark says now: the editor refuses to take
        that away, but it does not ask again when a draft is published days later.
        """
        asked = DrillVersion.objects.filter(drill=OuterRef("pk"), measure_drills__isnull=False)
        return self.filter(~Exists(asked.order_by()), live=True, is_for_measuring=False)

    def to_measure_with(self) -> "DrillQuerySet":
        """What only a course's measure asks."""
        return self.filter(live=True, is_for_measuring=True)


class Drill(DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One factor, one page of evidence about one invented person, one level: written by a trainer.

    Editing it makes another wording for whoever comes next; what was answered stays with its own.
    """

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9_]+(-[a-z0-9_]+)*$",
                _("Use small letters and digits with hyphens, as opportunity-3."),
            )
        ],
        help_text=_("As opportunity-3. It never changes."),
    )
    factor = models.CharField(_("factor"), max_length=40, db_index=True)
    title = models.CharField(_("title"), max_length=80)
    person = models.TextField(
        _("who it is about"),
        max_length=300,
        help_text=_("Stands above the evidence: name, age, conviction in one line, which week."),
    )
    content_label = models.CharField(
        _("content label"),
        max_length=80,
        help_text=_("Short plain nouns, as “child sexual abuse, mentioned”."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    is_for_measuring = models.BooleanField(
        _("kept for measuring"),
        default=False,
        help_text=_(
            "It is never offered in daily practice or in a lesson; a course’s measure asks it. "
            "Keep a new one for it: whoever has met a drill knows its answer."
        ),
    )
    level = models.CharField(_("level meant"), max_length=20, choices=LEVELS)
    tempting = models.CharField(
        _("tempting answer"),
        max_length=20,
        choices=LEVELS,
        help_text=_("The nearest other answer that many things in it pull towards."),
    )
    statements = StreamField(DrillStatements(), verbose_name=_("evidence"))
    feedback_right = models.TextField(_("to whoever is right"), max_length=600)
    feedback_too_low = models.TextField(_("to whoever rates too low"), max_length=600, blank=True)
    feedback_too_high = models.TextField(_("to whoever rates too high"), max_length=600, blank=True)
    feedback_not_enough = models.TextField(
        _("to whoever says “not enough information”"), max_length=600, blank=True
    )
    feedback_not_applicable = models.TextField(
        _("to whoever says “not applicable”"),
        max_length=600,
        blank=True,
        help_text=_("Only for a factor that need not apply."),
    )

    panels = [
        HelpPanel(template="courses/admin/drill.html", heading=_("What an edit does")),
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("code"),
                FieldPanel("factor", widget=forms.Select(choices=factor_to_choose)),
                FieldPanel("minutes"),
                FieldPanel("is_for_measuring"),
            ],
            heading=_("The drill"),
        ),
        MultiFieldPanel(
            [FieldPanel("person"), FieldPanel("content_label")], heading=_("Above the evidence")
        ),
        FieldPanel("statements"),
        MultiFieldPanel(
            [FieldPanel("level"), FieldPanel("tempting")], heading=_("The level it amounts to")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in FEEDBACK.values()],
            heading=_("Feedback for each answer that can be given, and for no other"),
        ),
    ]

    objects = DrillQuerySet.as_manager()

    class Meta:
        verbose_name = _("factor drill")
        verbose_name_plural = _("factor drills")
        ordering = ["factor", "code"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """What people answered, and lessons, know a drill by its code, so it stays.

        Practised or measured with, and never both: whoever has met it knows its answer. What lies
        in a lesson or a form is taken out there first, or there would be a gap.
        """
        super().clean()
        before = Drill.objects.filter(pk=self.pk).first()
        if before is not None and before.code != self.code:
            raise ValidationError({"code": _("The code stays %(code)s.") % {"code": before.code}})
        if self.is_for_measuring and not (before and before.is_for_measuring):
            if before is not None:
                self._refuse_practised()
            self._refuse_in_lessons()
        elif before is not None and before.is_for_measuring and not self.is_for_measuring:
            self._refuse_measured_with()

    def _refuse_practised(self) -> None:
        from courses.selectors.drill_uses import was_practised

        if was_practised(self):
            raise ValidationError(
                {
                    "is_for_measuring": _(
                        "People have practised it, so they would know its answer. Write a new one "
                        "for measuring."
                    )
                }
            )

    def _refuse_measured_with(self) -> None:
        from courses.selectors.drill_uses import courses_measuring_with, was_measured_with

        if was_measured_with(self):
            raise ValidationError(
                {
                    "is_for_measuring": _(
                        "It was asked in a measure, so it is never practised. Write a new one to "
                        "practise."
                    )
                }
            )
        if titles := ", ".join(course.title for course in courses_measuring_with(self.code)):
            words = _("The measure of these courses asks it: %(titles)s. Take it out there first.")
            raise ValidationError({"is_for_measuring": words % {"titles": titles}})

    def _refuse_in_lessons(self) -> None:
        from courses.selectors.drills_in_lessons import lessons_with_drill

        if titles := ", ".join(lesson.title for lesson in lessons_with_drill(self.code)):
            words = _("It lies in these lessons: %(titles)s. Take it out of them first.")
            raise ValidationError({"is_for_measuring": words % {"titles": titles}})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/drill_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from courses.selectors.drill_pages import preview_context

        return {**super().get_preview_context(request, mode_name), **preview_context(self)}


class DrillVersion(WrittenOnce):
    """A drill in the wording in which somebody met it, shared by all who met it so.

    ``right`` are the levels meant, or the panel's; ``content`` is what was shown, but of a unit of
    a case only where it stands.
    """

    class Kind(models.TextChoices):
        WRITTEN = "written", _("Written by a trainer")
        LIBRARY = "library", _("Made of the library of evidence")
        CASE = "case", _("From a case")

    changeable = frozenset({"drill"})
    wagtail_reference_index_ignore = True

    kind = models.CharField(max_length=10, choices=Kind)
    drill = models.ForeignKey(Drill, on_delete=models.SET_NULL, null=True, related_name="versions")
    factor = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=120)
    right = models.JSONField(help_text=_("Levels as text, not_enough or not_applicable."))
    content = models.JSONField()
    content_hash = models.CharField(max_length=64, unique=True)
    met_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["met_at", "pk"]

    def __str__(self) -> str:
        return self.title


class DrillAnswer(models.Model):
    """One drill that was put before a person, and what they answered. Private to the person.

    There is no ``visible_to``: nobody but the person is ever shown a row, and figures of trainees
    are of ten people or more.
    """

    wagtail_reference_index_ignore = True
    WHY = [(why.value, why.value) for why in Why]
    OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drill_answers"
    )
    version = models.ForeignKey(DrillVersion, on_delete=models.PROTECT, related_name="answers")
    why = models.CharField(max_length=10, choices=WHY)
    shown_at = models.DateTimeField(default=timezone.now)
    set_aside_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20, choices=AnswerKind, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True, choices=Confidence)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True)
    # The first answer to a version counts; others are kept.
    is_first = models.BooleanField(default=False)
    # Whose figures it enters: those of the trainee's organisation on the day, or nobody's.
    counted_in = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "answered_at"], name="drill_answers_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"],
                condition=Q(answered_at__isnull=True, set_aside_at__isnull=True),
                name="one_open_drill_per_person_and_version",
            ),
            models.UniqueConstraint(
                fields=["person", "version"],
                condition=Q(is_first=True),
                name="one_first_answer_per_person_and_version",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, kind="", level__isnull=True, outcome="")
                | (Q(answered_at__isnull=False, set_aside_at__isnull=True) & ~Q(outcome="")),
                name="a_drill_is_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="level", level__isnull=False)
                | (~Q(kind="level") & Q(level__isnull=True)),
                name="drill_answer_has_a_level_only_if_it_is_one",
            ),
        ]

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def answer(self) -> str:
        """What was answered, as the page asks for it: a level as text, or a word."""
        return str(self.level) if self.kind == AnswerKind.LEVEL else self.kind

"""What a course does: the same kind of questions before it, after it, and months later.

A measure is private to its person, like practice. Why it is made so:
docs/decisions/measuring-learning.md.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.drill_content import Outcome
from courses.models.drills import DrillVersion
from courses.models.pages import CoursePage
from courses.models.records import Record
from people.public import Organisation
from scenarios.public import AnswerKind, Confidence, Release


class Measure(Record):
    """One sitting of one person at one point of a course: a case, and at first and last drills.

    The row is made when it begins, or when the baseline is declined; it is finished once the case
    is submitted and every drill answered. ``form`` is the form's place among the course's forms, 0
    or 1, and ``first_form`` that of the person's baseline: the order they are in.
    """

    class Point(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        FINAL = "final", _("Final")
        MONTH_1 = "month_1", _("After 1 month")
        MONTH_3 = "month_3", _("After 3 months")
        MONTH_6 = "month_6", _("After 6 months")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="measures"
    )
    course = models.ForeignKey(
        CoursePage, on_delete=models.SET_NULL, null=True, related_name="measures"
    )
    course_title = models.CharField(_("course, as it was called then"), max_length=255)
    # Its id, kept when it is deleted: another of the same title is not the same course.
    course_number = models.PositiveBigIntegerField(null=True, editable=False)
    edition = models.PositiveSmallIntegerField(_("edition of the course then"))
    point = models.CharField(max_length=10, choices=Point)
    form = models.PositiveSmallIntegerField()
    first_form = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # The anchor that is asked, and the submitted attempt at it.
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, related_name="measures"
    )
    assessment = models.UUIDField(null=True)
    # Whose figures it enters: those of the trainee's organisation on the day, or nobody's.
    counted_in = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["begun_at", "pk"]
        indexes = [models.Index(fields=["course", "point"], name="measures_of_a_course")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "point"], name="one_measure_per_person_and_point"
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True)
                | Q(point="baseline", finished_at__isnull=True),
                name="only_a_baseline_is_declined",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True)
                | Q(release__isnull=False, assessment__isnull=False),
                name="a_finished_measure_has_its_case",
            ),
            models.CheckConstraint(
                condition=Q(form__lte=1, first_form__lte=1), name="a_measure_has_one_of_two_forms"
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=True)
                | Q(course_number__isnull=True)
                | Q(course_number=F("course")),
                name="a_measure_keeps_its_own_course",
            ),
        ]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_open(self) -> bool:
        return self.finished_at is None and self.declined_at is None


class MeasureDrill(models.Model):
    """A drill of a measure, in the wording in which it was put, and what was answered."""

    wagtail_reference_index_ignore = True
    OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="drills")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        DrillVersion, on_delete=models.PROTECT, related_name="measure_drills"
    )
    shown_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20, choices=AnswerKind, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True, choices=Confidence)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "position"], name="one_drill_per_position_of_a_measure"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, kind="", level__isnull=True, outcome="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="a_measure_drill_is_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="level", level__isnull=False)
                | (~Q(kind="level") & Q(level__isnull=True)),
                name="measure_drill_has_a_level_only_if_it_is_one",
            ),
        ]

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def answer(self) -> str:
        """What was answered, as the page asks for it: a level as text, or a word."""
        return str(self.level) if self.kind == AnswerKind.LEVEL else self.kind


class LessonOpinion(Record):
    """Whether a lesson was useful to a person, in one click; they can change their mind.

    ``edition`` says which course they had read.
    """

    class Useful(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_opinions"
    )
    lesson = models.ForeignKey(
        "courses.LessonPage", on_delete=models.SET_NULL, null=True, related_name="opinions"
    )
    lesson_title = models.CharField(_("lesson, as it was called then"), max_length=255)
    # Its id, kept when it is deleted: many a course has a lesson of the same title.
    lesson_number = models.PositiveBigIntegerField(null=True, editable=False)
    edition = models.PositiveSmallIntegerField(_("edition of the course then"))
    useful = models.CharField(max_length=10, choices=Useful)
    said_at = models.DateTimeField(default=timezone.now)
    counted_in = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson"], name="one_opinion_per_person_and_lesson"
            )
        ]

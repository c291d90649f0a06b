"""What a person was given to do and has done. The record outlives the pages it is about."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.pages import CoursePage, LessonPage
from people.public import OfPeopleQuerySet
from scenarios.public import Release


class Record(models.Model):
    """A row about one person, seen by whoever may see the person."""

    # Wagtail lists what refers to a page for its editors: who has read it is not theirs to see.
    wagtail_reference_index_ignore = True

    objects = OfPeopleQuerySet.as_manager()

    class Meta:
        abstract = True


class Enrolment(Record):
    """A person takes a course, or took it: who has left keeps the row and what they have read."""

    class How(models.TextChoices):
        SELF = "self", _("own choice")
        ASSIGNED = "assigned", _("assigned")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    course = models.ForeignKey(
        CoursePage, on_delete=models.SET_NULL, null=True, related_name="enrolments"
    )
    course_title = models.CharField(_("course, as it was called then"), max_length=255)
    enrolled_at = models.DateTimeField(default=timezone.now)
    how = models.CharField(_("how it began"), max_length=10, choices=How, default=How.SELF)
    begun_at = models.DateTimeField(_("first lesson read"), null=True)
    finished_at = models.DateTimeField(_("all needed lessons read"), null=True)
    left_at = models.DateTimeField(null=True)
    # Where one is: seen by oneself alone.
    last_lesson = models.ForeignKey(
        LessonPage, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    last_opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"], name="one_enrolment_per_person_and_course"
            )
        ]


class Completion(Record):
    """A person has read a lesson, or tested out of it. The titles stay as they were on the day."""

    class How(models.TextChoices):
        READ = "read", _("read")
        TESTED_OUT = "tested_out", _("tested out")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="completions"
    )
    lesson = models.ForeignKey(
        LessonPage, on_delete=models.SET_NULL, null=True, related_name="completions"
    )
    lesson_title = models.CharField(_("lesson, as it was called then"), max_length=255)
    course_title = models.CharField(_("course, as it was called then"), max_length=255)
    # A lesson that was left out finishes the course, and becomes a read one when it is read.
    how = models.CharField(max_length=10, choices=How, default=How.READ)
    completed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["completed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson"], name="one_completion_per_person_and_lesson"
            )
        ]


class CheckAssignment(Record):
    """A lead has asked a person to sit a check by a date."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="check_assignments"
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="check_assignments")
    due_on = models.DateField(_("due on"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="checks_assigned",
    )
    assigned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "release"], name="one_assignment_per_person_and_release"
            )
        ]

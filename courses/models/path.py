"""Courses that leads ask people to take, and the reminders that go with a date."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.pages import CoursePage
from courses.models.records import Record
from people.public import Cohort, Organisation


class CourseAssignment(models.Model):
    """A lead has asked a person, a cohort or all of an organisation to take a course.

    Whom it holds for is worked out when it is read: the trainees of today. So who joins is asked
    as well, and who leaves is asked no more, without anything being written.
    """

    # Wagtail lists what refers to a page for its editors: who was asked is not theirs to see.
    wagtail_reference_index_ignore = True

    class Target(models.TextChoices):
        PERSON = "person", _("a person")
        COHORT = "cohort", _("a cohort")
        ORGANISATION = "organisation", _("everybody")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        CoursePage, on_delete=models.SET_NULL, null=True, related_name="assignments"
    )
    course_title = models.CharField(_("course, as it was called then"), max_length=255)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="course_assignments"
    )
    target = models.CharField(max_length=12, choices=Target)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.SET_NULL, null=True, related_name="course_assignments"
    )
    cohort_name = models.CharField(_("cohort, as it was called then"), max_length=80, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="course_assignments",
    )
    aim_on = models.DateField(_("aim for"), null=True)
    due_on = models.DateField(_("by"), null=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="courses_assigned",
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    replaced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="replaces"
    )

    class Meta:
        ordering = ["-assigned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(aim_on__isnull=False) | Q(due_on__isnull=False),
                name="course_assignment_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(aim_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(aim_on__lte=F("due_on")),
                name="course_assignment_aims_before_it_is_due",
            ),
            models.UniqueConstraint(
                fields=["course", "organisation"],
                condition=Q(target="organisation", withdrawn_at__isnull=True),
                name="one_standing_assignment_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["course", "organisation", "cohort"],
                condition=Q(target="cohort", withdrawn_at__isnull=True),
                name="one_standing_assignment_per_cohort",
            ),
            models.UniqueConstraint(
                fields=["course", "organisation", "person"],
                condition=Q(target="person", withdrawn_at__isnull=True),
                name="one_standing_assignment_per_person",
            ),
        ]

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def target_words(self) -> str:
        """Whom it asks, for a lead who may see them."""
        if self.target == self.Target.PERSON:
            return str(self.person)
        if self.target == self.Target.COHORT:
            return self.cohort.name if self.cohort else self.cohort_name
        return self.organisation.name


class LearningPreference(Record):
    """What a person has chosen for their own learning."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="learning_preference"
    )
    email_reminders = models.BooleanField(_("reminders by e-mail"), default=True)


class SentReminder(Record):
    """A reminder that a person was sent, so that none is sent twice."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="learning_reminders"
    )
    about = models.CharField(max_length=60)  # which course or check
    due_on = models.DateField()
    kind = models.CharField(max_length=10)  # "aim" or "by", and how many days from the date
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about", "due_on", "kind"], name="one_reminder_of_each_kind"
            )
        ]

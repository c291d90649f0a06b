"""What somebody wrote for themselves beside a lesson. Nobody else ever sees it."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.pages import LessonPage
from people.public import User

MOST = 2000


class ReflectionNoteQuerySet(models.QuerySet["ReflectionNote"]):
    def visible_to(self, user: User | AnonymousUser) -> "ReflectionNoteQuerySet":
        """One's own, whatever role somebody holds over others."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class ReflectionNote(models.Model):
    """A private note on one question of a lesson. It outlives the lesson, with its words."""

    # Wagtail lists what refers to a page for its editors: that somebody wrote is not theirs to see.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reflection_notes"
    )
    lesson = models.ForeignKey(
        LessonPage, on_delete=models.SET_NULL, null=True, related_name="reflection_notes"
    )
    block_id = models.UUIDField(_("the question in the lesson"))
    question = models.TextField(_("question, as it was asked then"))
    lesson_title = models.CharField(_("lesson, as it was called then"), max_length=255)
    course_title = models.CharField(_("course, as it was called then"), max_length=255)
    text = models.TextField(_("note"), max_length=MOST)
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ReflectionNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson", "block_id"],
                name="one_reflection_note_per_person_and_question",
            )
        ]

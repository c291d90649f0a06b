"""The reflections of a lesson with the reader's own notes, and all that somebody has noted."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse

from courses.models import LessonPage, ReflectionNote
from courses.reflection_forms import NoteForm
from people.public import User


@dataclass(frozen=True)
class ReflectionAt:
    """One question of a lesson, where its note is sent, and the note if there is one."""

    block_id: str
    question: str
    hint: str
    url: str
    note: ReflectionNote | None
    form: NoteForm

    @property
    def anchor(self) -> str:
        return anchor_of(self.block_id)


def anchor_of(block_id: object) -> str:
    """The id of a reflection on its page."""
    return f"reflection-{block_id}"


def with_form(at: ReflectionAt, form: NoteForm) -> ReflectionAt:
    """The same question with another form, such as one that was filled in."""
    return replace(at, form=form)


def reflections_of(lesson: LessonPage, reader: User | AnonymousUser) -> dict[str, ReflectionAt]:
    """By the id of their blocks: one query for all of a lesson, none where it has none."""
    blocks = [block for block in lesson.body if block.block_type == "reflection"]
    if not blocks:
        return {}
    own = ReflectionNote.objects.visible_to(reader).filter(lesson_id=lesson.pk)
    notes = {str(note.block_id): note for note in own} if lesson.pk else {}
    return {
        block.id: ReflectionAt(
            block_id=block.id,
            question=block.value["question"],
            hint=block.value["hint"] or "",
            url=reverse("reflect", args=[lesson.pk or 0, block.id]),
            note=notes.get(block.id),
            form=NoteForm.of(notes.get(block.id), block.id),
        )
        for block in blocks
    }


def own_notes(person: User) -> "QuerySet[ReflectionNote]":
    """All that somebody has noted, the newest first, with the lesson where it is there."""
    return ReflectionNote.objects.visible_to(person).select_related("lesson")


def own_note(person: User, uuid: UUID) -> ReflectionNote:
    """``ReflectionNote.DoesNotExist``: it is not theirs, or not there."""
    return own_notes(person).get(uuid=uuid)

"""The reflections of a lesson with the reader's own notes, and all that somebody has noted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from courses.models import LessonPage, ReflectionNote
from courses.reflection_forms import NoteForm
from courses.selectors.at_once import Row, asked_at_once, rows_of
from people.public import User

NOTE = "note"


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


def note_rows(lesson: LessonPage, reader: User) -> list[QuerySet[Any]]:
    """What ``notes_in`` reads; nothing where the lesson has no question."""
    if lesson.pk is None or not _questions(lesson):
        return []
    own = ReflectionNote.objects.visible_to(reader).filter(lesson_id=lesson.pk)
    return [
        rows_of(
            NOTE,
            own,
            "block_id",
            at="changed_at",
            number="revision",
            words="text",
            known_by="uuid",
        )
    ]


def notes_in(rows: Iterable[Row]) -> list[ReflectionNote]:
    """The reader's notes with what a lesson shows of them, of what was asked for them."""
    return [
        ReflectionNote(
            pk=row.place,
            block_id=UUID(row.what),
            changed_at=row.at,
            revision=row.number,
            text=row.words,
            uuid=UUID(row.known_by),
        )
        for row in rows
        if row.kind == NOTE
    ]


def reflections_of(lesson: LessonPage, reader: User) -> dict[str, ReflectionAt]:
    """By the id of their blocks: one query for all of a lesson, none where it has none."""
    return reflections_with(lesson, notes_in(asked_at_once(note_rows(lesson, reader))))


def reflections_with(lesson: LessonPage, own: Iterable[ReflectionNote]) -> dict[str, ReflectionAt]:
    """The same with notes that are at hand."""
    notes = {str(note.block_id): note for note in own}
    return {
        block.id: ReflectionAt(
            block_id=block.id,
            question=block.value["question"],
            hint=block.value["hint"] or "",
            url=reverse("reflect", args=[lesson.pk or 0, block.id]),
            note=notes.get(block.id),
            form=NoteForm.of(notes.get(block.id), block.id),
        )
        for block in _questions(lesson)
    }


def _questions(lesson: LessonPage) -> list[Any]:
    return [block for block in lesson.body if block.block_type == "reflection"]


def own_notes(person: User) -> "QuerySet[ReflectionNote]":
    """All that somebody has noted, the newest first, with the lesson where it is there."""
    return ReflectionNote.objects.visible_to(person).select_related("lesson")


def own_note(person: User, uuid: UUID) -> ReflectionNote:
    """``ReflectionNote.DoesNotExist``: it is not theirs, or not there."""
    return own_notes(person).get(uuid=uuid)

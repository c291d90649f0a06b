"""A person notes what they think of a question of a lesson, for themselves alone."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from courses.models import LessonPage, ReflectionNote
from courses.selectors.outlines import course_of
from courses.services.events import note as record
from people.public import User
from scenarios.public import refuse_identifiers


class NoteChanged(Exception):
    """The note says something else than the page that was sent had before it."""

    def __init__(self, stored: ReflectionNote | None) -> None:
        super().__init__()
        self.stored = stored


@transaction.atomic
def write_note(
    *, person: User, lesson: LessonPage, block_id: UUID, question: str, text: str, revision: int
) -> ReflectionNote:
    """Keep a note on a question of a lesson, as it is asked today.

    The same words again change nothing. NoteChanged: another window was quicker and says
    something else. IdentifiersFound: it points to a real person.
    """
    refuse_identifiers(text, field="text")
    # One after another for a person: there may be no row yet to lock.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    of = {"person": person, "lesson": lesson, "block_id": block_id}
    found = ReflectionNote.objects.filter(**of).first()
    titles = {"lesson_title": lesson.title, "course_title": course_of(lesson).title}
    if found is None:
        if revision:
            raise NoteChanged(None)
        found = ReflectionNote.objects.create(**of, **titles, question=question, text=text)
        record("reflection.written", person)
        return found
    return _change(found, text=text, revision=revision, question=question, **titles)


@transaction.atomic
def rewrite_note(*, person: User, uuid: UUID, text: str, revision: int) -> ReflectionNote:
    """Change a note by itself, wherever its lesson is now.

    ``ReflectionNote.DoesNotExist``: it is not theirs, or was deleted. NoteChanged, IdentifiersFound
    as above.
    """
    refuse_identifiers(text, field="text")
    return _change(_lock(person, uuid), text=text, revision=revision)


@transaction.atomic
def delete_note(*, person: User, uuid: UUID) -> None:
    """Delete a note for good. Done again, it is as well as done."""
    deleted, _rows = ReflectionNote.objects.visible_to(person).filter(uuid=uuid).delete()
    if deleted:
        record("reflection.deleted", person)


def _change(note: ReflectionNote, *, text: str, revision: int, **told: str) -> ReflectionNote:
    if note.text == text:
        return note
    if note.revision != revision:
        raise NoteChanged(note)
    note.text, note.revision, note.changed_at = text, note.revision + 1, timezone.now()
    for name, value in told.items():
        setattr(note, name, value)
    note.save()
    record("reflection.changed", note.person)
    return note


def _lock(person: User, uuid: UUID) -> ReflectionNote:
    own = ReflectionNote.objects.visible_to(person).select_for_update(of=("self",), no_key=True)
    return own.select_related("person").get(uuid=uuid)

"""Private notes on the questions of lessons."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import HomePage, LessonPage, ReflectionNote
from people.public import Event, User
from tests.factories.media import make_lesson, question

HTMX = {"HX-Request": "true"}


@pytest.fixture
def lesson(home: HomePage) -> LessonPage:
    return make_lesson(question(hint="Begin anywhere."))


@pytest.fixture
def own(client: Client, trainee: User) -> Client:
    client.force_login(trainee)
    return client


def address(lesson: LessonPage) -> str:
    return f"/my-learning/lessons/{lesson.pk}/reflections/{lesson.body[0].id}/"


def test_a_note_is_kept_changed_and_deleted_by_plain_forms(
    own: Client, lesson: LessonPage, trainee: User
) -> None:
    answer = own.post(address(lesson), {"text": "The first page.", "revision": 0}, follow=True)
    text = answer.content.decode()
    assert "Your note is kept. Only you see it." in text
    assert "The first page." in text
    note = ReflectionNote.objects.get()
    assert (note.person, note.question) == (trainee, "What do you notice first?")
    own.post(address(lesson), {"text": "The first page.", "revision": 0})  # sent twice
    own.post(f"/my-learning/notes/{note.uuid}/", {"text": "Its tone.", "revision": 1})
    note.refresh_from_db()
    assert (note.text, note.revision) == ("Its tone.", 2)
    for _twice in range(2):
        own.post(f"/my-learning/notes/{note.uuid}/delete/")
    assert not ReflectionNote.objects.exists()
    events = Event.objects.filter(name__startswith="reflection.").order_by("pk")
    assert [(event.name, event.payload) for event in events] == [
        ("reflection.written", {}),
        ("reflection.changed", {}),
        ("reflection.deleted", {}),
    ]


def test_a_note_that_is_refused_is_refused_in_words_for_its_reader(
    own: Client, lesson: LessonPage
) -> None:
    text = own.post(address(lesson), {"text": "Ring 07911 123456.", "revision": 0}).content.decode()
    assert "looks like a real telephone number. Take it out: nothing in a note" in text
    assert "kept for drama" not in text
    assert f'href="{lesson.url}#' in text
    assert text.count("Error: ") == text.count("<title>Error: ")


def test_htmx_is_answered_with_the_question_alone(own: Client, lesson: LessonPage) -> None:
    empty = own.post(address(lesson), {"text": "", "revision": 0}, headers=HTMX)
    assert (empty.status_code, b"<html" in empty.content) == (200, False)
    assert "Write something first." in empty.content.decode()
    kept = own.post(address(lesson), {"text": "Its tone.", "revision": 0}, headers=HTMX)
    assert b"<html" not in kept.content
    assert "Your note is kept." in kept.content.decode()


def test_a_note_that_points_to_a_real_person_is_not_kept_and_stays_typed(
    own: Client, lesson: LessonPage
) -> None:
    text = "Ring 07911 123456."
    answer = own.post(address(lesson), {"text": text, "revision": 0})
    assert answer.status_code == 200
    assert text in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    assert not ReflectionNote.objects.exists()


def test_an_older_page_does_not_write_over_a_newer_note(own: Client, lesson: LessonPage) -> None:
    own.post(address(lesson), {"text": "One.", "revision": 0})
    for headers in ({}, HTMX):
        answer = own.post(address(lesson), {"text": "Two.", "revision": 0}, headers=headers)
        assert answer.status_code == 409
        for words in ("One.", "Two.", "changed in another window"):
            assert words in answer.content.decode()
    assert ReflectionNote.objects.get().text == "One."
    own.post(address(lesson), {"text": "Two.", "revision": 1})
    assert ReflectionNote.objects.get().text == "Two."


def test_a_note_outlives_the_question_the_lesson_and_its_course(
    own: Client, lesson: LessonPage
) -> None:
    at = address(lesson)
    own.post(at, {"text": "One.", "revision": 0})
    lesson.title = "Renamed"
    lesson.body = [("text", "It asks nothing any more.")]
    lesson.save_revision().publish()
    late = own.post(at, {"text": "Too late.", "revision": 1})
    assert late.status_code == 409
    assert "Too late." in late.content.decode()
    lesson.unpublish()
    assert "which is not on the site at present" in own.get("/my-learning/notes/").content.decode()
    lesson.get_parent().get_parent().delete()
    note = ReflectionNote.objects.get()
    assert note.lesson is None
    page = own.get("/my-learning/notes/").content.decode()
    for words in ("What do you notice first?", "Lesson 1.1", "One."):
        assert words in page
    assert own.get(f"/my-learning/notes/{note.uuid}/").status_code == 200
    assert "/my-learning/notes/" in own.get("/my-learning/").content.decode()


def test_nobody_else_sees_a_note_whatever_their_role(
    own: Client,
    lesson: LessonPage,
    force_lead: User,
    administrator: User,
    trainer: User,
    other_trainee: User,
) -> None:
    own.post(address(lesson), {"text": "For me alone.", "revision": 0})
    note = ReflectionNote.objects.get()
    for person in (force_lead, administrator, trainer, other_trainee):
        other = Client()
        other.force_login(person)
        for page in (lesson.url, "/my-learning/notes/"):
            assert "For me alone." not in other.get(page).content.decode()
        assert other.get(f"/my-learning/notes/{note.uuid}/").status_code == 404
        other.post(f"/my-learning/notes/{note.uuid}/delete/")
    assert ReflectionNote.objects.exists()


def test_notes_come_by_twenty_in_as_many_queries_for_one_as_for_fifty(
    own: Client, lesson: LessonPage, trainee: User
) -> None:
    def write(n: int) -> None:
        ReflectionNote.objects.bulk_create(
            ReflectionNote(
                person=trainee,
                lesson=lesson,
                block_id=uuid4(),
                question="What do you notice first?",
                lesson_title=lesson.title,
                course_title="Course",
                text=f"Thought {at}.",
            )
            for at in range(n)
        )

    def look(page: str = "") -> tuple[int, str]:
        with CaptureQueriesContext(connection) as asked:
            text = own.get(f"/my-learning/notes/?page={page}").content.decode()
        return len(asked), text

    write(1)
    look()
    for_one, text = look()
    assert "Next page" not in text
    write(49)
    for_fifty, first = look()
    assert for_fifty == for_one
    assert first.count("Thought ") == 20
    assert "Page 1 of 3" in first
    assert 'rel="next" href="?page=2"' in first
    assert look("3")[1].count("Thought ") == 10

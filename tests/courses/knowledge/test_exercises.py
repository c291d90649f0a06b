"""An evidence exercise: begun, saved, marked once, read afterwards, done again."""

from html import unescape

import pytest
from django.test import Client

from courses.exercise_wording import summary_of
from courses.models import ExerciseAttempt, ExerciseVersion
from courses.services.exercises import start_exercise
from people.public import Event, User
from tests.factories.knowledge import make_exercise

HTMX = {"HTTP_HX_REQUEST": "true"}
RIGHT = {"mark_1": "for", "mark_2": "against", "mark_3": "neither"}


def begun(client: Client, person: User) -> str:
    client.force_login(person)
    attempt = start_exercise(person=person, exercise=make_exercise())
    return f"/my-learning/exercises/goes/{attempt.uuid}/"


def text_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_exercise_is_done_from_beginning_to_end(
    client: Client, trainee: User, headers: dict[str, str]
) -> None:
    client.force_login(trainee)
    exercise = make_exercise()
    start = f"/my-learning/exercises/{exercise.uuid}/"
    assert "Nobody but you sees what you mark." in text_of(client, start)
    for _twice in range(2):
        answer = client.post(start, **headers)
    attempt = ExerciseAttempt.objects.get()
    here = f"/my-learning/exercises/goes/{attempt.uuid}/"
    assert answer["Location"] == here
    assert "A key is access." not in text_of(client, here)
    for _twice in range(2):
        assert client.post(here, RIGHT, **headers)["Location"] == here
    page = text_of(client, here)
    for words in ("3 of 3 passages right", "A key is access.", "A fair level is some."):
        assert words in page
    attempt.refresh_from_db()
    assert (attempt.right, attempt.receipt in page) == (3, True)
    assert Event.objects.filter(name="exercise.submitted").count() == 1
    assert "Do it again" in text_of(client, start)


def test_what_is_saved_for_later_is_there_later(client: Client, trainee: User) -> None:
    here = begun(client, trainee)
    assert client.post(here, {"mark_1": "for", "later": "yes"})["Location"] == here
    assert client.post(here, {"mark_2": "for", "later": "yes"})["Location"] == here
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.marks, attempt.is_submitted) == ({"1": "for", "2": "for"}, False)
    assert text_of(client, here).count("checked") == 2


def test_marking_with_a_gap_says_where_and_keeps_the_rest(client: Client, trainee: User) -> None:
    here = begun(client, trainee)
    answer = client.post(here, {"mark_1": "for", "mark_2": "against"})
    assert answer.status_code == 200
    assert "Passage 3 is not marked." in answer.content.decode()
    assert ExerciseAttempt.objects.get().marks == {"1": "for", "2": "against"}


def test_a_mark_that_is_none_is_not_kept(client: Client, trainee: User) -> None:
    here = begun(client, trainee)
    client.post(here, {**RIGHT, "mark_1": "perhaps", "mark_9": "for"})
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.is_submitted, attempt.marks) == (False, {"2": "against", "3": "neither"})


def test_other_marks_after_marking_come_too_late(client: Client, trainee: User) -> None:
    here = begun(client, trainee)
    client.post(here, RIGHT)
    answer = client.post(here, {**RIGHT, "mark_1": "against"})
    assert answer.status_code == 409
    assert ExerciseAttempt.objects.get().marks["1"] == "for"


def test_nobody_else_sees_a_go(client: Client, trainee: User, trainer: User) -> None:
    here = begun(client, trainee)
    client.force_login(trainer)
    assert client.get(here).status_code == 404
    assert client.post(here, RIGHT).status_code == 404


def test_an_edit_is_for_the_next_and_a_deletion_takes_nothing_away(
    client: Client, trainee: User, other_trainee: User
) -> None:
    here = begun(client, trainee)
    attempt = ExerciseAttempt.objects.get()
    exercise = attempt.exercise
    exercise.task = "Mark them all."
    exercise.save_revision().publish()
    exercise.refresh_from_db()
    start_exercise(person=other_trainee, exercise=exercise)
    assert ExerciseVersion.objects.count() == 2
    assert "Mark each passage." in text_of(client, here)
    exercise.delete()
    assert client.post(here, RIGHT)["Location"] == here
    assert "3 of 3 passages right" in text_of(client, here)


def test_an_exercise_that_is_not_published_is_not_found(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    exercise = make_exercise()
    exercise.unpublish()
    assert client.get(f"/my-learning/exercises/{exercise.uuid}/").status_code == 404


@pytest.mark.parametrize(
    ("marks", "sentences"),
    [
        (("for", "against", "neither"), ["You found 2 of the 2 passages that are evidence."]),
        (
            ("against", "neither", "for"),
            [
                "You found 0 of the 2 passages that are evidence.",
                "You missed one: passage 2.",
                "You took one for its opposite: passage 1.",
                "You marked one that is no evidence on this factor: passage 3.",
            ],
        ),
    ],
)
def test_the_summary_says_what_was_found_missed_and_marked_without_cause(
    marks: tuple[str, ...], sentences: list[str], trainee: User
) -> None:
    content = start_exercise(person=trainee, exercise=make_exercise()).version.content
    given = {str(n): mark for n, mark in enumerate(marks, start=1)}
    assert summary_of(content, given).sentences == sentences

"""Whether a lesson was useful, said in one click by whoever has read it."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import Completion, LessonOpinion, LessonPage
from courses.services.reading import complete_lesson
from people.models import Event
from people.public import User, grant_membership
from tests.factories.courses import lessons_of, make_course

HTMX = {"HTTP_HX_REQUEST": "true"}
BOTH = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
ASKED = "Was this lesson useful to you?"


@pytest.fixture
def lesson(home) -> LessonPage:
    return lessons_of(make_course(edition=3))[0]


def address(lesson: LessonPage) -> str:
    return f"/my-learning/lessons/{lesson.pk}/useful/"


def words_of(client: Client, url: str) -> str:
    return unescape(client.get(url).content.decode())


@BOTH
def test_what_is_said_is_kept_once_and_can_be_changed(
    client_of, lesson: LessonPage, trainee: User, headers: dict[str, str]
) -> None:
    client = client_of(trainee)
    assert ASKED not in words_of(client, lesson.url)
    complete_lesson(person=trainee, lesson=lesson)
    assert ASKED in words_of(client, lesson.url)
    for _twice in range(2):
        answer = client.post(address(lesson), {"useful": "partly"}, **headers)
    if headers:
        assert "Thank you. You said: Partly." in answer.content.decode()
    else:
        assert answer["Location"] == f"{lesson.url}#opinion-{lesson.pk}"
    first = LessonOpinion.objects.get()
    assert (first.useful, first.edition, first.lesson_title) == ("partly", 3, lesson.title)
    assert first.counted_in == trainee.memberships.get().organisation
    client.post(address(lesson), {"useful": "no"}, **headers)
    row = LessonOpinion.objects.get()
    assert (row.useful, row.said_at) == ("no", first.said_at)
    assert "Thank you. You said: No." in words_of(client, lesson.url)
    said = Event.objects.filter(name="lesson.opinion_said")
    assert [event.payload for event in said] == [{"lesson": lesson.pk}] * 2


@BOTH
@pytest.mark.parametrize("how", ["", "tested_out"])
def test_who_has_not_read_it_is_told_so_and_nothing_is_kept(
    client_of, lesson: LessonPage, trainee: User, headers: dict[str, str], how: str
) -> None:
    if how:
        Completion.objects.create(person=trainee, lesson=lesson, how=how)
    client = client_of(trainee)
    answer = client.post(address(lesson), {"useful": "yes"}, **headers)
    assert answer.status_code == 409
    assert "Mark the lesson as read first." in answer.content.decode()
    assert ASKED not in words_of(client, lesson.url)
    assert not LessonOpinion.objects.exists()


@BOTH
@pytest.mark.parametrize("sent", [{}, {"useful": "very"}, {"useful": "", "here": "9" * 30}])
def test_what_is_no_answer_is_said_and_not_kept(
    client_of, lesson: LessonPage, trainee: User, headers: dict[str, str], sent: dict[str, str]
) -> None:
    complete_lesson(person=trainee, lesson=lesson)
    answer = client_of(trainee).post(address(lesson), sent, **headers, follow=True)
    assert answer.status_code == 200
    assert "Choose one: yes, partly or no." in answer.content.decode()
    assert not LessonOpinion.objects.exists()


def test_the_next_lesson_asks_of_the_one_just_read_until_it_is_said(
    client_of, lesson: LessonPage, trainee: User
) -> None:
    client = client_of(trainee)
    following = client.post(f"/my-learning/lessons/{lesson.pk}/read/")["Location"]
    asked = f"You have read “{lesson.title}”. Was it useful to you?"
    assert asked in words_of(client, following)
    here = lessons_of(lesson.get_parent().get_parent())[1].pk
    sent = client.post(address(lesson), {"useful": "yes", "here": here}, follow=True)
    assert sent.redirect_chain[-1][0] == following
    text = unescape(sent.content.decode())
    assert "Thank you. You said: Yes." in text
    assert asked not in text
    LessonOpinion.objects.all().delete()
    Completion.objects.update(completed_at=timezone.now() - timezone.timedelta(days=2))
    assert asked not in words_of(client, following)


@BOTH
def test_my_learning_asks_of_the_last_lesson_until_it_is_said_or_the_day_is_over(
    client_of, trainee: User, headers: dict[str, str], lesson: LessonPage
) -> None:
    last = lessons_of(lesson.get_parent().get_parent())[-1]
    asked = f"You have read “{last.title}”. Was it useful to you?"
    client = client_of(trainee)
    complete_lesson(person=trainee, lesson=lesson)
    assert "Was it useful to you?" not in words_of(client, "/my-learning/")
    assert client.post(f"/my-learning/lessons/{last.pk}/read/").url == "/my-learning/"
    assert words_of(client, "/my-learning/").count(asked) == 1
    Completion.objects.update(completed_at=timezone.now() - timezone.timedelta(days=2))
    assert asked not in words_of(client, "/my-learning/")
    Completion.objects.update(completed_at=timezone.now())
    for sent, answer in (({}, "Choose one: yes"), ({"useful": "yes"}, "You said: Yes.")):
        sent = {**sent, "in_my_learning": "on"}
        shown = client.post(address(last), sent, **headers, follow=True)
        if not headers:
            assert shown.redirect_chain[-1][0] == "/my-learning/"
        assert answer in unescape(shown.content.decode())
    assert asked not in words_of(client, "/my-learning/")


def test_a_trainers_own_opinion_is_kept_and_counted_nowhere(
    client_of, lesson: LessonPage, trainee: User
) -> None:
    home = trainee.memberships.get().organisation
    grant_membership(person=trainee, role="trainer", organisation=home)
    complete_lesson(person=trainee, lesson=lesson)
    client_of(trainee).post(address(lesson), {"useful": "yes"})
    assert LessonOpinion.objects.get().counted_in is None


def test_a_lesson_that_is_not_published_is_not_found(
    client_of, lesson: LessonPage, trainee: User
) -> None:
    complete_lesson(person=trainee, lesson=lesson)
    lesson.unpublish()
    assert client_of(trainee).post(address(lesson), {"useful": "yes"}).status_code == 404

"""A knowledge check in the browser: lesson, start, questions, reading over, result."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.models import KnowledgeAttempt, KnowledgeCheck, LessonPage
from courses.services.exercises import hand_in_exercise, save_marks, start_exercise
from courses.services.knowledge import start_try
from courses.services.more_tries import allow_a_try, ask_for_a_try
from courses.wording import Kind
from people.public import User
from tests.factories.knowledge import (
    answer_all,
    make_check,
    make_exercise,
    matching,
    multiple,
    ordering,
    single,
    take,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
BOTH = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


def begun(client: Client, person: User, *questions) -> KnowledgeAttempt:
    client.force_login(person)
    return start_try(person=person, check=make_check(*questions))


def posted(attempt: KnowledgeAttempt, place: int = 1, *, rightly: bool = True) -> dict[str, object]:
    """What the form of a question sends for its right answer."""
    answer = attempt.answers.select_related("version").get(place=place)
    wording, shown = answer.version.wording, answer.shuffle
    if wording.kind in (Kind.ORDERING, Kind.MATCHING):
        return {f"option_{n}": wording.key[at] for n, at in enumerate(shown, start=1)}
    return {"answer": [shown.index(at) + 1 for at in wording.key]}


def text_of(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


@BOTH
def test_a_check_is_taken_from_beginning_to_end(
    client: Client, trainee: User, headers: dict[str, str]
) -> None:
    client.force_login(trainee)
    check = make_check(pass_mark=5)
    start = f"/my-learning/knowledge/{check.uuid}/"
    assert "5 questions on what the lessons say" in text_of(client, start)
    answer = client.post(start, **headers)
    attempt = KnowledgeAttempt.objects.get()
    here = f"/my-learning/knowledge/tries/{attempt.uuid}/"
    assert answer["Location"] == f"{here}1/"
    for place in range(1, 6):
        assert f"Question {place} of 5" in text_of(client, f"{here}{place}/")
        answer = client.post(f"{here}{place}/", posted(attempt, place), **headers)
    assert answer["Location"] == f"{here}check/"
    assert "Not answered" not in text_of(client, f"{here}check/")
    for _twice in range(2):
        assert client.post(f"{here}check/", **headers)["Location"] == here
    attempt.refresh_from_db()
    result = text_of(client, here)
    assert "Passed: 5 of 5 right" in result
    assert attempt.receipt in result
    assert "About That." in result  # the feedback of an option nobody chose


@pytest.mark.parametrize(
    ("question", "sent", "words"),
    [
        (single(), {}, "Choose one."),
        (single(), {"answer": "9"}, "Select a valid choice"),
        (multiple(), {}, "Choose at least one."),
        (ordering(), {"option_1": 1, "option_2": 2}, "Give every step a place."),
        (ordering(), {"option_1": 1, "option_2": 1, "option_3": 2}, "Place 1 is given more than"),
        (matching(), {"option_1": "desist"}, "Choose a factor for every passage."),
        (matching(), {"option_1": "social", "option_2": "desist"}, "Select a valid choice"),
    ],
)
@BOTH
def test_what_is_no_answer_is_said_and_nothing_is_kept(
    client: Client, trainee: User, question, sent, words: str, headers: dict[str, str]
) -> None:
    attempt = begun(client, trainee, question)
    answer = client.post(f"/my-learning/knowledge/tries/{attempt.uuid}/1/", sent, **headers)
    assert answer.status_code == 200
    assert words in unescape(answer.content.decode())
    assert attempt.answers.get().given is None


def test_handing_in_with_a_gap_leads_to_it(client: Client, trainee: User) -> None:
    attempt = begun(client, trainee, single("A?"), single("B?"))
    here = f"/my-learning/knowledge/tries/{attempt.uuid}/"
    client.post(f"{here}1/", posted(attempt))
    answer = client.post(f"{here}check/")
    assert answer.status_code == 200
    assert "Question 2 is not answered." in answer.content.decode()
    assert client.get(here)["Location"] == f"{here}2/"


def test_a_question_that_was_changed_leads_back_to_reading_over(
    client: Client, trainee: User
) -> None:
    attempt = begun(client, trainee, single("A?"), single("B?"))
    here = f"/my-learning/knowledge/tries/{attempt.uuid}/"
    answer = client.post(f"{here}1/?then=check", posted(attempt))
    assert answer["Location"] == f"{here}check/"


def test_a_question_does_not_tell_what_is_right(client: Client, trainee: User) -> None:
    attempt = begun(client, trainee, single(), ordering())
    for place in (1, 2):
        page = text_of(client, f"/my-learning/knowledge/tries/{attempt.uuid}/{place}/")
        assert "About" not in page  # every feedback begins with it


def test_an_answer_after_handing_in_comes_too_late(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    attempt = take(trainee, make_check(single()), rightly=False)
    here = f"/my-learning/knowledge/tries/{attempt.uuid}/"
    answer = client.post(f"{here}1/", posted(attempt))
    assert answer.status_code == 409
    assert "its answers stand" in unescape(answer.content.decode())
    assert client.get(f"{here}1/")["Location"] == here
    attempt.refresh_from_db()
    assert attempt.right == 0


def test_nobody_else_sees_a_try(client: Client, trainee: User, trainer: User) -> None:
    attempt = take(trainee, make_check(single()))
    client.force_login(trainer)
    for part in ("", "1/", "check/"):
        address = f"/my-learning/knowledge/tries/{attempt.uuid}/{part}"
        assert client.get(address).status_code == 404, part
    assert client.post(f"/my-learning/knowledge/tries/{attempt.uuid}/check/").status_code == 404


@pytest.mark.parametrize("place", [0, 2, 10**30])
def test_a_question_that_is_not_there_is_not_found(
    client: Client, trainee: User, place: int
) -> None:
    attempt = begun(client, trainee, single())
    address = f"/my-learning/knowledge/tries/{attempt.uuid}/{place}/"
    assert client.get(address).status_code == 404


def test_used_up_tries_are_said_in_words_and_another_is_asked_for(
    client: Client, trainee: User
) -> None:
    client.force_login(trainee)
    check = make_check(single(), attempts_allowed=1)
    attempt = take(trainee, check, rightly=False)
    start = f"/my-learning/knowledge/{check.uuid}/"
    for page in (start, f"/my-learning/knowledge/tries/{attempt.uuid}/"):
        assert "Talk to a trainer" in text_of(client, page)
    assert client.post(start).status_code == 409
    for _twice in range(2):
        assert client.post(f"{start}ask/")["Location"] == start
    assert "You have asked for another try." in text_of(client, start)


def test_asking_while_tries_are_left_is_a_conflict(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    check = make_check(single())
    assert client.post(f"/my-learning/knowledge/{check.uuid}/ask/").status_code == 409


def test_a_wrong_answer_leads_to_its_lesson(
    client: Client, trainee: User, first_lesson: LessonPage
) -> None:
    client.force_login(trainee)
    attempt = take(trainee, make_check(single(lesson=first_lesson)), rightly=False)
    here = f"/my-learning/knowledge/tries/{attempt.uuid}/"
    assert first_lesson.url in text_of(client, here)
    first_lesson.unpublish()
    assert first_lesson.url not in text_of(client, here)
    first_lesson.delete()
    assert client.get(here).status_code == 200


def embedding(lesson: LessonPage, *parts: tuple[str, object]) -> str:
    lesson.body = [("text", "Read this."), *parts]
    lesson.save_revision().publish()
    return lesson.url


def filled_buttons(text: str) -> list[str]:
    """What the primary actions in the body of a page say; it should have one."""
    return re.findall(r'class="button"[^>]*>([^<]+)</', text.partition("<main")[2])


def test_a_lesson_shows_how_far_the_reader_came_and_has_one_thing_to_do(
    client: Client, trainee: User, first_lesson: LessonPage
) -> None:
    client.force_login(trainee)
    check, exercise = make_check(single()), make_exercise()
    url = embedding(first_lesson, ("knowledge_check", check), ("evidence_exercise", exercise))
    assert filled_buttons(text_of(client, url)) == ["Open the knowledge check"]
    attempt = start_try(person=trainee, check=check)
    assert "Go on with the questions" in text_of(client, url)
    answer_all(attempt)
    client.post(f"/my-learning/knowledge/tries/{attempt.uuid}/check/")
    assert "You passed on" in text_of(client, url)
    assert filled_buttons(text_of(client, url)) == ["Open the exercise"]
    go = start_exercise(person=trainee, exercise=exercise)
    save_marks(person=trainee, uuid=go.uuid, marks={1: "for", 2: "for", 3: "for"})
    hand_in_exercise(person=trainee, uuid=go.uuid)
    assert filled_buttons(text_of(client, url)) == ["Mark as read and go on"]
    assert first_lesson.title in text_of(client, f"/my-learning/knowledge/{check.uuid}/")


def test_a_lesson_shows_nothing_broken_where_a_check_has_gone(
    client: Client, trainee: User, first_lesson: LessonPage
) -> None:
    client.force_login(trainee)
    check, exercise = make_check(single(), title="The check"), make_exercise(title="The exercise")
    url = embedding(first_lesson, ("knowledge_check", check), ("evidence_exercise", exercise))
    check.unpublish()
    exercise.unpublish()
    page = text_of(client, url)
    assert "“The check” is not open at present." in page
    assert "“The exercise” is not open at present." in page
    assert client.get(f"/my-learning/knowledge/{check.uuid}/").status_code == 404
    KnowledgeCheck.objects.get(pk=check.pk).delete()
    exercise.delete()
    answer = client.get(url)
    assert answer.status_code == 200
    assert "The check" not in answer.content.decode()


def test_a_lesson_costs_the_same_queries_with_one_check_and_with_five(
    client: Client,
    trainee: User,
    first_lesson: LessonPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(trainee)

    def queries(n: int) -> int:
        checks = [make_check(single()) for _ in range(n)]
        for check in checks:
            take(trainee, check)
        parts = [("knowledge_check", check) for check in checks]
        parts += [("evidence_exercise", make_exercise()) for _ in range(n)]
        url = embedding(first_lesson, *parts)
        client.get(url)
        with django_assert_max_num_queries(15) as captured:
            client.get(url)
        return len(captured)

    assert queries(1) == queries(5)


def test_a_page_costs_the_same_queries_for_one_question_and_for_fifty(
    client: Client, trainee: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(trainee)

    def queries(n: int) -> list[int]:
        check = make_check(*[single(f"Question {each}?") for each in range(n)])
        attempt = start_try(person=trainee, check=check)
        here = f"/my-learning/knowledge/tries/{attempt.uuid}/"
        counts = []
        for address in (f"/my-learning/knowledge/{check.uuid}/", f"{here}1/", f"{here}check/"):
            with django_assert_max_num_queries(15) as captured:
                client.get(address)
            counts.append(len(captured))
        answer_all(attempt)
        client.post(f"{here}check/")
        with django_assert_max_num_queries(15) as captured:
            client.get(here)
        return [*counts, len(captured)]

    queries(1)
    assert queries(1) == queries(50)


def test_a_check_without_tries_left_is_not_what_its_lesson_asks_for(
    client: Client, trainee: User, trainer: User, first_lesson: LessonPage
) -> None:
    check = make_check(single(), attempts_allowed=1)
    url = embedding(first_lesson, ("knowledge_check", check))
    client.force_login(trainee)
    to_check, to_read_on = ["Open the knowledge check"], ["Mark as read and go on"]
    assert filled_buttons(text_of(client, url)) == to_check
    take(trainee, check, rightly=False)
    text = text_of(client, url)
    assert filled_buttons(text) == to_read_on
    assert "Not passed, and no try is left" in text
    assert "You have used all your tries. You can see what was right, and ask for another" in text
    assert 'class="button-secondary" href="/my-learning/knowledge/' in text
    asked = ask_for_a_try(person=trainee, check=check)
    text = text_of(client, url)
    assert "You have asked for another try." in text
    assert filled_buttons(text) == to_read_on
    allow_a_try(by=trainer, request_id=asked.pk)
    assert filled_buttons(text_of(client, url)) == to_check
    client.force_login(trainer)  # who has no number of tries
    take(trainer, check, rightly=False)
    assert filled_buttons(text_of(client, url)) == to_check


def test_practice_after_passing_does_not_read_as_not_passed(client: Client, trainee: User) -> None:
    check = make_check(single())
    take(trainee, check)
    later = take(trainee, check, rightly=False)
    client.force_login(trainee)
    text = text_of(client, f"/my-learning/knowledge/tries/{later.uuid}/")
    assert "Not passed" not in text
    assert "0 of 1 right" in text
    assert "that stands whatever a later try shows" in text

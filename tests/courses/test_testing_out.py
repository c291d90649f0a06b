"""Testing out of a module: its checks passed first, and only what is weak left to read."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.models import Completion, Enrolment, KnowledgeCheck, LessonPage, ModulePage
from courses.public import (
    LessonsDone,
    course_rows,
    lessons_done_by,
)
from courses.selectors.my_learning import my_learning
from courses.services.knowledge import hand_in, save_answer, start_try
from courses.services.reading import complete_lesson
from courses.services.testing_out import CannotTestOut, leave_out_lessons
from people.models import Event
from people.public import User
from scenarios.public import Assessment, Release, next_steps
from tests.factories import make_framework, make_released_case, make_submitted
from tests.factories.knowledge import make_check, matching, ordering, single, take, wrong_answer
from tests.factories.measures import make_forms
from tests.factories.testing_out import (
    add_lesson,
    answer_measure_drill,
    lessons_in,
    make_baseline,
    make_module,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
OFFER = "Know this already? Pass its checks first"


@pytest.fixture(autouse=True)
def framework(db: None) -> None:
    make_framework()


def check_of(module: ModulePage) -> KnowledgeCheck:
    (check,) = (pk for lesson in lessons_in(module) for pk in lesson.knowledge_check_ids)
    return KnowledgeCheck.objects.get(pk=check)


def course_of(module: ModulePage):
    return module.get_parent().specific


def address(module: ModulePage) -> str:
    return f"/my-learning/modules/{module.pk}/test-out/"


def words_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def how_of(person: User) -> dict[str, str]:
    """How each lesson was completed, by its title."""
    return dict(Completion.objects.filter(person=person).values_list("lesson_title", "how"))


def left_out(person: User, module: ModulePage) -> list[int]:
    """Which lessons of the module, by place, are left out by testing out of it now."""
    leave_out_lessons(person=person, module=module)
    done = set(Completion.objects.filter(person=person, how="tested_out").values_list("lesson"))
    return [place for place, lesson in enumerate(lessons_in(module)) if (lesson.pk,) in done]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_lessons_are_left_out_once_and_finish_the_course_without_being_read(
    client_of, trainee: User, other_trainee: User, headers: dict[str, str]
) -> None:
    module = make_module("", "opportunity")
    course = course_of(module)
    client = client_of(trainee)
    assert OFFER in words_of(client, module.url)
    assert OFFER in words_of(client, course.url)
    take(other_trainee, check_of(module))  # somebody else's pass is nobody else's
    early = client.post(address(module), **headers)
    assert early.status_code == 409
    assert "Pass the knowledge checks of this module first." in early.content.decode()
    attempt = take(trainee, check_of(module))
    assert "See what you can leave out" in words_of(
        client, f"/my-learning/knowledge/tries/{attempt.uuid}/"
    )
    assert "about 6 minutes of reading" in words_of(client, address(module))
    for _twice in range(2):
        assert client.post(address(module), **headers)["Location"] == module.url
    assert [*how_of(trainee).values()] == ["tested_out", "tested_out"]
    assert how_of(other_trainee) == {}
    assert Event.objects.filter(name="module.tested_out").count() == 1
    assert Event.objects.filter(name="course.finished").count() == 1
    assert Enrolment.objects.get(person=trainee).finished_at
    text = words_of(client, course.url)
    assert "You have read 0 of 2 lessons. You tested out of 2 lessons." in text
    assert text.count("Left out: you passed the check") == 2
    assert "Read: 0 of 2, 2 tested out" in text
    assert OFFER not in text


def test_reading_what_was_left_out_makes_it_read_and_the_course_stays_finished(
    client_of, trainee: User
) -> None:
    module = make_module("", "")
    take(trainee, check_of(module))
    leave_out_lessons(person=trainee, module=module)
    finished = Enrolment.objects.get().finished_at
    lesson = lessons_in(module)[0]
    before = Completion.objects.get(lesson=lesson).completed_at
    client = client_of(trainee)
    text = words_of(client, lesson.url)
    assert "Left out: you passed the check." in text
    assert "You read this on" not in text
    client.post(f"/my-learning/lessons/{lesson.pk}/read/")
    row = Completion.objects.get(lesson=lesson)
    assert (row.how, row.completed_at > before) == ("read", True)
    assert Enrolment.objects.get().finished_at == finished
    again = row.completed_at
    complete_lesson(person=trainee, lesson=lesson)
    leave_out_lessons(person=trainee, module=module)
    row.refresh_from_db()
    assert (row.how, row.completed_at) == ("read", again)
    # Others read of the one as read, and of the other as what it is.
    assert lessons_done_by([trainee]) == {trainee.pk: LessonsDone(read=1, tested_out=1)}
    (line,) = course_rows([trainee.pk])
    assert (line.read, line.tested_out, line.needed) == (1, 1, 2)
    assert line.finished_on


def test_what_is_next_passes_over_what_was_left_out(trainee: User) -> None:
    module = make_module("", "", "opportunity")
    stays = add_lesson(module)
    take(trainee, check_of(module))
    LessonPage.objects.filter(pk=stays.pk).update(first_published_at=timezone.now())
    leave_out_lessons(person=trainee, module=module)
    (mine,) = my_learning(trainee).courses
    assert mine.resume == stays
    assert (mine.left.all, mine.state_words) == (3, "Begun")
    (step,) = next_steps(trainee, make_released_case(), ["social"])[:1]
    assert step.label == stays.title


def passed_with_one_wrong(person: User, check: KnowledgeCheck, stem: str) -> None:
    attempt = start_try(person=person, check=check)
    for answer in attempt.answers.select_related("version"):
        wording = answer.version.wording
        given = wrong_answer(wording) if wording.stem == stem else wording.key
        save_answer(person=person, uuid=attempt.uuid, place=answer.place, given=given)
    assert hand_in(person=person, uuid=attempt.uuid).passed


def test_a_lesson_stays_on_the_factor_of_a_question_that_was_wrong(
    client_of, trainee: User
) -> None:
    pointed = make_module("social", "")
    questions = (
        matching("Matched?"),  # opportunity and desist
        single("Pointing?", lesson=lessons_in(pointed)[0]),
        ordering("Neither?"),
    )
    for stem, staying in (("Matched?", [1, 2]), ("Pointing?", [3]), ("Neither?", [4])):
        check = make_check(*questions, pass_mark=2)
        module = make_module("", "opportunity", "desist", "social", "routine", checks=(check,))
        passed_with_one_wrong(trainee, check, stem)
        text = words_of(client_of(trainee), address(module))
        assert text.count("is still weak") == len(staying), stem
        assert left_out(trainee, module) == [n for n in range(5) if n not in staying], stem
    # The check in the lesson that stays is passed, so its reading alone is left.
    assert [mine.left.all for mine in my_learning(trainee).courses] == [6, 3, 3]


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("open", "Testing out of a module asks for the baseline of this course first."),
        ("declined", "You went without the baseline, so you cannot test out of this course."),
        ("missed", "You have read one already."),
    ],
)
def test_without_its_baseline_nobody_tests_out_and_is_told_why(
    client_of, trainee: User, standing: str, words: str
) -> None:
    module = make_module("", "", is_measured=True)
    if standing == "declined":
        make_baseline(trainee, course_of(module), declined_at=timezone.now())
    if standing == "missed":
        complete_lesson(person=trainee, lesson=lessons_in(module)[0])
    take(trainee, check_of(module))
    client = client_of(trainee)
    for url in (module.url, course_of(module).url, address(module)):
        assert words in words_of(client, url)
    assert "see what you can leave out" not in words_of(client, module.url)
    refused = client.post(address(module))
    assert refused.status_code == 409
    assert words in refused.content.decode()
    assert not Completion.objects.filter(how="tested_out").exists()


def test_who_can_do_the_baseline_is_led_to_it_and_nobody_else(client_of, trainee: User) -> None:
    module = make_module("", "")
    course = course_of(module)
    course.measuring_forms = make_forms()
    course.save_revision().publish()
    measures = f"/my-learning/courses/{course.pk}/measures/"
    client = client_of(trainee)
    assert f'href="{measures}">Go to the baseline' in words_of(client, address(module))
    assert client.get(measures).status_code == 200
    Release.objects.all().delete()
    text = words_of(client, address(module))
    assert "It is not offered to you at present." in text
    assert measures not in text


def test_who_is_never_offered_a_baseline_tests_out_without_it(client_of, trainer: User) -> None:
    module = make_module("", "", is_measured=True)
    client = client_of(trainer)
    assert OFFER in words_of(client, module.url)
    assert "baseline" not in words_of(client, course_of(module).url)
    take(trainer, check_of(module))
    client.post(address(module))
    assert left_out(trainer, module)


def test_lessons_stay_on_what_was_weak_in_the_baseline_and_nothing_says_where(
    client_of, trainee: User
) -> None:
    module = make_module("", "opportunity", "desist", "social", is_measured=True)
    release = make_released_case("practice")
    result = make_submitted(trainee, release, 2, opportunity=0)
    case = release, Assessment.objects.get(uuid=result.assessment)
    measure = make_baseline(trainee, course_of(module), case)
    answer_measure_drill(measure, "desist", "below")
    answer_measure_drill(measure, "social", "right")
    take(trainee, check_of(module))
    text = words_of(client_of(trainee), address(module))
    assert text.count("is still weak") == 2
    assert "about 6 minutes of reading" in text
    assert left_out(trainee, module) == [0, 3]


def test_a_lesson_that_is_newer_than_the_pass_is_asked_as_new_lessons_are(
    client_of, trainee: User
) -> None:
    module = make_module("", "")
    take(trainee, check_of(module))
    leave_out_lessons(person=trainee, module=module)
    new = add_lesson(module)
    client = client_of(trainee)
    assert "new since you passed" in words_of(client, address(module))
    assert client.post(address(module))["Location"] == module.url
    assert new.title not in how_of(trainee)
    assert my_learning(trainee).finished[0].new_since == 1
    assert "You went" not in words_of(client, module.url)


def test_what_is_published_or_unpublished_meanwhile_is_asked_again(
    client_of, trainee: User
) -> None:
    first, second = make_check(single()), make_check(single())
    module = make_module("", "", checks=(first, second))
    take(trainee, first)
    with pytest.raises(CannotTestOut, match="Pass the knowledge checks"):
        leave_out_lessons(person=trainee, module=module)
    second.unpublish()
    client = client_of(trainee)
    assert "Leave these out" in words_of(client, address(module))
    first.unpublish()
    refused = client.post(address(module))
    assert refused.status_code == 409
    assert "no knowledge check" in refused.content.decode()
    assert OFFER not in words_of(client, module.url)
    first.save_revision().publish()
    module.get_parent().unpublish()
    assert client.post(address(module)).status_code == 404
    assert how_of(trainee) == {}


def test_it_costs_the_same_queries_for_one_lesson_and_for_ten(
    client_of, trainee: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(trainee)

    def queries(n: int) -> int:
        checks = tuple(make_check(matching(), ordering(), pass_mark=1) for _ in range(n))
        module = make_module(*["opportunity"] * n, "", checks=checks)
        for check in checks:
            passed_with_one_wrong(trainee, check, "On which factor?")
        client.get(address(module))
        with django_assert_max_num_queries(25) as captured:
            client.get(address(module))
        return len(captured)

    assert queries(1) == queries(10)

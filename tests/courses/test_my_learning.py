"""My learning: what is assigned, how far one has come, and the next step."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.models import CheckAssignment, CoursePage, LessonPage
from courses.selectors.due import due_of_people
from courses.selectors.my_learning import my_learning
from courses.services.reading import complete_lesson
from people.public import User
from scenarios.public import Release, start_assessment
from tests.factories import make_person, make_released_case
from tests.factories.courses import lessons_of, make_course
from tests.factories.drills import answer_next, make_drill


def assign(person: User, release: Release, *, days: int) -> CheckAssignment:
    """An assignment due in so many days; a negative number makes it overdue."""
    return CheckAssignment.objects.create(
        person=person,
        release=release,
        due_on=timezone.localdate() + timedelta(days=days),
        assigned_by=make_person(role="force_lead", first_name="Helen", last_name="Marsh"),
    )


def page(client: Client) -> str:
    response = client.get("/my-learning/")
    assert response.status_code == 200
    return response.content.decode()


def next_url(person: User) -> str:
    step = my_learning(person).next_step
    return step.url if step else ""


def test_it_is_for_people_who_are_signed_in(client: Client, db: None) -> None:
    assert client.get("/my-learning/").url == "/accounts/login/?next=/my-learning/"


def test_an_empty_site_says_so_in_words(client_of, trainee: User) -> None:
    text = page(client_of(trainee))
    for words in (
        "You have done everything there is for you here now.",
        "None. Your lead assigns them",
        "No course has been published yet.",
        "No practice case is open at present.",
        "Nothing yet. When you have submitted a case",
    ):
        assert words in text


def test_the_next_step_goes_from_lessons_to_practice_to_the_check(
    lessons: list[LessonPage],
    practice: Release,
    check: Release,
    trainee: User,
    submit: Callable,
) -> None:
    assign(trainee, check, days=20)
    for lesson in lessons:
        assert next_url(trainee) == lesson.url
        complete_lesson(person=trainee, lesson=lesson)
    assert next_url(trainee) == "/cases/TR-0007/"
    submit(trainee, practice)
    assert next_url(trainee) == "/cases/TR-0012/"
    submit(trainee, check)
    assert next_url(trainee) == ""


def test_a_course_that_nobody_asked_for_comes_first_for_whoever_is_new_and_else_last(
    practice: Release, check: Release, trainee: User, submit: Callable
) -> None:
    mine, other = lessons_of(make_course(lessons=1)), lessons_of(make_course(lessons=2))
    assign(trainee, check, days=20)
    assert next_url(trainee) == mine[0].url
    # They take the second of two: the first stays one that they could take.
    complete_lesson(person=trainee, lesson=other[0])
    assert next_url(trainee) == other[1].url
    complete_lesson(person=trainee, lesson=other[1])
    assert next_url(trainee) == "/cases/TR-0007/"
    submit(trainee, practice)
    assert next_url(trainee) == "/cases/TR-0012/"
    submit(trainee, check)
    assert next_url(trainee) == mine[0].url


def test_a_pressing_check_and_an_open_case_come_before_lessons(
    course: CoursePage, practice: Release, check: Release, trainee: User
) -> None:
    start_assessment(person=trainee, release=practice)
    assert "Practice case TR-0007" in my_learning(trainee).next_step.text
    assign(trainee, check, days=7)
    assert "Check TR-0012" in my_learning(trainee).next_step.text


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (-3, "3 days overdue", "Overdue"),
        (-1, "1 day overdue", "Overdue"),
        (0, "Due today", "Not begun"),
        (1, "in 1 day.", "Not begun"),
        (30, "Due on ", "Not begun"),
    ],
)
def test_a_check_says_when_it_is_due(
    client_of, check: Release, trainee: User, days: int, words: str, state: str
) -> None:
    assign(trainee, check, days=days)
    text = page(client_of(trainee))
    assert words in text
    assert f">{state}</span>" in text
    assert "Assigned by Helen Marsh." in text


def test_a_submitted_check_is_never_overdue_and_leads_to_its_feedback(
    client_of, check: Release, trainee: User, submit: Callable
) -> None:
    assign(trainee, check, days=-3)
    done = submit(trainee, check)
    text = page(client_of(trainee))
    assert "overdue" not in text.lower()
    assert "Submitted on" in text
    assert text.count(f'href="/assessments/{done.uuid}/feedback/"') == 2


def test_a_check_closed_before_it_was_begun_asks_for_nothing(
    client_of, check: Release, trainee: User
) -> None:
    assign(trainee, check, days=-3)
    Release.objects.update(state=Release.State.WITHDRAWN)
    text = page(client_of(trainee))
    assert "Closed: nothing to do" in text
    assert 'href="/cases/TR-0012/"' not in text


def test_a_stopped_draft_leaves_no_trace(practice: Release, trainee: User) -> None:
    attempt = start_assessment(person=trainee, release=practice)
    attempt.stopped_at = timezone.now()
    attempt.save()
    assert [case.state for case in my_learning(trainee).practice_cases] == ["not_begun"]


def test_who_sees_practice_is_said_wherever_it_is_offered(
    client_of, course: CoursePage, second_lesson: LessonPage, practice: Release, trainee: User
) -> None:
    client = client_of(trainee)
    for url in ("/my-learning/", course.url, second_lesson.url):
        text = client.get(url).content.decode()
        assert "Others can see that you did a practice case, never your marks." in text
        assert "in groups of 10 or more" in text


def test_nothing_of_somebody_else_is_shown(
    client_of,
    course: CoursePage,
    first_lesson: LessonPage,
    practice: Release,
    check: Release,
    trainee: User,
    other_trainee: User,
    submit: Callable,
) -> None:
    client = client_of(trainee)
    before = my_learning(trainee)
    complete_lesson(person=other_trainee, lesson=first_lesson)
    assign(other_trainee, check, days=3)
    done = submit(other_trainee, practice)
    assert my_learning(trainee) == before
    assert str(done.uuid) not in page(client)


@pytest.mark.parametrize(
    ("role", "words", "url"),
    [
        ("force_lead", "As a force lead", "/reports/"),
        ("trainer", "As a trainer", "/workshop/"),
        ("trainer", "You see how the drills do", "/courses/drills/"),
        ("administrator", "You see what people gain", "/courses/gain/"),
        ("administrator", "As an administrator", "/admin/"),
        ("panellist", "As a panellist", "/panel/"),
        ("supervisor", "As a supervisor", "/learn/"),
        ("national_lead", "As a national lead", "/learn/"),
    ],
)
def test_other_roles_read_what_they_can_do_now(
    client_of,
    course: CoursePage,
    role: str,
    words: str,
    url: str,
    request: pytest.FixtureRequest,
) -> None:
    client = client_of(request.getfixturevalue(role))
    text = page(client)
    assert words in text
    assert "Next:" not in text
    assert "Only trainees sit checks. What you do here enters no figures." in text
    own = text.split('id="roles"')[1].split("</section>")[0]
    assert f'href="{url}"' in own
    assert client.get(url).status_code in {200, 302}


def test_somebody_without_any_role_is_told_whom_to_ask(client_of, db: None) -> None:
    assert "ask your force lead or an administrator" in page(client_of(make_person(role=None)))


def test_the_page_costs_the_same_queries_for_one_of_each_and_for_ten(
    client_of,
    course: CoursePage,
    trainee: User,
    submit: Callable,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(trainee)
    module = LessonPage.objects.first().get_parent()

    def grow(times: int) -> None:
        for _ in range(times):
            lesson = module.add_child(instance=LessonPage(title="One more", minutes=2))
            complete_lesson(person=trainee, lesson=lesson)
            assign(trainee, make_released_case("check"), days=3)
            submit(trainee, make_released_case("practice"))

    def queries() -> int:
        page(client)
        with django_assert_max_num_queries(29) as captured:
            page(client)
        return len(captured)

    grow(1)
    one = queries()
    grow(9)
    assert queries() == one


def test_a_check_that_was_withdrawn_while_it_was_begun_asks_for_nothing(
    client_of, check: Release, practice: Release, trainee: User
) -> None:
    assign(trainee, check, days=-3)
    start_assessment(person=trainee, release=check)
    assert next_url(trainee) == "/cases/TR-0012/"
    assert [due.about for due in due_of_people([trainee.pk])] == [f"check-{check.uuid}"]
    Release.objects.filter(pk=check.pk).update(state=Release.State.CLOSED)
    assert next_url(trainee) == "/cases/TR-0012/"
    Release.objects.filter(pk=check.pk).update(state=Release.State.WITHDRAWN)
    assert next_url(trainee) == "/cases/TR-0007/"
    assert due_of_people([trainee.pk]) == []
    assert "Closed: nothing to do" in page(client_of(trainee))


def test_the_drills_of_the_day_come_last(
    trainee: User, practice: Release, submit: Callable
) -> None:
    make_drill()
    assert next_url(trainee) == "/cases/TR-0007/"
    submit(trainee, practice)
    step = my_learning(trainee).next_step
    assert step is not None
    assert (step.url, step.text) == ("/my-learning/drills/", "1 is due today, about 3 minutes.")
    answer_next(trainee)
    assert next_url(trainee) == ""

"""Where feedback sends a person next."""

from collections.abc import Callable

import pytest
from wagtail.models import Page

from courses.models import LessonPage
from courses.services.reading import complete_lesson
from people.public import User
from scenarios.public import Assessment, NextStep, Release, next_steps
from scenarios.services.releases import release_case
from tests.factories import make_person, make_released_case


def test_the_lesson_on_the_weak_factor_then_a_case_not_yet_done(
    first_lesson: LessonPage, practice: Release, trainee: User
) -> None:
    other = make_released_case("practice", "TS-7777")
    steps = next_steps(trainee, practice, ["social", "opportunity"])
    assert steps == [
        NextStep(first_lesson.title, first_lesson.url, 8),
        NextStep("Practise: TS-7777, A case for tests", "/cases/TS-7777/", 20),
    ]
    assert other.case_version.minutes == 20


def test_the_weakest_factor_comes_first(first_lesson: LessonPage, practice: Release, trainee: User):
    module = first_lesson.get_parent()
    social = module.add_child(instance=LessonPage(title="Company", minutes=4, factor="social"))
    steps = next_steps(trainee, practice, ["social", "opportunity"])
    assert [step.label for step in steps] == [social.title, first_lesson.title]


def test_without_a_lesson_on_it_the_next_unread_one_then_nothing_but_the_case(
    lessons: list[LessonPage], practice: Release, trainee: User
) -> None:
    def labels() -> list[str]:
        return [step.label for step in next_steps(trainee, practice, ["social"])]

    make_released_case("practice", "TS-7777")
    case = "Practise: TS-7777, A case for tests"
    for lesson in lessons:
        assert labels() == [lesson.title, case]
        complete_lesson(person=trainee, lesson=lesson)
    assert labels() == [case]


def test_where_nothing_new_is_left_the_same_case_can_be_practised_again(
    practice: Release, trainee: User, submit: Callable
) -> None:
    submit(trainee, practice)
    again = NextStep("Practise again: TR-0007, A case for tests", "/cases/TR-0007/", 20)
    assert next_steps(trainee, practice, ["opportunity"]) == [again]


def test_after_a_check_it_is_another_case_that_is_practised_again(
    check: Release, practice: Release, trainee: User, submit: Callable
) -> None:
    submit(trainee, practice)
    submit(trainee, check)
    (step,) = next_steps(trainee, check, [])
    assert step.label == "Practise again: TR-0007, A case for tests"


def test_no_case_is_suggested_to_whom_no_practice_is_open(
    check: Release, practice: Release, db: None
) -> None:
    assert next_steps(make_person(role=None), check, []) == []


def test_no_case_is_suggested_while_a_check_on_it_is_being_sat(
    check: Release, trainee: User
) -> None:
    twin = release_case(case_version=check.case_version, key=check.key, use="practice")
    done = make_released_case("check")
    assert [step.url for step in next_steps(trainee, done, [])] == ["/cases/TR-0012/"]
    Assessment.objects.create(person=trainee, release=check, use=check.use)
    assert twin.state == Release.State.OPEN
    assert next_steps(trainee, done, []) == []


@pytest.mark.parametrize("depth", [4, 5])
def test_no_lesson_is_suggested_of_a_course_or_module_that_is_not_published(
    lessons: list[LessonPage], practice: Release, trainee: User, depth: int
) -> None:
    make_released_case("practice", "TS-7777")
    Page.objects.filter(depth=depth).update(live=False)
    steps = next_steps(trainee, practice, ["opportunity"])
    assert [step.label for step in steps] == ["Practise: TS-7777, A case for tests"]

"""Where feedback sends a person next."""

from collections.abc import Callable

from courses.models import LessonPage
from people.public import User
from scenarios.public import NextStep, Release, next_steps
from tests.factories import make_released_case


def test_the_lesson_on_the_weak_factor_then_a_case_not_yet_done(
    first_lesson: LessonPage, practice: Release, trainee: User
) -> None:
    other = make_released_case("practice", "TS-7777")
    steps = next_steps(trainee, practice, ["social", "opportunity"])
    assert steps == [
        NextStep(first_lesson.title, first_lesson.url, 6),
        NextStep("Practise: TS-7777, A case for tests", "/cases/TS-7777/", 20),
    ]
    assert other.case_version.minutes == 20


def test_the_weakest_factor_comes_first(first_lesson: LessonPage, practice: Release, trainee: User):
    module = first_lesson.get_parent()
    social = module.add_child(instance=LessonPage(title="Company", minutes=4, factor="social"))
    steps = next_steps(trainee, practice, ["social", "opportunity"])
    assert [step.label for step in steps] == [social.title, first_lesson.title]


def test_nothing_done_is_suggested_again(
    first_lesson: LessonPage, practice: Release, trainee: User, submit: Callable
) -> None:
    submit(trainee, make_released_case("practice"))
    first_lesson.unpublish()
    assert next_steps(trainee, practice, ["opportunity"]) == []

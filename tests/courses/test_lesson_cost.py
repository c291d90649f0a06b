"""What a lesson costs that embeds one or ten of everything."""

from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.models import LessonPage
from courses.services.exercises import start_exercise
from people.public import User
from scoring.public import Factor
from tests.factories import make_released_case
from tests.factories.drills import answer_next, make_drill
from tests.factories.knowledge import make_check, make_exercise, single, take


def test_a_lesson_with_every_part_costs_the_same_few_queries_for_one_of_each_and_for_ten(
    client: Client,
    trainee: User,
    first_lesson: LessonPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(trainee)
    factors = list(Factor.objects.exclude(code="overall").values_list("code", flat=True)[:10])

    def queries(n: int) -> int:
        parts: list[tuple[str, Any]] = [("factor_card", code) for code in factors[:n]]
        for _ in range(n):
            check, exercise, drill = make_check(single()), make_exercise(), make_drill()
            take(trainee, check)
            start_exercise(person=trainee, exercise=exercise)
            answer_next(trainee, code=drill.code)
            parts += [
                ("knowledge_check", check),
                ("evidence_exercise", exercise),
                ("practice_case", make_released_case().case_version.scenario.ref),
                ("factor_drill", f"drill:{drill.code}"),
                ("factor_drill", "any:opportunity"),
            ]
        first_lesson.body = parts
        first_lesson.save_revision().publish()
        page = client.get(first_lesson.url).content.decode()
        for told, times in (
            ("You passed on", n),
            ("Go on with the exercise", n),
            ("You last did it on", 2 * n),
        ):
            assert page.count(told) == times, told
        # The issue allows 15; what comes next to a lesson has to fit in as well.
        with django_assert_max_num_queries(14) as captured:
            client.get(first_lesson.url)
        return len(captured)

    assert queries(1) == queries(10)

"""What a lesson costs that holds every kind of part, one of each or three."""

from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.blocks import LessonBody
from courses.models import Enrolment, LessonPage
from courses.services.exercises import start_exercise
from courses.services.reading import complete_lesson
from courses.services.reflections import write_note
from people.public import Organisation, User
from scenarios.services.evidence import current_library_version
from scoring.public import Factor
from tests.factories import make_released_case
from tests.factories.drills import answer_next, make_drill
from tests.factories.evidence import make_library
from tests.factories.knowledge import make_check, make_exercise, single, take
from tests.factories.media import make_handout, make_image, make_recording, picture, question
from tests.factories.resources import make_term


@pytest.fixture(autouse=True)
def files_of_their_own(settings: LazySettings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LESSON_FILES_ROOT = tmp_path / "lesson-files"


def fill(lesson: LessonPage, reader: User, n: int) -> None:
    """So many of each kind of part, of which the reader has done those that can be done."""
    rated = Factor.objects.exclude(code__in=("overall", "opportunity")).order_by("number")
    parts: list[tuple[str, Any]] = []
    for factor in rated[:n]:
        check, exercise, drill = make_check(single()), make_exercise(), make_drill()
        take(reader, check)
        start_exercise(person=reader, exercise=exercise)
        answer_next(reader, code=drill.code)
        parts += [
            ("text", "Some **words**."),
            ("call_out", {"heading": "Stop here", "text": "And think."}),
            ("factor_card", factor.code),
            ("factor_drill", f"any:{factor.code}"),
            ("factor_drill", f"drill:{drill.code}"),
            ("knowledge_check", check),
            ("evidence_exercise", exercise),
            ("practice_case", make_released_case().case_version.scenario.ref),
            ("glossary_term", make_term()),
            picture(make_image(width=1000)),
            ("recording", make_recording()),
            ("download", make_handout()),
            question(),
        ]
    assert {kind for kind, _value in parts} == set(LessonBody().child_blocks)
    lesson.body = parts
    lesson.save_revision().publish()
    for block in lesson.body:
        if block.block_type == "reflection":
            write_note(
                person=reader,
                lesson=lesson,
                block_id=UUID(block.id),
                question="What?",
                text="Its tone.",
                revision=0,
            )


def test_a_lesson_with_every_part_costs_the_same_few_queries_for_one_of_each_and_for_three(
    client: Client,
    trainee: User,
    organisation: Organisation,
    first_lesson: LessonPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_library()
    current_library_version(organisation=organisation)
    complete_lesson(person=trainee, lesson=first_lesson)
    client.force_login(trainee)

    def queries(n: int) -> int:
        fill(first_lesson, trainee, n)
        page = client.get(first_lesson.url).content.decode()
        for told, times in (
            ("Stop here", n),
            ("This drill is not there", 0),
            ('id="factor-', n),
            ("Begin the drill", n),
            ("You last did it on", n),
            ("You passed on", n),
            ("Go on with the exercise", n),
            ("Open the case", n),
            ("In the glossary", n),
            ("srcset", n),
            ("<track", n),
            ("plain text", n),
            ("Its tone.", 2 * n),
        ):
            assert page.count(told) == times, told
        Enrolment.objects.update(last_lesson=None)  # that they are here now is kept as well
        with django_assert_max_num_queries(15) as captured:
            client.get(first_lesson.url)
            return len(captured)

    assert queries(1) == queries(3)

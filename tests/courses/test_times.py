"""How long a course takes is said honestly."""

import json

from courses.models import CoursePage, EvidenceExercise, KnowledgeCheck, LearnPage, ModulePage
from courses.selectors.outlines import outlines
from courses.selectors.times import duration_words, timed
from scenarios.public import Release
from tests.factories import FIXTURES, make_released_case
from tests.factories.courses import make_course

MOST_MINUTES = 6 * 60


def shipped_minutes(ref: str) -> int:
    """The minutes of a practice case as it is shipped, whatever the format of its file."""
    folder = FIXTURES / "cases" / ref.lower()
    for path in sorted(folder.iterdir()):
        for line in path.read_text("utf-8").splitlines():
            if line.replace(" ", "").startswith("minutes="):
                return int(line.split("=")[1])
    raise AssertionError(json.dumps(ref))


def test_the_time_is_that_of_reading_and_of_the_cases_once_each(
    course: CoursePage, practice: Release
) -> None:
    (one,) = timed(outlines())
    assert one.minutes.reading == one.outline.minutes
    answered = [*KnowledgeCheck.objects.all(), *EvidenceExercise.objects.all()]
    assert len(answered) == 3
    # The course's other cases are not open.
    own = practice.case_version.minutes
    drills = 2 * 3  # two lessons have one each
    assert one.minutes.doing == own + drills + sum(each.minutes for each in answered)
    assert one.minutes.all == sum(each.all for each in one.by_module.values())


def test_the_shipped_course_takes_at_most_six_hours(course: CoursePage) -> None:
    (one,) = timed(outlines())
    cases = sum(shipped_minutes(ref) for ref in set(one.outline.practice_refs))
    assert cases > 0
    # No case is open here, so what is left to do are checks, exercises and drills.
    assert one.minutes.doing > 0
    assert one.minutes.all + cases <= MOST_MINUTES


def test_it_is_said_on_the_list_the_course_and_the_module(
    client_of, course: CoursePage, trainee
) -> None:
    make_released_case("practice", "TR-0007")
    (one,) = timed(outlines())
    client = client_of(trainee)
    for url in (LearnPage.objects.get().url, course.url, "/my-learning/"):
        assert f"{one.minutes.words} in all" in client.get(url).content.decode()
    module = one.outline.modules[1].module
    assert one.by_module[module.pk].words in client.get(module.url).content.decode()


def test_a_module_without_lessons_is_said_to_have_none(client_of, trainee) -> None:
    course = make_course()
    empty = course.add_child(instance=ModulePage(title="To come", slug="to-come"))
    client = client_of(trainee)
    for url, said in ((course.url, "No lessons yet"), (empty.url, "has no lessons yet")):
        words = client.get(url).content.decode()
        assert said in words
        assert "about 0" not in words


def test_a_time_is_said_as_a_person_would() -> None:
    said = [duration_words(n) for n in (1, 45, 60, 61, 135)]
    assert said == [
        "about 1 minute",
        "about 45 minutes",
        "about 1 hour",
        "about 1 hour 1 minute",
        "about 2 hours 15 minutes",
    ]

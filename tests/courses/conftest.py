"""The published site of the fixtures, and cases beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from courses.models import CoursePage, HomePage, LessonPage
from courses.public import load_course, load_home
from people.public import User
from scenarios.public import Assessment, Release
from tests.factories import FIXTURES, make_framework, make_organisation, make_released_case

COURSES: Path = FIXTURES / "courses"


@pytest.fixture
def home(db: None) -> HomePage:
    make_framework()
    return load_home(folder=COURSES)


@pytest.fixture
def course(home: HomePage) -> CoursePage:
    return load_course(folder=COURSES)[0]


@pytest.fixture(scope="module")
def course_of_the_file(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """The course by its id, for a file of which every test reads it: it takes seconds to load."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_framework()
        load_home(folder=COURSES)
        yield load_course(folder=COURSES)[0].pk
        transaction.set_rollback(True)


@pytest.fixture
def lessons(course: CoursePage) -> list[LessonPage]:
    """Every lesson of the course, in its order."""
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


@pytest.fixture
def first_lesson(lessons: list[LessonPage]) -> LessonPage:
    """The first lesson about a factor, opportunity."""
    return _lesson(lessons, "opportunity-what-creates-access")


@pytest.fixture
def second_lesson(lessons: list[LessonPage]) -> LessonPage:
    """The first lesson that embeds a case, TR-0007."""
    return _lesson(lessons, "practise-on-a-whole-case")


def _lesson(lessons: list[LessonPage], slug: str) -> LessonPage:
    return next(lesson for lesson in lessons if lesson.slug == slug)


@pytest.fixture
def practice(db: None) -> Release:
    return make_released_case("practice", "TR-0007")


@pytest.fixture
def check(db: None) -> Release:
    return make_released_case("check", "TR-0012")


@pytest.fixture
def client_of(client):
    def signed_in(person: User):
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def submit():
    def submitted(person: User, release: Release) -> Assessment:
        """An attempt as it stands after submitting; its answers do not matter here."""
        return Assessment.objects.create(
            person=person,
            release=release,
            use=release.use,
            submitted_at=timezone.now(),
            receipt=f"R-{Assessment.objects.count()}",
            organisation=make_organisation("X01", "Northmoor Police"),
        )

    return submitted

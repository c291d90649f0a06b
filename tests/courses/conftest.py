"""The published site of the fixtures, and cases beside it."""

from pathlib import Path

import pytest

from courses.models import CoursePage, HomePage, LessonPage
from courses.public import load_course, load_home
from people.public import User
from scenarios.public import Release
from tests.factories import FIXTURES, make_framework, make_released_case

COURSES: Path = FIXTURES / "courses"


@pytest.fixture
def home(db: None) -> HomePage:
    make_framework()
    return load_home(folder=COURSES)


@pytest.fixture
def course(home: HomePage) -> CoursePage:
    return load_course(folder=COURSES)[0]


@pytest.fixture
def first_lesson(course: CoursePage) -> LessonPage:
    return LessonPage.objects.get(slug="opportunity-what-creates-access")


@pytest.fixture
def last_lesson(course: CoursePage) -> LessonPage:
    """The lesson that embeds TR-0007."""
    return LessonPage.objects.get(slug="practise-on-a-whole-case")


@pytest.fixture
def practice(db: None) -> Release:
    return make_released_case("practice", "TR-0007")


@pytest.fixture
def check(db: None) -> Release:
    return make_released_case("check", "TR-0012")


@pytest.fixture
def client_of(client):  # noqa: ANN001, ANN201 - a function that signs somebody in
    def signed_in(person: User):  # noqa: ANN202
        client.force_login(person)
        return client

    return signed_in

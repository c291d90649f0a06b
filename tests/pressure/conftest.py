"""One server for all these tests, on a database that nobody empties: each brings its own people."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from scenarios.public import Release
from tests.conftest import heal_wagtail
from tests.factories import make_released_case
from tests.pressure.served import Site, serve


@pytest.fixture(scope="session")
def practice(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Release]:
    """A case. What is written is written for good, so that the server's processes see it."""
    with django_db_blocker.unblock():
        heal_wagtail()
        yield make_released_case("practice")


@pytest.fixture(autouse=True)
def db(practice: Release) -> None:
    """In place of a transaction for each test, which the server's processes would not see."""


@pytest.fixture(scope="session")
def pressed(practice: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The running site."""
    with serve(tmp_path_factory.mktemp("server")) as site:
        yield site

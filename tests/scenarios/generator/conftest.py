"""The library of the fixtures in the database, and the framework it is of."""

import pytest

from tests.factories import make_framework
from tests.factories.evidence import make_library


@pytest.fixture
def library(db: None) -> None:
    make_framework()
    make_library()

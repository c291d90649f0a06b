"""Every test here has the framework, since questions and exercises are about its factors."""

import pytest

from tests.factories import make_framework


@pytest.fixture(autouse=True)
def framework(db: None) -> None:
    make_framework()

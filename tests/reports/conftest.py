"""What a lead's report is about: a check and a practice case whose key is level 2 everywhere."""

import pytest

from people.public import Organisation, User
from scenarios.public import Release
from tests.factories import make_person, make_released_case


@pytest.fixture
def check(db: None) -> Release:
    return make_released_case("check", "TS-CHECK")


@pytest.fixture
def practice(db: None) -> Release:
    return make_released_case("practice", "TS-PRACTICE")


@pytest.fixture
def trainees(organisation: Organisation) -> list[User]:
    return [make_person(organisation=organisation) for _ in range(12)]

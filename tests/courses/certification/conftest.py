"""What tests of certification share; trials of few sittings, as plain as with hundreds."""

import pytest

from courses.models import CoursePage
from people.public import User
from tests.factories.courses import make_course

SITTINGS = 30


@pytest.fixture(autouse=True)
def few_sittings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.pass_trials.SITTINGS", SITTINGS)


@pytest.fixture
def course(trainee: User) -> CoursePage:
    return make_course(title="ARMS foundations")

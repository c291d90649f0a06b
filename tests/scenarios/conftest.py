"""A case to practise on and one to be checked on, and a trainee who has begun the first."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from people.public import User
from scenarios.models import Assessment, Release
from scenarios.services.assessing import start_assessment
from tests.factories import make_released_case


@pytest.fixture(autouse=True)
def no_conditions_from_above(monkeypatch) -> None:
    """Cases are tested without what the apps above ask of a check, such as that it was assigned."""
    monkeypatch.setattr("scenarios.services.admission._conditions", [])


@pytest.fixture
def practice(db: None) -> Release:
    return make_released_case("practice", "TS-PRACTICE")


@pytest.fixture
def check(db: None) -> Release:
    return make_released_case("check", "TS-CHECK")


@pytest.fixture
def assessment(trainee: User, practice: Release) -> Assessment:
    """Begun by the trainee, with nothing answered yet."""
    return start_assessment(person=trainee, release=practice)


@pytest.fixture
def client_of(client):
    def signed_in(person: User):
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def as_trainee(client_of, trainee):
    return client_of(trainee)


class Clock:
    """The time as the site sees it; it stands still until it is moved."""

    def __init__(self) -> None:
        self.now: datetime = timezone.now()

    def move(self, **gap: float) -> None:
        self.now += timedelta(**gap)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock

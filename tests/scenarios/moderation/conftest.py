"""A group that has done a case, its lead, and the session they hold, open or closed."""

import pytest

from scenarios.services.moderation import close_session
from tests.factories import make_group, make_session
from tests.scenarios.moderation.pages import note, wall


@pytest.fixture
def group(practice, organisation):
    return make_group(practice, 6, organisation=organisation, cite="D2.1")


@pytest.fixture
def session(group, practice, organisation, force_lead):
    return make_session(practice, holder=force_lead, organisation=organisation)


@pytest.fixture
def as_lead(client_of, force_lead):
    return client_of(force_lead)


@pytest.fixture
def closed(session, as_lead, force_lead):
    as_lead.post(wall(session), note())
    return close_session(session=session, by=force_lead)

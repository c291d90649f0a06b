"""Somebody who answers for the cases that are disagreed on."""

import pytest

from people.public import Role
from tests.factories import make_national, make_person


@pytest.fixture
def owner_trainer(practice):
    """A trainer of the organisation that owns the cases."""
    return make_person(role=Role.TRAINER, organisation=make_national())

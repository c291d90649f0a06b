"""A panel whose members are asked to look again at its first factor."""

import pytest

from tests.factories import make_revising_panel


@pytest.fixture
def panel(db):
    return make_revising_panel(6)

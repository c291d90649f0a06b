"""Pages of the workshop: nothing that axe finds, nothing that runs off a narrow screen."""

import pytest

from tests.journeys.axe.look import faults_of
from tests.journeys.views.view import View
from tests.journeys.views.workshop import GENERATOR, WORKSHOP


@pytest.mark.parametrize("view", [*GENERATOR, *WORKSHOP], ids=lambda view: view.name)
def test_a_page_is_open_to_everybody(view: View, site, look_as, watch):
    assert faults_of(view.open(site, look_as, watch)) == []

"""Resources and search: nothing axe finds, nothing that runs off a narrow screen."""

import pytest

from tests.journeys.axe.look import faults_of
from tests.journeys.views.resources import RESOURCES
from tests.journeys.views.view import View


@pytest.mark.parametrize("view", RESOURCES, ids=lambda view: view.name)
def test_a_page_is_open_to_everybody(view: View, site, look_as, watch):
    assert faults_of(view.open(site, look_as, watch)) == []

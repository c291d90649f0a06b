"""``make shots``: a picture of every page in every state, wide and narrow, into ``shots/``."""

import pytest
from django.conf import settings

from tests.journeys.pages import VIEWS
from tests.journeys.views.view import NARROW, WIDE, View

SHOTS = settings.ROOT / "shots"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_take_pictures(view: View, site, look_as, watch):
    page = view.open(site, look_as, watch)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=SHOTS / str(width) / f"{view.name}.png", full_page=True)

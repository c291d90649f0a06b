"""One picture of the feedback's answers."""
import pytest
from tests.journeys.views.view import View
V=View("fb","done","/assessments/{done}/feedback/")
def test_shot(site, look_as, watch):
    page=V.open(site, look_as, watch)
    for w in (1280,320):
        page.set_viewport_size({"width":w,"height":800})
        page.locator("#disagree-interests").screenshot(path=f"/tmp/fb-{w}.png")

"""How much a first visit transfers, with nothing kept from before."""

import pytest
from whitenoise.compress import Compressor

from tests.journeys.pages import VIEWS

MOST = 200 * 1024
HEAVIEST = ("home", "lesson-with-case", "assess-rated", "feedback", "report-progress")


@pytest.mark.parametrize("name", HEAVIEST)
def test_a_first_visit_is_light(name, site, open_as, watch):
    """The test server sends everything plain. In production static files go out as WhiteNoise
    compressed them when they were collected, so each is counted as its compressor makes it; a page
    itself is counted as it is, since only a proxy in front would compress it."""
    view = next(view for view in VIEWS if view.name == name)
    compressor = Compressor(use_brotli=False, quiet=True)
    sizes = {}
    page = open_as(site.people[view.person] if view.person else None)
    page.on("response", lambda response: sizes.setdefault(response.url, response))
    page.goto(view.path.format(**{name: one.uuid for name, one in site.attempts.items()}))
    page.wait_for_load_state("networkidle")
    transferred = {
        url: len(compressor.compress_gzip(body))
        if "/static/" in url and compressor.should_compress(url)
        else len(body)
        for url, body in [(url, response.body()) for url, response in list(sizes.items())]
    }
    assert sum(transferred.values()) <= MOST, transferred

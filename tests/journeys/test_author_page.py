"""An author keeps the case page open beside the editor: it follows each saved draft by itself."""

import pytest
from playwright.sync_api import expect

from scenarios.models import Scenario
from tests.factories import make_scenario
from tests.journeys.axe.look import AXE, violations
from tests.journeys.views.view import NARROW, WIDE

HURRY = "document.getElementById('draft-state').setAttribute('hx-trigger', 'every 1s')"


def save_draft(scenario: Scenario, body: str) -> None:
    draft = scenario.get_latest_revision_as_object()
    documents = list(draft.documents.all())
    documents[1].body = body
    draft.documents = documents
    draft.save_revision()


@pytest.fixture
def scenario(site) -> Scenario:
    scenario = make_scenario()
    scenario.owner = Scenario.objects.get(ref="TR-0007").owner
    scenario.save()
    save_draft(scenario, "He was in and spoke freely.")
    return scenario


def test_the_page_follows_the_draft_without_being_asked(site, scenario, open_as):
    page = open_as(site.people["trainer"])
    page.goto(f"/workshop/{scenario.ref}/")
    expect(page.get_by_role("heading", name="Must be mended (0)")).to_be_visible()
    page.evaluate(f"{HURRY}; htmx.process(document.getElementById('draft-state'))")
    save_draft(scenario, "He was in. He has an SHPO.")
    expect(page.get_by_role("heading", name="Must be mended (1)")).to_be_visible(timeout=30_000)
    place = page.get_by_role("link", name="“Visit note”, D2.1")
    place.click()
    expect(page.locator("#d2-1:target")).to_contain_text("He has an SHPO.")


def test_without_scripts_the_same_page_is_asked_for_again(site, scenario, open_as):
    page = open_as(site.people["trainer"], javascript=False)
    page.goto(f"/workshop/{scenario.ref}/")
    expect(page.get_by_role("heading", name="Must be mended (0)")).to_be_visible()
    save_draft(scenario, "He was in. He has an SHPO.")
    page.reload()
    expect(page.get_by_role("heading", name="Must be mended (1)")).to_be_visible()
    page.get_by_role("link", name="Send to a reviewer").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_page_is_open_to_everybody(site, scenario, open_as):
    save_draft(scenario, "Week 20. He has an SHPO. Mr Bellow came.")
    page = open_as(site.people["trainer"])
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/workshop/{scenario.ref}/")
        for each in page.locator("main summary").all():
            each.click()
        page.evaluate(AXE)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        expect(page.get_by_role("heading", level=1)).to_have_count(1)

"""Every page in every state: nothing that axe finds, nothing that runs off a narrow screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.views.view import NARROW, WIDE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe().axe_script
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """What axe finds, each with the first elements it is about."""
    found = page.evaluate("async options => (await axe.run(document, options)).violations", OPTIONS)
    return [
        f"{each['id']}: {each['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:200]}" for node in each["nodes"][:3])
        for each in found
    ]


def faults_of(page: Page) -> list[str]:
    """What keeps anybody from using the page, which is open at its full width."""
    page.evaluate(AXE)
    faults = [f"at {WIDE}: {words}" for words in violations(page)]
    page.set_viewport_size({"width": NARROW, "height": 800})
    faults += [f"at {NARROW}: {words}" for words in violations(page)]
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if too_wide > 0:
        faults.append(f"{too_wide} pixels wider than a screen of {NARROW}")
    if page.locator("h1").count() != 1:
        faults.append("a page has one heading of the first level")
    return faults

"""The pages of who still disagrees, and of the health of a case."""

from playwright.sync_api import Page

from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import View, press


def disagree_in_place(page: Page, site: DemoSite) -> None:
    page.locator("#disagree-desist").get_by_role("link").click()
    page.locator("#disagree-desist").get_by_label("I still disagree, because…").wait_for()


def open_first_disagreement(page: Page, site: DemoSite) -> None:
    page.get_by_role("main").get_by_role("heading", level=2).first.get_by_role("link").click()
    page.get_by_role("link", name="Health of this case").wait_for()


def open_last(page: Page, site: DemoSite) -> None:
    page.get_by_role("main").get_by_role("heading", level=2).last.get_by_role("link").click()
    page.get_by_role("link", name="Health of this case").wait_for()


def answer_nothing(page: Page, site: DemoSite) -> None:
    open_first_disagreement(page, site)
    press("Send the answer")(page, site)


def say_nothing_of_the_key(page: Page, site: DemoSite) -> None:
    open_first_disagreement(page, site)
    press("The key stands")(page, site)


PROMISED = "/workshop/disagreements/?show=promised"

DISAGREEMENTS = [
    View("disagree", "done", "/assessments/{done}/disagree/1/opportunity/"),
    View("disagree-error", "done", "/assessments/{done}/disagree/1/desist/", press("Send")),
    View("disagree-in-place", "done", "/assessments/{done}/feedback/", disagree_in_place),
    View("disagree-check", "checked", "/assessments/{checked}/disagree/1/desist/"),
    View("disagreements", "owner", "/workshop/disagreements/"),
    View("disagreements-answered", "owner", "/workshop/disagreements/?show=answered"),
    View("disagreements-promised", "owner", PROMISED),
    View("disagreement-promised", "owner", PROMISED, open_first_disagreement),
    View("disagreement-promised-error", "owner", PROMISED, say_nothing_of_the_key),
    View("disagreements-not-allowed", "trainee", "/workshop/disagreements/", status=403),
    View("disagreement", "owner", "/workshop/disagreements/", open_first_disagreement),
    View("disagreement-error", "owner", "/workshop/disagreements/", answer_nothing),
    View("disagreement-of-a-check", "owner", "/workshop/disagreements/?show=answered", open_last),
    View("health", "owner", "/workshop/TR-0007/health/"),
    View("health-dark", "owner", "/workshop/TR-0007/health/", dark=True),
    View("health-staged", "owner", "/workshop/TR-0019/health/"),
    View("health-wrong-tool", "owner", "/workshop/TR-0023/health/"),
    View("health-of-a-panel", "trainer", "/workshop/TR-0802/health/"),
]

"""The pages of a panel: its chair's, its panellists' and its approver's."""

from playwright.sync_api import Page, expect

from tests.journeys.demo_site import DemoSite
from tests.journeys.steps import choose
from tests.journeys.views.view import View, press


def rate_for_panel(page: Page, site: DemoSite) -> None:
    choose(page, "Your rating", "Outside my field")
    expect(page.get_by_role("status").filter(has_text="recorded")).to_be_visible()


def revise_without_an_answer(page: Page, site: DemoSite) -> None:
    """A revision that names one passage for both sides."""
    page.get_by_text("Revise what I said").click()
    page.get_by_label("speaks for a higher level").select_option("D1.1")
    page.get_by_label("speaks for a lower level").select_option("D1.1")
    page.get_by_role("button", name="Save my revision").click()
    page.get_by_role("alert").wait_for()


PANELS = [
    View("panels", "trainer", "/panel/"),
    View("panels-none", "trainee", "/panel/"),
    View("panels-to-rate", "rating", "/panel/"),
    View("panel-new", "trainer", "/panel/new/"),
    View("panel-new-error", "trainer", "/panel/new/", press("Freeze the text and send it")),
    View("panel", "trainer", "/panel/{panel_rating}/"),
    View("panel-invite-error", "trainer", "/panel/{panel_rating}/", press("Invite")),
    View("panel-change", "trainer", "/panel/{panel_rating}/chair/change/"),
    View("panel-end-blind", "trainer", "/panel/{panel_rating}/chair/end-blind-round/"),
    View("panel-ended", "trainer", "/panel/{panel_ended}/"),
    View("panel-next-round", "trainer", "/panel/{panel_ended}/chair/next-round/"),
    View(
        "panel-next-round-error",
        "trainer",
        "/panel/{panel_ended}/chair/next-round/",
        press("Skip the revision round"),
    ),
    View("panel-revising", "trainer", "/panel/{panel_split}/"),
    View("panel-close", "trainer", "/panel/{panel_split}/chair/close/"),
    View("panel-new-chair", "trainer", "/panel/{panel_rating}/new-chair/"),
    View("panel-note", "trainer", "/panel/{panel_contested}/chair/notes/1/opportunity/"),
    View("panel-said-contested", "trainer", "/panel/{panel_contested}/ratings/"),
    View("panel-batch", "trainer", "/panel/batch/"),
    View("panel-batch-error", "trainer", "/panel/batch/", press("Make a plan")),
    View("panel-asked-again", "looking again", "/panel/{panel_split}/"),
    View("panel-look-again", "looking again", "/panel/{panel_split}/look-again/"),
    View("panel-revise", "looking again", "/panel/{panel_split}/look-again/1/opportunity/"),
    View(
        "panel-revise-error",
        "looking again",
        "/panel/{panel_split}/look-again/1/opportunity/",
        revise_without_an_answer,
    ),
    View("panel-place", "placed", "/panel/{panel_released}/my-place/"),
    View("panel-hours", "placed", "/panel/hours/"),
    View("panel-hours-none", "rating", "/panel/hours/"),
    View("panel-call-off", "trainer", "/panel/{panel_rating}/chair/call-off/"),
    View("panel-closed", "trainer", "/panel/{panel_closed}/"),
    View("panel-said", "approver", "/panel/{panel_closed}/ratings/"),
    View("panel-approve", "approver", "/panel/{panel_closed}/approve/"),
    View("panel-send-back", "approver", "/panel/{panel_closed}/send-back/"),
    View("panel-queue", "rating", "/panel/{panel_rating}/"),
    View("panel-queue-finished", "rated", "/panel/{panel_rating}/"),
    View("panel-rate", "rating", "/panel/{panel_rating}/1/opportunity/"),
    View("panel-rate-saved", "rating", "/panel/{panel_rating}/1/preoccupation/", rate_for_panel),
    View("panel-overall", "rating", "/panel/{panel_rating}/1/overall/"),
    View("panel-actions", "rating", "/panel/{panel_rating}/1/actions/"),
    View("panel-check", "rating", "/panel/{panel_rating}/1/check/"),
    View(
        "panel-check-error", "rating", "/panel/{panel_rating}/1/check/", press("Finish my ratings")
    ),
    View("panel-wrong-tool", "rating", "/panel/{panel_rating}/wrong-tool/"),
    View("panel-report-real-data", "rating", "/panel/{panel_rating}/report-real-data/"),
    View("panel-decline", "rating", "/panel/{panel_rating}/decline/"),
]

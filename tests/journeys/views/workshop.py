"""The pages of the workshop: the generator, drafts and reviews, keys and yardsticks."""

from playwright.sync_api import Page, expect

from tests.journeys.demo_site import DemoSite
from tests.journeys.steps import choose
from tests.journeys.views.view import View, press

READING = "/workshop/TR-0811/review/{review_reading}/"
COMPARED = "/workshop/TR-0812/compare/"


def ask_for_no_seed(page: Page, site: DemoSite) -> None:
    page.get_by_label("Seed (optional)").fill("many")
    press("Look at the draft")(page, site)


def cite_no_such_place(page: Page, site: DemoSite) -> None:
    page.get_by_label("Evidence").first.fill("D1.2, D9.9")
    press("Save the design")(page, site)


def choose_in_preview(page: Page, site: DemoSite) -> None:
    """A level, which is sent and thrown away."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        choose(page, "Your rating", "Some")


def open_rating_again(page: Page, site: DemoSite) -> None:
    """The form of a new panel, as it is reached from the keys of a case."""
    page.goto("/panel/new/?scenario=TR-0822&use=check&again=yes")
    expect(page.get_by_label("Rate the same text again")).to_be_checked()


def open_feedback(page: Page, site: DemoSite) -> None:
    page.get_by_role("link", name="TR-0821").last.click()
    page.get_by_role("heading", name="This result was judged again").wait_for()


GENERATOR = [
    View("workshop-generate", "trainer", "/workshop/generate/?preset=three"),
    View("workshop-generate-draft", "trainer", "/workshop/generate/", press("Look at the draft")),
    View("workshop-generate-dark", "trainer", "/workshop/generate/?preset=worse", dark=True),
    View("workshop-generate-error", "trainer", "/workshop/generate/", ask_for_no_seed),
    View("workshop-generated", "trainer", "/workshop/generate/", press("Keep it as a draft")),
    View("workshop-library", "trainer", "/workshop/library/"),
    View("workshop-library-not-allowed", "trainee", "/workshop/library/", status=403),
]

WORKSHOP = [
    # The workshop
    View("workshop", "trainer", "/workshop/"),
    View("workshop-to-review", "second trainer", "/workshop/"),
    View("workshop-filtered", "trainer", "/workshop/?setting=alone&q=nothing-like-it"),
    View("workshop-dark", "trainer", "/workshop/?state=draft", dark=True),
    View("workshop-not-allowed", "trainee", "/workshop/", status=403),
    View("workshop-duplicate", "trainer", "/workshop/TR-0007/duplicate/"),
    View("workshop-compare", "trainer", COMPARED),
    View("workshop-compare-dark", "trainer", COMPARED, dark=True),
    View("workshop-compare-same", "trainer", "/workshop/TR-0811/compare/?from=draft&to=draft"),
    View("workshop-design", "trainer", "/workshop/TR-0812/design/"),
    View("workshop-design-error", "trainer", "/workshop/TR-0812/design/", cite_no_such_place),
    View("workshop-design-read", "second trainer", "/workshop/TR-0812/design/"),
    View("workshop-reviews", "trainer", "/workshop/TR-0812/review/"),
    View(
        "workshop-reviews-error",
        "trainer",
        "/workshop/TR-0812/review/",
        press("Send to the reviewer"),
    ),
    View("workshop-reviews-passed", "trainer", "/workshop/TR-0031/review/"),
    View("workshop-review", "second trainer", READING),
    View("workshop-review-error", "second trainer", READING, press("Decide")),
    View("workshop-review-waiting", "trainer", READING),
    View("workshop-review-back", "trainer", "/workshop/TR-0812/review/{review_back}/"),
    View(
        "workshop-review-report",
        "trainer",
        "/workshop/TR-0812/review/{review_back}/report-real-data/",
    ),
    View("workshop-preview", "trainer", "/workshop/TR-0019/preview/"),
    View("workshop-preview-factor", "trainer", "/workshop/TR-0019/preview/1/opportunity/"),
    View(
        "workshop-preview-saved",
        "trainer",
        "/workshop/TR-0019/preview/2/social/",
        choose_in_preview,
    ),
    View("workshop-preview-stage", "trainer", "/workshop/TR-0019/preview/2/"),
    View("workshop-preview-actions", "trainer", "/workshop/TR-0019/preview/1/actions/"),
    View("workshop-preview-check", "trainer", "/workshop/TR-0019/preview/1/check/"),
    # Keys and yardsticks
    View("keys", "nation's trainer", "/workshop/TR-0822/key/"),
    View("key-rate-again", "nation's trainer", "/workshop/TR-0822/key/", open_rating_again),
    View("key-dry-run", "second", "/workshop/TR-0822/key/{change_waiting}/"),
    View("key-said", "second", "/workshop/TR-0822/key/{change_waiting}/said/"),
    View("key-people", "second", "/workshop/TR-0822/key/{change_waiting}/people/"),
    View("key-approve", "second", "/workshop/TR-0822/key/{change_waiting}/approve/"),
    View(
        "key-refuse-error",
        "second",
        "/workshop/TR-0822/key/{change_waiting}/refuse/",
        press("Refuse the key"),
    ),
    View("key-made", "second", "/workshop/TR-0821/key/{change_made}/"),
    View("panels-with-a-change", "second", "/panel/"),
    View("yardstick", "second", "/workshop/yardstick/"),
    View("yardstick-dry-run", "second", "/workshop/yardstick/{change_ruler}/"),
    View("judged-again", "judged again", "/my-learning/", open_feedback),
]

"""What a journey does in the editor of the admin."""

from playwright.sync_api import Page


def save_draft(page: Page) -> None:
    """Save what stands in the form as a draft."""
    _press(page, "Save draft")


def publish(page: Page) -> None:
    """Publish what stands in the form."""
    page.get_by_role("button", name="More actions").first.click()
    _press(page, "Publish")


def _press(page: Page, name: str) -> None:
    # The editor writes into the address by itself, which counts as a navigation. Only a page that
    # the server answered with loads.
    with page.expect_event("load"):
        page.get_by_role("button", name=name, exact=True).first.click()

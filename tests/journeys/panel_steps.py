"""What a trainer, a reviewer and panellists do with a case, by labels and names."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from people.public import User
from tests.journeys.steps import choose, level


def enter_date(page: Page, *, days: int = 7) -> None:
    """So many days from today, in three fields."""
    due = timezone.localdate() + timedelta(days=days)
    for label, number in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        page.get_by_label(label).fill(str(number))


def send_to_reviewer(page: Page, ref: str, reader: User) -> None:
    page.goto(f"/workshop/{ref}/review/")
    page.get_by_label("Who reviews it?").select_option(value=str(reader.uuid))
    enter_date(page)
    page.get_by_role("button", name="Send to the reviewer").click()
    expect(page.get_by_text("With the reviewer")).to_be_visible()


def decide_on_review(page: Page, ref: str, option: str) -> None:
    """From one's own tasks to the text, and the decision on it."""
    page.goto("/panel/")
    page.get_by_role("link", name=ref).click()
    choose(page, "What do you decide?", option)
    page.get_by_role("button", name="Decide").click()


def send_to_panel(
    page: Page, ref: str, *, chair: User, approver: User, panellists: Iterable[User]
) -> None:
    """Fill in the form that is open, and freeze the text."""
    expect(page.get_by_label("Which case?")).to_have_value(ref)
    choose(page, "What is it meant for?", "Practice")
    enter_date(page, days=14)
    page.get_by_label("Who chairs the panel?").select_option(value=str(chair.uuid))
    page.get_by_label("Who approves the key?").select_option(value=str(approver.uuid))
    for person in panellists:
        page.get_by_label(str(person)).check()
    page.get_by_role("button", name="Freeze the text and send it").click()
    expect(page.get_by_role("heading", name=f"Panel on {ref}", level=1)).to_be_visible()


def next_by_keyboard(page: Page) -> None:
    """Ctrl and Enter; done once the next page is there."""
    before = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != before)


def rate_factor(page: Page, rating: str, sure: str = "Very sure: 90%") -> None:
    """One factor of the queue, and on to the next."""
    level(page.get_by_role("group", name="Your rating"), rating).check()
    choose(page, "How sure are you?", sure)
    next_by_keyboard(page)


def end_queue(page: Page) -> None:
    """The overall level, a first action, the look at all of it, and finish."""
    page.get_by_role("group", name="The overall level").get_by_role("radio").nth(1).check()
    choose(page, "How sure are you?", "Unsure: 50%")
    page.get_by_role("group", name="When should").get_by_role("radio").nth(1).check()
    next_by_keyboard(page)
    page.locator("select").first.select_option(index=1)
    next_by_keyboard(page)
    expect(page.get_by_role("heading", name="Check your ratings")).to_be_visible()
    page.get_by_role("button", name="Finish my ratings").click()
    expect(page.get_by_role("heading", name="You have finished. Thank you.")).to_be_visible()

"""What a person does over and over, in their own terms: by labels and names, never by markup."""

import re

from playwright.sync_api import Locator, Page, expect

from people.public import User
from scenarios.public import Assessment, Release
from tests.factories import PASSWORD
from tests.factories.certification import key_answers

FACTORS = 11
SAVED = re.compile(r"^\s*Saved \d\d:\d\d\s*$")


def sign_in(page: Page, person: User) -> None:
    """Through the sign-in page, from wherever the page is."""
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def begin(page: Page) -> None:
    """Start the practice case; the first factor is open."""
    page.goto("/cases/TR-0007/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Opportunity")).to_be_visible()


def rating(page: Page) -> Locator:
    """The form beside the file."""
    return page.locator("#rating")


def level(page: Page | Locator, words: str) -> Locator:
    """The radio button of a level; after its name the label says what it means."""
    return page.get_by_role("radio", name=re.compile(f"^{words}"))


def choose(page: Page, group: str, option: str) -> None:
    """A radio button by how its label begins, in the group with that legend."""
    level(page.get_by_role("group", name=group), option).check()


def choose_first(page: Page, group: str) -> None:
    page.get_by_role("group", name=group).get_by_role("radio").first.check()


def fill_in_factor(page: Page, reason: str = "") -> None:
    """The first level, fairly sure, and a reason where there is room for one."""
    choose_first(page, "Your rating")
    choose(page, "How sure are you", "Fairly sure: 70%")
    if reason:
        page.get_by_label("Reason").fill(reason)


def go_on(page: Page) -> None:
    """Save and continue; done once the next page is there."""
    before = page.url
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(lambda url: url != before)


def fill_in_overall(page: Page) -> None:
    choose_first(page, "The overall level")
    choose(page, "How sure are you", "Unsure: 50%")
    choose_first(page, "When should this case be reviewed?")


def fill_in_the_rest(page: Page, reason: str = "Because of what the file says.") -> None:
    """Every factor from the one in hand on, and the overall level; ends at the actions."""
    while "/overall/" not in page.url:
        fill_in_factor(page, reason)
        go_on(page)
    fill_in_overall(page)
    go_on(page)


def open_attempt(person: User) -> Assessment:
    """The one assessment that the person has under way."""
    return Assessment.objects.get(person=person, submitted_at__isnull=True, stopped_at__isnull=True)


def stored_reason(person: User) -> str:
    """What is stored as the reason of the first factor."""
    return open_attempt(person).answers.get(factor__code="opportunity").reason.text


def kept_in_tab(page: Page) -> list[str]:
    """The names under which the tab keeps typed text that is not saved."""
    keys: list[str] = page.evaluate("Object.keys(sessionStorage)")
    return [key for key in keys if key.startswith("typed:")]


def wait_saved(page: Page) -> None:
    """Until the page says that what was last changed is saved."""
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def answer_as_the_panel(page: Page, release: Release) -> None:
    """Every factor as the panel has it, from the first one on, up to the check."""
    levels = key_answers(release)
    while "/overall/" not in page.url:
        code = page.url.rstrip("/").rsplit("/", 1)[-1]
        page.get_by_role("group", name="Your rating").get_by_role("radio").nth(levels[code]).check()
        choose(page, "How sure are you", "Fairly sure: 70%")
        page.get_by_label("Reason").fill("Because of what the file says.")
        go_on(page)
    overall = page.get_by_role("group", name="The overall level")
    overall.get_by_role("radio").nth(levels["overall"]).check()
    choose(page, "How sure are you", "Unsure: 50%")
    choose_first(page, "When should this case be reviewed?")
    go_on(page)
    go_on(page)


def answer_measure_drill(page: Page) -> None:
    """The level 1, fairly sure, and on to what comes next."""
    page.locator("input[name=answer][value='1']").check()
    page.get_by_label("Fairly sure: 70%").check()
    page.get_by_role("button", name="Keep my answer and go on").click()

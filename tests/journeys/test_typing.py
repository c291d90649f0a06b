"""Typing and pressing go on while the page saves itself: no word, no press and no focus is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.factories import make_panel, make_scenario
from tests.journeys.steps import (
    SAVED,
    begin,
    choose,
    fill_in_factor,
    fill_in_the_rest,
    go_on,
    open_attempt,
    rating,
    stored_reason,
)

NUMBER = "Ring 07912 345678"


class SlowSite:
    """Keeps back what a page posts until it is let go, and counts what leads to other pages."""

    def __init__(self, page: Page) -> None:
        self.is_slow = True
        self.held: list[Route] = []
        self.went_on: list[str] = []
        self.opened: list[str] = []
        page.route("**/assessments/**", self._pass)
        page.on("request", self._count)

    def answer(self) -> None:
        self.is_slow = False
        for route in self.held:
            route.continue_()

    def _pass(self, route: Route) -> None:
        if self.is_slow and route.request.method == "POST":
            self.held.append(route)
        else:
            route.continue_()

    def _count(self, request: Request) -> None:
        if request.is_navigation_request():
            self.opened.append(request.url)
        elif "go=" in (request.post_data or ""):
            self.went_on.append(request.url)


def save_and_continue(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def cite(page: Page, press: str) -> None:
    """Press a passage's button: "For D1.1"."""
    stance, ref = press.split()
    page.get_by_role("button", name=re.compile(rf"^{stance}\b.*cite {re.escape(ref)}$")).click()


def wait_held(page: Page, site: SlowSite) -> None:
    """Until a save is on its way; what is done from here on is queued behind it."""
    while not site.held:
        page.wait_for_timeout(50)


def went_on_once(page: Page, slow: SlowSite) -> None:
    expect(page.get_by_role("heading", name="Sexual preoccupation")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert (len(slow.went_on), len(slow.opened)) == (1, 1)


def cited(person) -> list[tuple[str, str]]:
    answer = open_attempt(person).answers.get(factor__code="opportunity")
    return sorted(answer.citations.values_list("passage__ref", "stance"))


def begin_as(site, open_as, who: str) -> Page:
    """The first factor, as a trainee or as a panellist."""
    if who == "trainee":
        page = open_as(site.trainee())
        begin(page)
        return page
    panel = make_panel(1, scenario=make_scenario())
    page = open_as(panel.panellists.get().person)
    page.goto(f"/panel/{panel.uuid}/")
    page.get_by_role("link", name="Read the case and begin").click()
    return page


def begin_a_press_that_mends(page: Page) -> Locator:
    """A problem is shown, its text is mended, and the pointer is on the button; the problem."""
    alert = rating(page).get_by_role("alert")
    page.get_by_label("Reason").fill(NUMBER)
    save_and_continue(page)
    expect(alert).to_be_focused()
    page.get_by_label("Reason").fill("Ring nobody.")
    page.get_by_role("button", name="Save and continue").hover()
    return alert


@pytest.mark.parametrize("who", ["trainee", "panellist"])
def test_a_problem_found_while_typing_takes_no_word_and_a_press_is_led_to_it(site, open_as, who):
    page = begin_as(site, open_as, who)
    reason, alert = page.get_by_label("Reason"), rating(page).get_by_role("alert")
    reason.press_sequentially(NUMBER)
    expect(alert).to_contain_text("telephone number")
    page.keyboard.type(", she said.")
    expect(reason).to_be_focused()
    expect(reason).to_have_value(f"{NUMBER}, she said.")
    save_and_continue(page)
    expect(alert).to_be_focused()
    expect(reason).to_have_value(f"{NUMBER}, she said.")

    reason.fill("Ring nobody.")
    expect(page.get_by_role("status")).to_contain_text(re.compile("Saved|recorded"))
    expect(alert).to_have_count(0)
    expect(reason).to_be_focused()


def test_a_slow_press_counts_though_the_button_moves_under_it(site, open_as):
    """Pressing leaves the field, which saves it, and the problem above the button goes away."""
    page = open_as(site.trainee())
    page.set_viewport_size({"width": 1280, "height": 2400})  # where nothing scrolls to make up
    begin(page)
    alert = begin_a_press_that_mends(page)
    page.mouse.down()
    expect(alert).to_have_count(0)
    page.mouse.up()
    expect(page.get_by_role("heading", name="Sexual preoccupation")).to_be_visible()


def test_a_press_that_is_drawn_away_from_the_button_is_none(site, open_as):
    page = open_as(site.trainee())
    page.set_viewport_size({"width": 1280, "height": 2400})
    begin(page)
    alert = begin_a_press_that_mends(page)
    page.mouse.down()
    expect(alert).to_have_count(0)
    page.mouse.move(5, 5)
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text(SAVED)
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(re.compile("/opportunity/$"))


def test_a_page_opened_with_a_problem_leads_to_it_without_scripts(site, open_as):
    page = open_as(site.trainee(), javascript=False)
    begin(page)
    page.get_by_label("Reason").fill(NUMBER)
    save_and_continue(page)
    expect(rating(page).get_by_role("alert")).to_be_focused()


def test_a_press_after_typing_goes_on_once_and_stores_what_was_typed(site, open_as):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    slow = SlowSite(page)
    reason = page.get_by_label("Reason")
    reason.press_sequentially("Typed first,")
    wait_held(page, slow)
    reason.press_sequentially(" and then.")
    save_and_continue(page)
    save_and_continue(page)  # again, for nothing has happened yet
    slow.answer()
    went_on_once(page, slow)
    assert stored_reason(person) == "Typed first, and then."


def test_a_press_by_enter_that_was_refused_does_not_go_on_later(site, open_as):
    page = open_as(site.trainee())
    begin(page)
    page.get_by_label("Reason").fill(NUMBER)
    choose(page, "Your rating", "Some")
    page.keyboard.press("Enter")
    expect(rating(page).get_by_role("alert")).to_be_focused()
    page.get_by_label("Reason").fill("Ring nobody.")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    expect(page).to_have_url(re.compile("/opportunity/$"))


@pytest.mark.parametrize(
    ("presses", "stored"),
    [
        (("For D1.1",), [("D1.1", "for")]),
        (("For D1.1", "For D1.1"), [("D1.1", "for")]),
        (("For D1.1", "Against D1.1"), [("D1.1", "against")]),
        (("For D1.1", "For D2.1"), [("D1.1", "for"), ("D2.1", "for")]),
    ],
)
def test_passages_cited_just_before_going_on_are_cited(site, open_as, presses, stored):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    slow = SlowSite(page)
    page.get_by_label("Reason").fill("Because.")
    for press in presses:
        cite(page, press)
    save_and_continue(page)
    wait_held(page, slow)
    slow.answer()
    went_on_once(page, slow)
    assert cited(person) == stored
    assert stored_reason(person) == "Because."


def test_citations_taken_back_one_after_the_other_are_all_taken_back(site, open_as):
    """Each of them draws the whole list anew, with every button that was pressed meanwhile."""
    person = site.trainee()
    page = open_as(person)
    begin(page)
    for ref in ("D1.1", "D2.1"):
        cite(page, f"For {ref}")
        expect(page.get_by_role("button", name=f"Remove {ref}")).to_be_visible()
    slow = SlowSite(page)
    for ref in ("D1.1", "D2.1"):
        page.get_by_role("button", name=f"Remove {ref}").click()
    wait_held(page, slow)
    slow.answer()
    expect(page.get_by_text("Nothing cited yet.")).to_be_visible()
    assert cited(person) == []


def test_on_a_narrow_screen_not_saved_leads_to_why(site, open_as, watch):
    watch.expect(409)
    page = open_as(site.trainee())
    page.set_viewport_size({"width": 320, "height": 640})
    begin(page)
    page.get_by_label("Reason").fill(NUMBER)
    not_saved = page.get_by_role("status").get_by_role("link", name="Not saved", exact=True)
    not_saved.click()
    expect(page.locator("#problems")).to_be_in_viewport()
    expect(page.locator("#problems")).to_contain_text("telephone number")

    page.get_by_label("Reason").fill("Ring nobody.")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    other = page.context.new_page()
    other.goto(page.url)
    choose(other, "Your rating", "Some")
    expect(other.get_by_role("status")).to_have_text(SAVED)
    page.get_by_label("Reason").fill("Meanwhile.")
    expect(page.get_by_role("alert")).to_be_visible()
    not_saved.click()
    expect(page).to_have_url(re.compile("#conflict$"))
    expect(page.locator("#conflict")).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False])
def test_who_comes_from_the_check_is_led_back_to_it(site, open_as, javascript):
    page = open_as(site.trainee(), javascript=javascript)
    begin(page)
    page.goto(page.url.replace("/opportunity/", "/check/"))
    # With all of it missing, what follows an answer is the next one.
    page.get_by_role("link", name="Answer Sexual preoccupation").click()
    page.get_by_label("Reason").fill("Begun.")
    save_and_continue(page)
    expect(page.get_by_role("heading", name="Offence-related sexual interests")).to_be_visible()
    fill_in_the_rest(page)
    for step in ("opportunity", "preoccupation"):
        page.goto(re.sub(r"/1/\w+/", f"/1/{step}/", page.url))
        fill_in_factor(page, "Because of what the file says.")
        go_on(page)
    page.goto(re.sub(r"/1/\w+/", "/1/check/", page.url))
    page.get_by_role("link", name="Change Sexual preoccupation").click()
    page.get_by_label("Reason").fill(NUMBER)
    save_and_continue(page)
    expect(rating(page).get_by_role("alert")).to_be_visible()
    page.get_by_label("Reason").fill("Written from the check.")
    save_and_continue(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.get_by_text("Written from the check.")).to_be_visible()
    page.get_by_role("link", name="Change Actions").click()
    save_and_continue(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()

"""A connection that goes and comes back loses nothing that was typed, not even over a reload."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from scenarios.services.rating import Rating, save_rating
from scoring.public import Factor
from tests.journeys.steps import (
    SAVED,
    begin,
    choose,
    choose_first,
    go_on,
    kept_in_tab,
    level,
    open_attempt,
    stored_reason,
    wait_saved,
)

PUT_BACK = "has been put back"


@pytest.fixture
def unconnected(watch) -> None:
    """What a browser says in its console about requests that do not arrive."""
    watch.expect("ERR_", "htmx:")


def save(route: Route) -> bool:
    return route.request.method == "POST"


def answers_get_lost(route: Route) -> None:
    """The site takes the request and stores it; the line goes before its answer is back."""
    if save(route):
        route.fetch()
        route.abort("connectionreset")
    else:
        route.continue_()


def nobody_listens(route: Route) -> None:
    route.abort("connectionrefused")


def a_proxy_answers(route: Route) -> None:
    route.fulfill(status=502, body="Bad gateway")


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(site, open_as, unconnected):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    status, reason = page.get_by_role("status"), page.get_by_label("Reason")
    reason.press_sequentially("Before.")
    expect(status).to_have_text(SAVED)

    page.context.set_offline(True)
    reason.press_sequentially(" Typed in a tunnel.")
    expect(status).to_contain_text("Not saved: no connection")
    expect(status).to_contain_text("still on this page")
    # For a while: tries fail, more is said, and a passage is cited.
    choose(page, "Your rating", "Some")
    page.get_by_role("button", name="cite D1.1").first.click()
    page.get_by_role("button", name="cite D2.1").first.click()
    page.wait_for_timeout(4000)
    reason.press_sequentially(" And more.")
    expect(status).to_contain_text("Not saved")
    assert stored_reason(person) == "Before."

    # Nothing is pressed: the browser says that it is back, and that is enough.
    page.context.set_offline(False)
    expect(status).to_have_text(SAVED)
    expect(page.get_by_role("button", name="Remove D1.1")).to_be_visible()
    expect(page.get_by_role("button", name="Remove D2.1")).to_be_visible()
    assert stored_reason(person) == "Before. Typed in a tunnel. And more."
    assert open_attempt(person).answers.get(factor__code="opportunity").level == 1
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("gone", [nobody_listens, a_proxy_answers])
def test_a_site_that_was_away_is_tried_again_until_it_is_back(
    site, open_as, watch, unconnected, gone: Callable[[Route], None]
):
    watch.expect("502: POST", "Response Status Error Code 502")
    person = site.trainee()
    page = open_as(person)
    begin(page)
    page.context.route("**/assessments/**", gone)
    page.get_by_label("Reason").fill("While the site is away.")
    expect(page.get_by_role("status")).to_contain_text("Not saved: no connection")
    page.wait_for_timeout(2500)
    page.context.unroute_all(behavior="wait")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    assert stored_reason(person) == "While the site is away."


def test_an_answer_that_got_lost_is_no_conflict_with_oneself(site, open_as, unconnected):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    page.context.route("**/assessments/**", answers_get_lost)
    reason = page.get_by_label("Reason")
    reason.fill("Stored, but nobody said so.")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    assert stored_reason(person) == "Stored, but nobody said so."
    reason.fill("And then typed on.")
    page.wait_for_timeout(1500)
    page.context.unroute_all(behavior="wait")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert stored_reason(person) == "And then typed on."


def test_a_page_closed_without_a_connection_and_opened_again_puts_back_what_was_typed(
    site, open_as, unconnected
):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    reason, status = page.get_by_label("Reason"), page.get_by_role("status")
    reason.press_sequentially("Before.")
    expect(status).to_have_text(SAVED)
    page.context.route("**/assessments/**", nobody_listens)
    reason.press_sequentially(" In a tunnel.")
    choose(page, "Your rating", "Some")
    expect(status).to_contain_text("Not saved")
    address = page.url
    page.goto("about:blank")  # the page is gone, and the connection not back yet

    page.context.unroute_all(behavior="wait")
    page.goto(address)
    expect(reason).to_have_value("Before. In a tunnel.")
    expect(level(page, "Some")).to_be_checked()
    expect(page.get_by_role("alert")).to_contain_text(PUT_BACK)
    expect(status).to_have_text("Not saved yet")
    assert stored_reason(person) == "Before."
    page.get_by_role("button", name="Save it now").click()
    expect(status).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert stored_reason(person) == "Before. In a tunnel."
    page.reload()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert not kept_in_tab(page)


def test_what_was_put_back_never_overwrites_a_newer_save(site, open_as, watch, unconnected):
    watch.expect(409)
    person = site.trainee()
    page = open_as(person)
    begin(page)
    page.get_by_label("Reason").fill("First.")
    wait_saved(page)
    page.context.route("**/assessments/**", nobody_listens)
    page.get_by_label("Reason").fill("Typed here, not saved.")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    assessment = open_attempt(person)
    save_rating(
        assessment=assessment,
        stage=1,
        factor=Factor.objects.get(
            framework=assessment.release.case_version.framework, code="opportunity"
        ),
        rating=Rating.from_choice("2", 70, "Saved on another machine."),
        revision=1,
        timed=False,
    )
    page.context.unroute_all(behavior="wait")
    page.reload()
    expect(page.get_by_label("Reason")).to_have_value("Typed here, not saved.")
    page.get_by_role("button", name="Save it now").click()
    conflict = page.get_by_role("alert").filter(has_text="changed in another tab")
    expect(conflict).to_contain_text("Saved on another machine.")
    assert stored_reason(person) == "Saved on another machine."
    conflict.get_by_role("link", name="Use what is saved").click()
    expect(page.get_by_label("Reason")).to_have_value("Saved on another machine.")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_plan_is_kept_in_the_same_way(site, open_as, unconnected):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    page.goto(page.url.replace("/opportunity/", "/actions/"))
    page.context.route("**/assessments/**", nobody_listens)
    page.get_by_role("combobox").first.select_option("Opportunity")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    page.context.unroute_all(behavior="wait")
    page.reload()
    expect(page.get_by_role("combobox").first).to_have_value("opportunity")
    expect(page.get_by_role("alert")).to_contain_text(PUT_BACK)
    page.get_by_role("link", name="Use what is saved").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("combobox").first).to_have_value("")
    page.get_by_role("combobox").first.select_option("Opportunity")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    assert open_attempt(person).chosen_actions.count() == 1


def test_going_on_without_a_connection_stays_on_the_page(site, open_as, unconnected):
    person = site.trainee()
    page = open_as(person)
    begin(page)
    page.context.set_offline(True)
    choose_first(page, "Your rating")
    page.get_by_label("Reason").fill("All of it.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("status")).to_contain_text("Not saved: no connection")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text(SAVED)
    expect(page).to_have_url(re.compile("/opportunity/$"))
    assert stored_reason(person) == "All of it."
    go_on(page)


def test_without_scripts_the_browser_sends_the_page_again(site, open_as, unconnected):
    """The browser's own error page keeps what was posted; its reload sends it."""
    person = site.trainee()
    page: Page = open_as(person, javascript=False)
    begin(page)
    page.get_by_label("Reason").fill("Typed without scripts.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.reload()
    expect(page).to_have_url(re.compile("/preoccupation/$"))
    assert stored_reason(person) == "Typed without scripts."

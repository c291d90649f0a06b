"""What is typed is never lost: two tabs, a lost connection, a session that has ended."""

import re

from django.conf import settings
from playwright.sync_api import Page, expect

from people.public import User
from tests.journeys.steps import choose, level, open_attempt, wait_saved

SAVED = re.compile(r"^\s*Saved \d\d:\d\d\s*$")


def begin(page: Page) -> None:
    page.goto("/cases/TR-0007/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Opportunity")).to_be_visible()


def stored_reason(person: User) -> str:
    return open_attempt(person).answers.get(factor__code="opportunity").reason.text


def test_of_two_tabs_the_older_never_overwrites_and_both_are_shown(site, open_as, watch):
    watch.expect(409)
    person = site.trainee()
    older = open_as(person)
    begin(older)
    choose(older, "Your rating", "Priority for action")
    wait_saved(older)
    newer = older.context.new_page()
    newer.goto(older.url)

    newer.get_by_label("Reason").fill("Said in the newer tab.")
    choose(newer, "Your rating", "Significant")
    wait_saved(newer)

    older.get_by_label("Reason").fill("Said in the older tab.")
    choose(older, "Your rating", "Some")
    conflict = older.get_by_role("alert")
    expect(conflict.get_by_role("heading", name="This was changed in another tab")).to_be_visible()
    expect(conflict).to_contain_text("Significant")
    expect(conflict).to_contain_text("Said in the newer tab.")
    expect(older.get_by_label("Reason")).to_have_value("Said in the older tab.")
    expect(older.get_by_role("status")).to_have_text("Not saved")
    assert stored_reason(person) == "Said in the newer tab."

    conflict.get_by_role("button", name="Keep what is on this page").click()
    expect(older.get_by_role("status")).to_have_text(SAVED)
    expect(older.get_by_role("alert")).to_have_count(0)
    assert stored_reason(person) == "Said in the older tab."

    # Now the other tab is the older one, and may give way.
    choose(newer, "How sure are you", "Guess: 25%")
    newer.get_by_role("alert").get_by_role("link", name="Use what is saved").click()
    expect(newer.get_by_label("Reason")).to_have_value("Said in the older tab.")
    expect(level(newer, "Some")).to_be_checked()


def test_of_two_tabs_without_scripts_the_older_page_shows_both(site, open_as, watch):
    watch.expect(409)
    person = site.trainee()
    older = open_as(person, javascript=False)
    begin(older)
    newer = older.context.new_page()
    newer.goto(older.url)
    newer.get_by_label("Reason").fill("Said in the newer tab.")
    newer.get_by_role("button", name="Save and continue").click()

    older.get_by_label("Reason").fill("Said in the older tab.")
    older.get_by_role("button", name="Save and continue").click()
    conflict = older.get_by_role("alert")
    expect(conflict).to_contain_text("Said in the newer tab.")
    expect(older.get_by_role("status")).to_have_text("Not saved")
    expect(older.get_by_label("Reason")).to_have_value("Said in the older tab.")
    assert stored_reason(person) == "Said in the newer tab."
    conflict.get_by_role("button", name="Keep what is on this page").click()
    older.wait_for_url(re.compile("/preoccupation/"))
    assert stored_reason(person) == "Said in the older tab."


def test_a_lost_connection_is_said_in_words_and_loses_nothing(site, open_as, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED", "htmx:")
    person = site.trainee()
    page = open_as(person)
    begin(page)
    status = page.get_by_role("status")
    page.get_by_label("Reason").press_sequentially("Before.")
    expect(status).to_have_text(SAVED)

    page.context.set_offline(True)
    page.get_by_label("Reason").press_sequentially(" Typed in a tunnel.")
    expect(status).to_contain_text("Not saved")
    expect(status).to_contain_text("still on this page")
    expect(page.get_by_label("Reason")).to_have_value("Before. Typed in a tunnel.")
    assert stored_reason(person) == "Before."

    page.context.set_offline(False)
    choose(page, "Your rating", "Some")
    expect(status).to_have_text(SAVED)
    assert stored_reason(person) == "Before. Typed in a tunnel."


def test_when_the_session_has_ended_the_page_says_so_and_keeps_what_was_typed(site, open_as, watch):
    watch.expect(401)
    person = site.trainee()
    page = open_as(person)
    begin(page)
    signed_in = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Reason").fill("Typed after the session ended.")
    expect(page.get_by_role("status")).to_contain_text("You have been signed out")
    expect(page.get_by_label("Reason")).to_have_value("Typed after the session ended.")

    page.context.add_cookies(signed_in)  # signed in again in another tab
    choose(page, "Your rating", "Some")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    assert stored_reason(person) == "Typed after the session ended."


def test_after_signing_out_in_another_tab_nothing_looks_saved(site, open_as, watch):
    watch.expect(403, "Response Status Error Code 403")
    page = open_as(site.trainee())
    begin(page)
    choose(page, "Your rating", "Some")
    expect(page.get_by_role("status")).to_have_text(SAVED)
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("link", name="Sign in").first).to_be_visible()

    page.get_by_label("Reason").fill("Typed after signing out.")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    expect(page.get_by_label("Reason")).to_have_value("Typed after signing out.")

"""Two tabs never overwrite one another without asking."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import SAVED, begin, choose, level, stored_reason, wait_saved


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

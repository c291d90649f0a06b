"""A case that unfolds, and one for which ARMS is not the tool, as a trainee does them."""

import re

import pytest
from playwright.sync_api import expect

from scoring.public import Result
from tests.journeys.steps import choose, fill_in_factor, fill_in_overall, fill_in_the_rest, go_on


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_a_case_is_rated_locked_and_rated_again_on_new_information(site, open_as, javascript):
    person = site.trainee()
    page = open_as(person, javascript=javascript)
    page.goto("/cases/TR-0019/")
    expect(page.get_by_text("The case unfolds in 2 stages")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Pellbridge")).to_have_count(0)  # where he is moved to later
    fill_in_the_rest(page)
    go_on(page)

    page.get_by_role("button", name="Lock this stage and see what is new").click()
    expect(page.get_by_role("heading", name="New information")).to_be_visible()
    expect(page.get_by_text("Pellbridge").first).to_be_visible()
    expect(page.get_by_text("Panel:")).to_have_count(0)
    page.get_by_role("link", name="Rate again").first.click()

    expect(page.get_by_text("You at stage 1:")).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    choose(page, "Your rating", "Significant")
    choose(page, "How sure are you", "Very sure: 90%")
    page.get_by_label("Reason").fill("He now lives in a shared house.")
    go_on(page)
    while "/overall/" not in page.url:
        fill_in_factor(page, "Because of what the file says now.")
        go_on(page)
    fill_in_overall(page)
    go_on(page)
    go_on(page)
    page.get_by_role("button", name="Submit my assessment").click()

    expect(page.get_by_role("heading", name="What the new information changed")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("^Opportunity"))
    expect(row.first).to_contain_text("Not evident → Significant")
    expect(row.first).to_contain_text("further")
    expect(page.get_by_role("heading", name="Stage 2, factor by factor")).to_be_visible()
    assert Result.objects.get(person=person.uuid).units.count() == 24


def test_a_boy_of_17_is_not_rated_but_stopped(site, open_as):
    person = site.trainee()
    page = open_as(person)
    page.goto("/cases/TR-0023/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Wrong tool?").click()
    page.get_by_role("button", name="Submit: wrong tool").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why ARMS is not the tool")
    page.get_by_role("radio", name="He is under 18").check()
    page.get_by_label("What in the file says so?").fill("Seven weeks to go, says housing.")
    page.get_by_role("button", name="Submit: wrong tool").click()
    expect(page.get_by_text("You stopped, and so did the panel")).to_be_visible()
    expect(page.get_by_text("11 of 12 stopped the case.")).to_be_visible()
    assert Result.objects.get(person=person.uuid).tool_right is True

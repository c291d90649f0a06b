"""A panel of six rates a case in the browser, blind and once more, through to its release."""

import re

from playwright.sync_api import Page, expect

from people.public import Role
from scenarios.models import Panel, PanelRating, Release
from tests.factories import make_panel, make_passed, make_scenario
from tests.journeys.panel_steps import end_queue, next_by_keyboard, send_to_panel
from tests.journeys.steps import choose

RECORDED = re.compile(r"Opportunity · recorded \d+ \w+, \d\d:\d\d · [2-9A-Z]{4}-[2-9A-Z]{4}")


def send(page: Page, ref: str, **people) -> None:
    """From the admin's listing by way of its review to the form, and send it."""
    page.goto("/admin/snippets/scenarios/scenario/")
    page.get_by_role("button", name=f"More options for '{ref}").click()
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name="Send to a panel").click()
    send_to_panel(page, ref, **people)


def rate(page: Page, level: str) -> None:
    """The queue from the first item to the last by keyboard, and finish."""
    page.get_by_role("link", name="Read the case and begin").click()
    choose(page, "Your rating", level)
    choose(page, "How sure are you?", "Fairly sure: 70%")
    page.get_by_label("Reason").fill(f"Because of D1.1: {level}.")
    page.get_by_role("button", name="cite D1.1").first.click()
    expect(page.get_by_role("button", name="Remove D1.1")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(RECORDED)
    next_by_keyboard(page)
    while "/overall/" not in page.url:
        if "/desist/" in page.url:
            choose(page, "Your rating", "Outside my field")
            next_by_keyboard(page)
        else:
            page.get_by_role("group", name="Your rating").get_by_role("radio").nth(2).check()
            choose(page, "How sure are you?", "Very sure: 90%")
            next_by_keyboard(page)
    end_queue(page)


def look_again(page: Page) -> None:
    """See the spread without names, and revise the one item on which the panel differs."""
    page.get_by_role("link", name="See where the panel differs").click()
    expect(page.get_by_text("You said: Some.")).to_be_visible()
    expect(page.get_by_text("Heroncroft")).to_have_count(0)
    page.get_by_text("Revise what I said").click()
    choose(page, "Your rating", "Significant")
    page.get_by_label("Reason").fill("D1.1 weighs more than I thought.")
    page.get_by_role("button", name="Save my revision").click()


def test_a_panel_of_six_rates_a_case_through_to_its_release(site, open_as):
    scenario = make_passed(make_scenario("TR-0900"))
    chair = site.person(Role.TRAINER, "X01", last_name="Chairwood")
    approver = site.person(Role.ADMINISTRATOR, "X02", last_name="Approveley")
    names = ("Wren", "Heron", "Finch", "Plover", "Dunlin", "Siskin")
    panellists = [
        site.person(Role.PANELLIST, f"X0{n}", last_name=f"{name}croft")
        for n, name in enumerate(names, start=1)
    ]
    at_the_chair = open_as(chair)
    send(at_the_chair, scenario.ref, chair=chair, approver=approver, panellists=panellists)
    panel = Panel.objects.get(case_version__scenario=scenario)
    assert panel.panellists.count() == 6

    levels = ("Some", "Significant", "Significant", "Significant", "Significant", "Priority")
    for person, level in zip(panellists, levels, strict=True):
        page = open_as(person)
        page.goto("/panel/")
        page.get_by_role("link", name=scenario.ref).first.click()
        rate(page, level)
        # The chair sees that they finished, and nothing of what they said.
        at_the_chair.reload()
        expect(at_the_chair.get_by_role("row", name=f"{person} Finished")).to_be_visible()
        said = PanelRating.objects.filter(panellist__person=person)
        for receipt in said.values_list("receipt", flat=True):
            assert receipt not in at_the_chair.content()
        page.context.close()

    at_the_chair.get_by_role("link", name="End the blind round").click()
    at_the_chair.get_by_role("button", name="End the blind round").click()
    expect(at_the_chair.get_by_text("The panel differs on 1 of 11 items")).to_be_visible()
    at_the_chair.get_by_role("button", name="Open the revision round").click()
    expect(at_the_chair.get_by_text("0 of 6 who are asked")).to_be_visible()

    # One is persuaded by what others cite; the others stay with one press.
    for number, person in enumerate(panellists):
        page = open_as(person, javascript=number != 1)
        page.goto("/panel/")
        page.get_by_role("link", name=scenario.ref).first.click()
        page.get_by_role("link", name="Look again").click()
        if number:
            page.get_by_role("button", name="I stay with everything I said").click()
        else:
            look_again(page)
        expect(page.get_by_role("heading", name="You are done. Thank you.")).to_be_visible()
        page.context.close()

    at_the_chair.reload()
    at_the_chair.get_by_role("link", name="Close the panel").click()
    at_the_chair.get_by_role("button", name="Close and make the key").click()
    at_the_chair.get_by_role("link", name="Read what the panel said").click()
    expect(at_the_chair.get_by_text("Panel: Significant (5 of 6).")).to_be_visible()
    expect(at_the_chair.get_by_text("Wrencroft")).to_have_count(0)
    expect(at_the_chair.get_by_role("link", name="Approve the key")).to_have_count(0)

    second = open_as(approver)
    second.goto("/panel/")
    second.get_by_role("link", name=scenario.ref).first.click()
    second.get_by_role("link", name="Read what the panel said, and decide").click()
    desist = second.locator("#stage-1-desist")
    expect(desist).to_contain_text("Too few gave a level")
    second.get_by_role("link", name="Approve the key").click()
    assert not Release.objects.filter(case_version__scenario=scenario).exists()
    second.get_by_role("button", name="Approve and release").click()
    expect(second.get_by_text("Released")).to_be_visible()
    release = Release.objects.get(case_version__scenario=scenario)
    assert (release.key.panel_size, release.use, release.is_specimen) == (6, "practice", True)

    place = open_as(panellists[0])
    place.goto(f"/panel/{panel.uuid}/")
    place.get_by_role("link", name="See where you were").click()
    expect(place.get_by_text("You: Some, then Significant.")).to_be_visible()
    place.goto("/panel/hours/")
    expect(place.get_by_role("heading", name="Statement of hours")).to_be_visible()

    trainee = open_as(site.trainee())
    trainee.goto(f"/cases/{scenario.ref}/")
    trainee.get_by_role("button", name="Start").click()
    expect(trainee.get_by_role("heading", name="Opportunity")).to_be_visible()


def test_a_panellist_rates_without_scripts(site, open_as):
    scenario = make_scenario("TR-0901")
    panel = make_panel(2, scenario=scenario)
    person = panel.panellists.first().person
    page = open_as(person, javascript=False)
    page.goto(f"/panel/{panel.uuid}/")
    page.get_by_role("link", name="Read the case and begin").click()
    choose(page, "Your rating", "Outside my field")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Sexual preoccupation")).to_be_visible()
    page.get_by_role("link", name="My queue").click()
    expect(page.get_by_text("1 of 12")).to_be_visible()

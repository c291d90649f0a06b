"""A trainer copies a case, looks at it as a trainee would, and has it read before it is sent."""

import pytest
from playwright.sync_api import expect

from people.public import Role
from scenarios.models import Assessment, CaseDesign, Scenario
from scenarios.selectors.draft_places import draft_in_hand
from tests.journeys.panel_steps import decide_on_review, send_to_reviewer
from tests.journeys.steps import choose


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_copy_is_previewed_read_sent_back_mended_and_passed(site, open_as, javascript):
    author = site.person(Role.TRAINER, "X01", last_name="Authorley")
    reader = site.person(Role.PANELLIST, "X01", last_name="Readerby")
    ref = "TR-0850" if javascript else "TR-0851"
    page = open_as(author, javascript=javascript)

    # Two clicks: the reference is suggested, and only changed here to be known.
    page.goto("/workshop/TR-0007/duplicate/")
    page.get_by_label("Reference").fill(ref)
    page.get_by_label("Title").fill("The allotment, again")
    page.get_by_role("button", name="Make the copy").click()
    page.wait_for_url(f"**/workshop/{ref}/")
    page.goto(f"/workshop/?q={ref}")
    expect(page.get_by_role("row", name=ref)).to_contain_text("Draft")
    expect(page.get_by_role("row", name=ref)).to_contain_text("Author: Robin Authorley")

    # As a trainee, with nothing left behind.
    attempts = Assessment.objects.count()
    page.goto(f"/workshop/{ref}/preview/")
    page.get_by_role("link", name="Start the preview").click()
    expect(page.get_by_role("heading", name="Opportunity")).to_be_visible()
    choose(page, "Your rating", "Some")
    page.get_by_role("button", name="cite D1.1").first.click()
    expect(page.get_by_role("status")).to_contain_text("Preview: nothing is saved")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="Sexual preoccupation")).to_be_visible()
    assert Assessment.objects.count() == attempts

    # What it is meant to show, apart from it.
    page.goto(f"/workshop/{ref}/design/")
    page.get_by_role("group", name="Opportunity").get_by_label("Level").select_option(index=2)
    page.get_by_role("button", name="Save the design").click()
    expect(page.get_by_text("The design is saved.")).to_be_visible()
    assert CaseDesign.objects.get(scenario__ref=ref).factors["opportunity"]["level"] == "1"

    send_to_reviewer(page, ref, reader)
    second = open_as(reader, javascript=javascript)
    second.goto("/panel/")
    second.get_by_role("link", name=ref).click()
    second.get_by_role("link", name="Comment on D1.1", exact=True).click()
    expect(second.get_by_label("On what?")).to_have_value("D1.1")
    second.get_by_label("Comment", exact=True).fill("Who says so?")
    second.get_by_role("button", name="Add the comment").click()
    expect(second.get_by_text("Who says so?")).to_be_visible()
    choose(second, "What do you decide?", "Send it back")
    second.get_by_role("button", name="Decide").click()
    expect(second.get_by_text("Sent back,").first).to_be_visible()

    page.reload()
    page.get_by_text("Answer", exact=False).locator("visible=true").first.click()
    page.get_by_label("Your answer").fill("His landlord, in the next paper.")
    page.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_text("His landlord, in the next paper.").first).to_be_visible()
    draft = draft_in_hand(Scenario.objects.get(ref=ref))
    draft.summary = "A man whose landlord writes."
    draft.save_revision(user=author)
    page.goto(f"/workshop/{ref}/compare/")
    expect(page.get_by_role("row", name="Summary")).to_be_visible()

    send_to_reviewer(page, ref, reader)
    decide_on_review(second, ref, "Pass it")
    expect(second.get_by_text("Passed,")).to_be_visible()

    page.goto(f"/workshop/{ref}/review/")
    page.get_by_role("link", name="Send to a panel").click()
    expect(page.get_by_label("Which case?")).to_have_value(ref)

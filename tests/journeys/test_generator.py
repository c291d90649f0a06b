"""A trainer generates a draft, makes it their own in the admin, and says so."""

import pytest
from playwright.sync_api import expect

from scenarios.models import GeneratedCase
from tests.journeys.editor import save_draft


def generate(page) -> str:
    """From the workshop to a kept draft of two stages; its reference."""
    page.goto("/workshop/")
    page.get_by_role("link", name="Generate a draft").click()
    page.get_by_label("Start from").select_option(
        label="Two stages: work and people are lost together"
    )
    page.get_by_role("button", name="Fill in the levels").click()
    level = page.get_by_label("Employment or positive routine, stage 2")
    expect(level).to_have_value("0")
    level.select_option("1")
    page.get_by_label("Short: four papers").check()
    page.get_by_role("button", name="Look at the draft").click()
    heading = page.get_by_role("heading", name="The draft of seed")
    expect(heading).to_be_visible()
    seed = page.get_by_label("Seed (optional)").input_value()
    expect(page.get_by_role("article")).to_have_count(7)  # six papers and the given facts
    page.get_by_role("button", name="Keep it as a draft").click()
    expect(page.get_by_text("Needs an author")).to_be_visible()
    made = GeneratedCase.objects.latest("pk")
    assert str(made.seed) == seed
    assert made.profile["levels"][1]["routine"] == "1"
    return made.scenario.ref


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_draft_is_chosen_looked_at_and_kept(site, open_as, javascript):
    page = open_as(site.people["trainer"], javascript=javascript)
    ref = generate(page)
    expect(page.get_by_text("You have not edited its text yet.")).to_be_visible()
    expect(page.get_by_role("button", name="This case is mine")).to_have_count(0)
    page.goto(f"/workshop/{ref}/")
    expect(page.get_by_text("It needs an author:")).to_be_visible()


def test_the_draft_becomes_its_authors_own(site, open_as):
    trainer = site.people["trainer"]
    page = open_as(trainer)
    ref = generate(page)
    page.get_by_role("link", name="Edit the draft").click()
    text = page.locator("[name=documents-0-body]")
    text.fill(f"{text.input_value()}\n\nHe keeps pigeons behind the house.")
    save_draft(page)
    page.goto(f"/workshop/generated/{ref}/")
    page.get_by_role("button", name="This case is mine").click()
    expect(page.get_by_text(f"Taken on by {trainer}")).to_be_visible()
    page.goto(f"/workshop/{ref}/")
    expect(page.get_by_text("It needs an author:")).to_have_count(0)

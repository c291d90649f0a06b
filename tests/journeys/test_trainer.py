"""A trainer edits and previews a scenario in the admin, where a trainee never gets in."""

import re

from playwright.sync_api import expect

from scenarios.models import CaseVersion, Scenario
from tests.journeys.editor import save_draft


def test_a_trainer_edits_and_previews_a_scenario(site, open_as):
    page = open_as(site.people["trainer"])
    page.goto("/admin/")
    page.get_by_role("link", name="Scenarios").first.click()
    title = Scenario.objects.get(ref="TR-0007").title
    page.get_by_role("link", name=re.compile(title)).first.click()
    page.get_by_label("Summary").fill("Edited in a journey.")
    save_draft(page)
    scenario = Scenario.objects.get(ref="TR-0007")
    assert scenario.latest_revision.content["summary"] == "Edited in a journey."
    frozen = CaseVersion.objects.get(scenario=scenario)
    assert frozen.summary != "Edited in a journey."

    # As a trainee would see it, beside the form: the file, and nothing of a panel.
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_contain_text(scenario.title)
    expect(preview.get_by_role("article").first).to_be_attached()
    expect(preview.get_by_text("of 12")).to_have_count(0)


def test_a_trainee_is_turned_away_at_the_admins_door(site, open_as, watch):
    watch.expect(403)
    page = open_as(site.people["trainee"])
    answer = page.goto("/admin/")
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Admin")).to_have_count(0)

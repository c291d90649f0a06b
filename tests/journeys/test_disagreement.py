"""A trainee still disagrees, a trainer of the case answers, and the trainee reads it."""

import pytest
from playwright.sync_api import expect

from people.public import Role
from scenarios.models import Disagreement
from scenarios.public import Release
from tests.factories import make_done

WHY = "He rang the officer himself before he went back to the shed."
STANDS = "Five of six experts weighed the second visit note, which you did not cite."
ANSWER = "That is well seen. Weigh it beside the second visit note."


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_disagreement_is_answered_and_read(site, open_as, javascript):
    release = Release.objects.get(case_version__scenario__ref="TR-0007")
    person = site.trainee(last_name=f"Curlewby{javascript:d}")
    attempt = make_done(person, release)
    owner = site.person(Role.TRAINER, "INVENTED", last_name="Ownerley")

    page = open_as(person, javascript=javascript)
    page.goto(f"/assessments/{attempt.uuid}/feedback/")
    here = page.locator("#disagree-opportunity")
    here.get_by_role("link", name="I still disagree, because… Opportunity").click()
    page.get_by_label("I still disagree, because…").fill("Ring 07911 123456.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("I still disagree, because…").fill(WHY)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(here).to_contain_text(WHY)
    expect(here).to_contain_text("Not answered yet.")

    at_work = open_as(owner, javascript=javascript)
    at_work.goto("/workshop/disagreements/?case=TR-0007")
    said = Disagreement.objects.get(assessment=attempt)
    expect(at_work.get_by_text(WHY)).to_be_visible()
    assert person.last_name not in at_work.content()
    at_work.locator(f"a[href*='{said.uuid}']").click()
    assert person.last_name not in at_work.content()
    at_work.get_by_label("Your answer").fill(ANSWER)
    at_work.get_by_label("We will look at the key of this factor").check()
    at_work.get_by_role("button", name="Send the answer").click()
    expect(at_work.get_by_text(ANSWER)).to_be_visible()
    at_work.get_by_role("link", name="Health of this case").click()
    expect(at_work.get_by_role("heading", name="Look again")).to_be_visible()

    page.goto("/my-learning/")
    page.get_by_role("region", name="You have an answer").get_by_role("link").click()
    expect(here).to_contain_text(ANSWER)
    expect(here).to_contain_text("They will look at the key of this factor.")
    page.goto("/my-learning/")
    expect(page.get_by_role("heading", name="You have an answer")).to_have_count(0)

    at_work.goto("/workshop/disagreements/?case=TR-0007")
    at_work.get_by_role("link", name="Promised to look at the key").click()
    at_work.locator(f"a[href*='{said.uuid}']").click()
    at_work.get_by_role("button", name="The key stands").click()
    expect(at_work.get_by_role("alert")).to_contain_text("There is a problem")
    at_work.get_by_label("Why the key stands").fill(STANDS)
    at_work.get_by_role("button", name="The key stands").click()
    expect(at_work.get_by_text(STANDS)).to_be_visible()
    expect(at_work.get_by_label("Why the key stands")).to_have_count(0)
    at_work.goto("/workshop/disagreements/?case=TR-0007&show=promised")
    expect(at_work.get_by_text("He handed the keys back").first).to_be_visible()
    expect(at_work.get_by_text(WHY)).to_have_count(0)

    page.goto("/my-learning/")
    page.get_by_role("region", name="You have an answer").get_by_role("link").click()
    expect(here).to_contain_text(STANDS)
    expect(here).to_contain_text("They looked at the key of this factor, and it stands")


def test_a_chair_reads_the_health_of_their_panel_at_once(site, open_as):
    panel = site.panels["closed"]
    page = open_as(panel.chair)
    page.goto(f"/panel/{panel.uuid}/ratings/")
    page.get_by_role("link", name="Health of this case").click()
    expect(page.get_by_role("heading", name="Healthy")).to_be_visible()
    expect(page.get_by_role("table", name="Where each would stand on this case")).to_be_visible()
    expect(page.get_by_role("row", name="P01")).to_be_visible()

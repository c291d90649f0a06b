"""A key is changed by two people in the browser, and the trainee sees both results."""

import pytest
from playwright.sync_api import expect

from people.public import Role
from scenarios.models import KeyChange, Release
from scenarios.services.assessing import submit_assessment
from tests.factories import make_complete_assessment, make_released_case, make_rerating_panel


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_proposal_to_both_results(site, open_as, javascript):
    ref = f"TR-096{int(javascript)}"
    release = make_released_case("practice", ref)
    trainee = site.trainee()
    sat = submit_assessment(assessment=make_complete_assessment(trainee, release, opportunity=3))
    proposer = site.person(Role.TRAINER, "NATIONAL", last_name=f"Proposely{int(javascript)}")
    approver = site.person(Role.ADMINISTRATOR, "NATIONAL", last_name=f"Secondham{int(javascript)}")
    make_rerating_panel(release, chair=proposer, opportunity=3)

    page = open_as(proposer, javascript=javascript)
    page.goto(f"/workshop/{ref}/key/")
    page.get_by_role("link", name="Propose it").click()
    page.get_by_label("Why?").fill("The first panel had not read the device check.")
    page.get_by_label("Who approves it?").select_option(value=str(approver.uuid))
    page.get_by_role("button", name="Propose and work out the dry run").click()
    expect(page.get_by_text("1 result would be judged again, of 1 person.")).to_be_visible()
    expect(page.get_by_text("Under 10 people, so there are no figures")).to_be_visible()
    expect(page.get_by_role("link", name="Approve the key")).to_have_count(0)
    assert Release.objects.filter(case_version__scenario__ref=ref).count() == 1

    second = open_as(approver, javascript=javascript)
    second.goto("/panel/")
    second.get_by_role("link", name=f"Key of {ref}").click()
    second.get_by_role("link", name="Read what it said").click()
    expect(second.get_by_text("Panel: Priority for action (6 of 6).").first).to_be_visible()
    second.get_by_role("link", name="Back to the key change").click()
    second.get_by_role("link", name="Approve the key").click()
    second.get_by_role("button", name="Approve the key").click()
    expect(second.get_by_text("1 result was judged again.")).to_be_visible()
    expect(second.get_by_role("progressbar", name="Results judged again")).to_be_visible()
    change = KeyChange.objects.get(case_version__scenario__ref=ref)
    assert change.rescoring.is_finished

    mine = open_as(trainee, javascript=javascript)
    mine.goto(f"/assessments/{sat.uuid}/feedback/")
    told = mine.locator(".notice", has_text="This result was judged again")
    expect(told).to_contain_text("It was: 10 of 11 the same as the panel")
    expect(told).to_contain_text("It is now: 11 of 11 the same as the panel")
    expect(told).to_contain_text("The first panel had not read the device check.")

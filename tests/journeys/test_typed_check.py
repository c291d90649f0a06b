"""An author checks what is typed in the editor and not saved; the text stays as it is."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Revision

from scenarios.models import CaseDocument, Scenario
from tests.factories import make_scenario

TYPED = "He was in. Ring 07911 123456 after nine."


@pytest.fixture
def scenario(site) -> Scenario:
    scenario = make_scenario()
    scenario.owner = Scenario.objects.get(ref="TR-0007").owner
    scenario.save()
    return scenario


def is_kept(scenario: Scenario) -> bool:
    """Whether what was typed is in the database, as text or as a draft."""
    drafts = Revision.objects.for_instance(scenario).values_list("content", flat=True)
    bodies = CaseDocument.objects.filter(scenario=scenario).values_list("body", flat=True)
    return any("07911" in str(text) for text in (*drafts, *bodies))


def test_what_is_typed_is_checked_in_the_editor(site, scenario, open_as):
    page = open_as(site.people["trainer"])
    page.goto(f"/admin/snippets/scenarios/scenario/edit/{scenario.pk}/")
    body = page.locator("#id_documents-1-body")
    body.fill(TYPED)
    page.get_by_role("button", name="Check this text").click()
    found = page.locator("#typed-findings")
    expect(found).to_contain_text("Nothing was saved or changed.")
    expect(found).to_contain_text("“07911 123456” looks like a real telephone number")
    expect(body).to_have_value(TYPED)
    found.get_by_role("link", name="“Visit note”, D2.1").click()
    expect(page.locator("#inline_child_documents-1")).to_be_in_viewport()
    body.fill("He was in. Ring his officer after nine.")
    page.get_by_role("button", name="Check this text").click()
    expect(found).to_contain_text("The checks find nothing that must be mended.")
    assert not is_kept(scenario)


def test_without_scripts_it_opens_in_a_tab_of_its_own(site, scenario, open_as):
    page = open_as(site.people["trainer"], javascript=False)
    page.goto(f"/admin/snippets/scenarios/scenario/edit/{scenario.pk}/")
    page.locator("#id_title").fill("Ring 07911 123456")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Check this text").click()
    expect(opened.value.get_by_text("looks like a real telephone number").first).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Ring 07911 123456")
    assert not is_kept(scenario)

"""A lead holds a moderation session with a small group, with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from people.public import Organisation, Role
from scenarios.models import ModerationSession, Release, TeachingNote
from tests.factories import make_group, make_released_case
from tests.journeys.steps import level

READING = "He kept the shed key, so there is access: D2.1."


def small_force(site, code: str) -> Release:
    """A force in which six people have done one case."""
    release = make_released_case("practice", f"TR-{code}")
    make_group(release, 6, organisation=Organisation.objects.get(code=code), cite="D2.1", social=3)
    return release


def saved(page: Page, *, javascript: bool) -> None:
    """With scripts it saves itself; without them a button does."""
    if not javascript:
        page.get_by_role("button", name="Save", exact=True).click()
    expect(
        page.get_by_role("status").filter(has_text=re.compile(r"Saved \d\d:\d\d"))
    ).to_be_visible()


@pytest.mark.parametrize(
    ("javascript", "code"), [(True, "X07"), (False, "X08")], ids=["scripts", "no scripts"]
)
def test_a_small_group_goes_from_its_report_to_teaching_notes(javascript, code, site, open_as):
    release = small_force(site, code)
    ref = release.case_version.scenario.ref
    page = open_as(site.person(Role.FORCE_LEAD, code), javascript=javascript)
    page.goto(f"/reports/{code}/consistency/")
    page.get_by_role("link", name=f"hold a moderation session on {ref}").click()
    choice = page.get_by_role("radio", name=re.compile(f"^{ref}.*the most split"))
    expect(choice).to_be_checked()
    page.get_by_role("button", name="Open the session").click()

    # The most split factor first, and nobody by name.
    expect(page.get_by_text("answers of 5 people")).to_be_visible()
    assert "Testfield" not in page.get_by_role("table").inner_text()
    page.get_by_role("link", name="Begin with the most split").click()
    expect(page.get_by_role("heading", name="Opportunity", level=1)).to_be_visible()
    expect(page.get_by_text("Cited for: 5 of 5.")).to_be_visible()

    # What the panel said comes on a click, and goes again.
    expect(page.get_by_text("Why opportunity is level 2.")).to_have_count(0)
    page.get_by_role("link", name="Show what the panel said").click()
    expect(page.get_by_text("Why opportunity is level 2.")).to_be_visible()
    page.get_by_role("link", name="Hide what the panel said").click()
    expect(page.get_by_text("Why opportunity is level 2.")).to_have_count(0)

    level(page, "Significant").check()
    page.get_by_label("The agreed reading").fill(READING)
    saved(page, javascript=javascript)
    page.get_by_role("button", name="Save and go to the next factor").click()
    expect(page.get_by_role("heading", name="Opportunity", level=1)).to_have_count(0)

    # Back by the keyboard alone: the way to the factor before is the first link of the page's own.
    page.locator("main").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Opportunity", level=1)).to_be_visible()
    expect(page.get_by_label("The agreed reading")).to_have_value(READING)

    page.get_by_role("link", name="1 of 12: all factors").click()
    expect(page.get_by_text("1 of 12 agreed on")).to_be_visible()
    page.get_by_role("link", name="Close the session").click()
    page.get_by_role("button", name="Close the session").click()
    expect(page.get_by_role("heading", name="What was agreed on", level=1)).to_be_visible()
    expect(page.get_by_text(READING)).to_be_visible()
    page.get_by_role("link", name=f"All notes on {ref}").click()
    expect(page.get_by_role("heading", name="Teaching notes", level=1)).to_be_visible()
    expect(page.get_by_text(READING)).to_be_visible()
    session = ModerationSession.objects.get(release=release)
    assert not session.is_open
    assert TeachingNote.objects.get(session=session).revision >= 1


def test_a_note_that_was_changed_in_another_tab_is_shown_beside_this_one(site, open_as, watch):
    watch.expect(409)
    release = small_force(site, "X09")
    lead = site.person(Role.FORCE_LEAD, "X09")
    page = open_as(lead)
    page.goto(f"/moderation/new/?group=X09&case={release.uuid}")
    page.get_by_role("button", name="Open the session").click()
    page.get_by_role("link", name="Begin with the most split").click()
    other = open_as(lead)
    other.goto(page.url)
    other.get_by_label("The agreed reading").fill("What the other tab says.")
    saved(other, javascript=True)
    page.get_by_label("The agreed reading").fill("What this tab says.")
    conflict = page.get_by_role("alert").filter(has_text="another tab")
    expect(conflict).to_contain_text("What the other tab says.")
    conflict.get_by_role("button", name="Keep what is on this page").click()
    saved(page, javascript=True)
    expect(conflict).to_have_count(0)
    assert TeachingNote.objects.get(session__release=release).text == "What this tab says."

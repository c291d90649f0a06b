"""From the search at the top of a page to the glossary; and a support line that is checked."""

import pytest
from playwright.sync_api import expect

from courses.models import SupportLine
from people.public import Role
from tests.factories.resources import make_line


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_word_is_looked_up_and_a_line_is_checked(site, open_as, javascript):
    page = open_as(site.trainee(), javascript=javascript)
    page.goto("/my-learning/")
    page.get_by_label("Search this site").fill("static factor")
    page.get_by_label("Search this site").press("Enter")
    expect(page.get_by_role("heading", name="Glossary")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("static factor")
    page.get_by_role("link", name="Static factor", exact=True).click()
    expect(page.locator(".term:target")).to_contain_text("does not change")

    page.get_by_role("contentinfo").get_by_role("link", name="Support").click()
    expect(page.get_by_text("Not yet checked").first).to_be_visible()
    expect(page.get_by_role("button", name="I checked it today")).to_have_count(0)

    line = make_line(f"A line to check, {javascript}")
    page = open_as(site.person(Role.TRAINER, "X01"), javascript=javascript)
    page.goto("/resources/support/")
    page.get_by_role("button").filter(has_text=line.name).click()
    expect(page.get_by_text(f"{line.name}: checked today.")).to_be_visible()
    assert SupportLine.objects.get(pk=line.pk).last_checked is not None
    line.delete()

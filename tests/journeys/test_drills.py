"""The daily practice: begin, rate a page of evidence, be told at once, go on, and stop."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import DrillAnswer
from tests.journeys.axe.look import faults_of
from tests.journeys.views.view import NARROW


def rate(page: Page, answer: str) -> None:
    page.locator(f"input[name=answer][value='{answer}']").check()
    page.get_by_label("Fairly sure: 70%").check()
    page.get_by_role("button", name="See how it was").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_trainee_practises_on_a_telephone(site, open_as, javascript):
    person = site.trainee()
    page = open_as(person, javascript=javascript)
    page.set_viewport_size({"width": NARROW, "height": 640})
    page.goto("/my-learning/drills/")
    expect(page.get_by_role("heading", name="3 drills are due today")).to_be_visible()
    page.get_by_role("button", name="Begin").click()

    expect(page.locator("input[name=answer]:checked")).to_have_count(0)
    page.get_by_role("button", name="See how it was").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a level")
    first = DrillAnswer.objects.get(person=person)
    wrong = "0" if first.version.right != ["0"] else "3"
    rate(page, wrong)
    expect(page.get_by_role("heading", name="too")).to_be_visible()
    expect(page.get_by_text("comes back tomorrow.")).to_be_visible()
    if javascript:
        assert faults_of(page) == []

    page.get_by_role("button", name="Next drill").click()
    expect(page.get_by_role("button", name="See how it was")).to_be_visible()
    second = DrillAnswer.objects.filter(person=person).latest("pk")
    assert second.version.factor != first.version.factor
    page.get_by_role("button", name="Skip this one").click()
    expect(page.get_by_role("button", name="See how it was")).to_be_visible()
    third = DrillAnswer.objects.filter(person=person).latest("pk")
    assert third.version != second.version
    rate(page, third.version.right[0])
    expect(page.get_by_role("heading", name="Right")).to_be_visible()
    page.get_by_role("link", name="Enough for today").click()
    expect(page.get_by_role("heading", name="My learning", level=1)).to_be_visible()
    assert DrillAnswer.objects.filter(person=person, outcome="right").count() == 1

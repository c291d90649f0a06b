"""A baseline before reading on, from My learning to its end, and what a final shows."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Measure
from people.public import Organisation, Role
from tests.factories.courses import ask
from tests.factories.measures import finish_course, take
from tests.journeys.axe.look import faults_of
from tests.journeys.steps import answer_measure_drill, fill_in_the_rest, go_on
from tests.journeys.views.view import WIDE


def look_at(page: Page) -> None:
    """The page is open to everybody, wide and narrow."""
    assert faults_of(page) == []
    page.set_viewport_size({"width": WIDE, "height": 800})


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_baseline_is_taken_and_the_final_shows_both(javascript, site, open_as, measured_course):
    course, there = measured_course, Organisation.objects.get(code="X09")
    person = site.trainee("X09")
    ask(course, site.person(Role.FORCE_LEAD, "X09"), there, person=person, by=3)
    page = open_as(person, javascript=javascript)

    # The first lesson asks, and going back marks nothing.
    page.goto("/my-learning/")
    page.get_by_role("link", name="Begin the course: Lesson 1.1").click()
    page.get_by_role("button", name="Mark as read and go on").click()
    expect(page.get_by_role("heading", name="Before you read on", level=1)).to_be_visible()
    if javascript:
        look_at(page)
    page.goto("/my-learning/")
    expect(page.get_by_role("heading", name="Next: Baseline of Seeing")).to_be_visible()
    page.get_by_role("link", name="See what it asks").click()
    page.get_by_role("button", name="Do the baseline now").click()
    expect(page.get_by_text("About 26 minutes left.")).to_be_visible()
    if javascript:
        look_at(page)

    page.get_by_role("link", name="Do the drills first").click()
    page.get_by_role("button", name="Keep my answer and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a level")
    if javascript:
        look_at(page)
    answer_measure_drill(page)
    expect(page.get_by_text("Drill 2 of 2")).to_be_visible()
    answer_measure_drill(page)
    page.get_by_role("link", name="Open the case").click()
    page.get_by_role("button", name="Start").click()
    fill_in_the_rest(page)
    go_on(page)
    page.get_by_role("button", name="Submit my assessment").click()
    expect(page.get_by_role("heading", name="Submitted", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Who sees this")).to_be_visible()

    measure = Measure.objects.get(person=person)
    page.goto(f"/my-learning/measures/{measure.uuid}/")
    expect(page.get_by_text("You finished it on")).to_be_visible()
    expect(page.get_by_text("Told after the final", exact=True)).to_be_visible()
    finish_course(person, course)
    take(person, course, "final")
    page.reload()
    expect(page.get_by_role("heading", name="How each drill was")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="2 of 2")).to_have_count(2)
    if javascript:
        look_at(page)
        page.get_by_role("link", name="Measures", exact=True).click()
        expect(page.get_by_text("Nothing of it can be done today.")).to_be_visible()
        look_at(page)

"""A lead reads whether a course worked, takes the rows with them; a trainer reads of all."""

import pytest
from playwright.sync_api import expect

from people.public import Organisation, Role
from tests.factories import make_cohort
from tests.factories.gains import Did, Point, make_measured, make_measured_people, write_measures
from tests.journeys.axe.look import faults_of
from tests.journeys.views.view import NARROW

# A force of which the demonstration has measured nobody.
CODE = "X17"


@pytest.fixture(scope="module")
def measured(site, django_db_blocker):
    with django_db_blocker.unblock():
        force = Organisation.objects.get(code=CODE)
        course = make_measured("A measured course")
        people = make_measured_people(course, 20, organisation=force)
        make_cohort(force, people[:10], "First ten")
        later = [Did(person, Point.MONTH_1, at % 2) for at, person in enumerate(people)]
        write_measures(course, later)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_lead_and_a_trainer_read_whether_a_course_worked(site, measured, open_as, javascript):
    page = open_as(site.person(Role.FORCE_LEAD, CODE), javascript=javascript)
    page.goto(f"/reports/{CODE}/")
    page.get_by_role("navigation", name="Parts of the report").get_by_role(
        "link", name="Did the course work?"
    ).click()
    expect(page.get_by_role("heading", name="A measured course, edition 1")).to_be_visible()
    expect(page.get_by_text("Yes, as far as can be seen. In 20 people")).to_be_visible()
    table = page.get_by_role("table", name="By cohort: A measured course, edition 1")
    expect(table.get_by_role("rowheader", name="First ten")).to_be_visible()
    _look(page, javascript)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows (CSV)").click()
    assert download.value.suggested_filename.startswith(f"{CODE}-did-the-course-work-")

    page = open_as(site.people["trainer"], javascript=javascript)
    page.goto("/courses/gain/")
    table = page.get_by_role("table", name="Baseline and final: A measured course, edition 1")
    expect(table.get_by_role("columnheader", name="Form B above form A")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Why structured judgement")).to_be_visible()
    _look(page, javascript)


def _look(page, javascript):
    if not javascript:
        return
    for width in (1280, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

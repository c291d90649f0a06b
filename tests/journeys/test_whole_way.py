"""The whole way of one person: a baseline, the lessons, the final, a set, and a certificate."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import Certificate
from people.public import Organisation, Role
from tests.factories.certification import make_ready
from tests.journeys.steps import answer_as_the_panel, answer_measure_drill, fill_in_the_rest, go_on

pytestmark = pytest.mark.usefixtures("bank_of_their_own")


def take_the_measure(page: Page, begin: str) -> None:
    """Two drills and a case, from the page that says what comes next."""
    page.goto("/my-learning/")
    page.get_by_role("link", name="See what it asks").click()
    page.get_by_role("button", name=begin, exact=True).click()
    page.get_by_role("link", name="Do the drills first").click()
    answer_measure_drill(page)
    answer_measure_drill(page)
    page.get_by_role("link", name="Open the case").click()
    page.get_by_role("button", name="Start").click()
    fill_in_the_rest(page)
    go_on(page)
    page.get_by_role("button", name="Submit my assessment").click()
    expect(page.get_by_role("heading", name="Submitted", level=1)).to_be_visible()


@pytest.mark.parametrize(
    ("javascript", "code"), [(True, "X13"), (False, "X14")], ids=["scripts", "no scripts"]
)
def test_from_a_baseline_to_a_verified_certificate(
    javascript, code, site, open_as, measured_course
):
    there = Organisation.objects.get(code=code)
    certification = make_ready(1, bank=2, owner=there, course=measured_course, needs_course=True)
    person = site.trainee(code)
    page = open_as(person, javascript=javascript)

    page.goto(measured_course.url)
    page.get_by_role("button", name="Take this course").click()
    take_the_measure(page, "Do the baseline now")
    page.goto("/my-learning/")
    page.get_by_role("link", name="Begin the course", exact=True).click()
    page.get_by_role("button", name="Mark as read and go on").click()
    page.get_by_role("button", name="Mark as read and go to My learning").click()
    expect(page.get_by_role("heading", name="Next: Final")).to_be_visible()
    take_the_measure(page, "Begin")

    page.goto(f"/my-learning/certification/{certification.uuid}/")
    page.get_by_role("link", name="Draw my set").click()
    page.get_by_role("button", name="Draw my set").click()
    case = certification.sets.get().cases.get().release
    page.get_by_role("link", name=f"{case.case_version.scenario.ref}:").click()
    page.get_by_role("button", name="Start").click()
    answer_as_the_panel(page, case)
    page.get_by_role("button", name="Submit my assessment").click()
    expect(page.get_by_role("heading", name="Check submitted", level=1)).to_be_visible()

    reference = Certificate.objects.get(person=person).reference
    anybody = open_as(None, javascript=javascript)
    anybody.goto("/verify/")
    anybody.get_by_label("Reference").fill(reference)
    anybody.get_by_role("button", name="Verify").click()
    expect(anybody.get_by_role("heading", name="A specimen: Valid")).to_be_visible()

    lead = open_as(site.person(Role.FORCE_LEAD, code), javascript=javascript)
    lead.goto(f"/reports/{code}/courses/")
    own = lead.get_by_role("row").filter(has_text=str(person))
    expect(own.filter(has_text=measured_course.title)).to_contain_text("Finished")

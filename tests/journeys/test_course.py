"""A lead assigns a course; a trainee reads, goes on where they left and finishes; both see it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from people.public import Cohort, Organisation, Role

COURSE = "ARMS foundations"


def fill_in_date(page: Page, group: str, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    for part in ("day", "month", "year"):
        field = page.get_by_role("group", name=group).get_by_label(part.title(), exact=True)
        field.fill(str(getattr(day, part)))


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Courses").get_by_role("row").filter(has_text=name)


def assign(page: Page, cohort: str) -> None:
    """From the first screen of the report to the list of what is assigned."""
    page.goto("/reports/X06/")
    page.get_by_role("link", name="Assign a course").click()
    page.get_by_role("group", name="Which course?").get_by_label(COURSE).check()
    page.get_by_role("group", name="Who is to take it?").get_by_label(re.compile(cohort)).check()
    fill_in_date(page, "A date to aim for", 2)
    fill_in_date(page, "The last date", 3)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check before you assign", level=1)).to_be_visible()
    page.get_by_role("button", name="Assign the course").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_from_being_asked_to_having_finished(site, open_as, javascript: bool) -> None:
    code = "X06"
    there = Organisation.objects.get(code=code)
    surname = "Withscripts" if javascript else "Plainpages"
    trainee = site.trainee(code, first_name="Elin", last_name=surname)
    cohort, _new = Cohort.objects.get_or_create(organisation=there, name=f"Intake {surname}")
    cohort.members.add(trainee)
    lead = open_as(site.person(Role.FORCE_LEAD, code), javascript=javascript)
    assign(lead, cohort.name)
    expect(lead.get_by_role("main")).to_contain_text(f"Intake {surname}")
    expect(lead.get_by_role("status")).to_contain_text("1 person is asked to take")

    page = open_as(trainee, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name=re.compile(f"{COURSE}: to aim for in 2 days")).click()
    expect(page.get_by_role("heading", name=re.compile("^Next: "), level=2)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Due on")
    page.get_by_role("link", name="Begin the course").first.click()
    page.get_by_role("button", name="Mark as read and go on").click()
    expect(page.get_by_role("heading", name="Before you read on", level=1)).to_be_visible()
    page.get_by_role("button", name="Go without it, and mark the lesson as read").click()
    expect(page.get_by_role("heading", name="Before you read on")).to_have_count(0)
    second = page.get_by_role("heading", level=1).inner_text()

    # Somewhere else for a while, and back to the lesson that was open.
    page.goto("/my-learning/")
    page.get_by_role("link", name="Go on where you left", exact=True).click()
    expect(page.get_by_role("heading", name=second, level=1)).to_be_visible()
    lead.goto(f"/reports/{code}/courses/")
    expect(row(lead, surname)).to_contain_text("Begun")

    while page.get_by_role("button", name=re.compile("^Mark as read")).count():
        page.get_by_role("button", name=re.compile("^Mark as read")).click()
    expect(page.get_by_role("heading", name="Courses you have finished")).to_be_visible()
    lead.goto(f"/reports/{code}/courses/?show=finished")
    expect(row(lead, surname)).to_contain_text("Finished")

    # Nobody is overdue yet; the first intake of the demonstration's own force is.
    lead.goto(f"/reports/{code}/courses/?show=overdue")
    expect(lead.get_by_role("main")).to_contain_text("With an overdue course: 0 people.")


def test_a_lead_sees_who_is_overdue_and_withdraws(site, open_as) -> None:
    page = open_as(site.people["lead"])
    page.goto("/reports/X01/")
    page.get_by_role("navigation", name="Parts of the report").get_by_role(
        "link", name="Courses"
    ).click()
    page.get_by_role("link", name="With an overdue course").click()
    overdue = page.get_by_role("table", name="Courses").get_by_text("Overdue", exact=True)
    expect(overdue.first).to_be_visible()

"""The pages of reported texts, and of an organisation's report."""

from playwright.sync_api import Page

from tests.journeys.demo_site import DemoSite
from tests.journeys.views.view import View, press


def open_first_report(page: Page, site: DemoSite) -> None:
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    page.get_by_role("button", name="Look at the text").wait_for()


def look_at_first_report(page: Page, site: DemoSite) -> None:
    open_first_report(page, site)
    press("Look at the text")(page, site)


def report(person: str, code: str, name: str) -> list[View]:
    """The parts of one organisation's report."""
    parts = (
        "",
        "progress/",
        "progress/?show=overdue",
        "courses/",
        "courses/?show=overdue",
        "accuracy-by-factor/",
        "accuracy-by-case/",
        "consistency/",
    )
    return [
        View(
            f"{name}-{part.strip('/').replace('/?show=', '-') or 'overview'}",
            person,
            f"/reports/{code}/{part}",
        )
        for part in (*parts, "assign/")
    ]


def choose_a_course(page: Page, site: DemoSite) -> None:
    """As far as the page that asks to look before assigning."""
    page.get_by_role("group", name="Which course?").get_by_role("radio").first.check()
    page.get_by_role("group", name="Who is to take it?").get_by_role("radio").first.check()
    last = page.get_by_role("group", name="The last date")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2099")):
        last.get_by_label(part, exact=True).fill(value)
    press("Continue")(page, site)
    page.get_by_text("Who is on it already").click()


REPORTS = [
    # Assigning courses
    View("assigned-courses", "lead", "/assign-courses/X01/"),
    View("assigned-courses-none", "lead of nobody", "/assign-courses/X05/"),
    View("assign-course", "lead", "/assign-courses/X01/new/"),
    View("assign-course-error", "lead", "/assign-courses/X01/new/", press("Continue")),
    View("assign-course-check", "lead", "/assign-courses/X01/new/", choose_a_course),
    View("assign-course-of-many", "lead of many", "/assign-courses/"),
    # Reported texts
    View("quarantine", "administrator", "/quarantine/"),
    View("quarantine-text", "administrator", "/quarantine/", open_first_report),
    View("quarantine-text-shown", "administrator", "/quarantine/", look_at_first_report),
    View("quarantine-not-allowed", "trainee", "/quarantine/", status=403),
    # Reports
    View("reports-of-many", "lead of many", "/reports/"),
    *report("lead", "X01", "report"),
    *report("lead of few", "X03", "report-few"),
    View("report-nobody", "lead of nobody", "/reports/X05/"),
    View("report-nobody-progress", "lead of nobody", "/reports/X05/progress/"),
    View("report-nobody-assign", "lead of nobody", "/reports/X05/assign/"),
    View("report-assign-error", "lead", "/reports/X01/assign/", press("Assign the check")),
    View("report-dark", "lead", "/reports/X01/accuracy-by-factor/", dark=True),
    View("report-not-theirs", "lead", "/reports/X02/", status=404),
]

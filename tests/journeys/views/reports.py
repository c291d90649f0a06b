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


REPORTS = [
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

"""A lead assigns a check, a trainee sits it, and both see of it what each may see."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from people.public import Role
from tests.journeys.steps import fill_in_the_rest, go_on, sign_in
from tests.reports.pages import file_of, spreadsheet_of, tables_of

# The columns by which each row of a file says whose it is, until when, and by which method.
OF_THE_FILE = 4


def assign(page: Page, name: str) -> None:
    """Fill in the form for one person, in two weeks."""
    due = timezone.localdate() + timedelta(days=14)
    page.get_by_role("group", name="Which check?").get_by_role("radio").first.check()
    for part in ("day", "month", "year"):
        page.get_by_label(part.title(), exact=True).fill(str(getattr(due, part)))
    page.get_by_label("The people I tick below").check()
    page.get_by_label(name).check()
    page.get_by_role("button", name="Assign the check").click()


def row(page: Page, table: str, name: str) -> Locator:
    return page.get_by_role("table", name=table).get_by_role("row").filter(has_text=name)


def rows_on(page: Page) -> dict[str, list[list[str]]]:
    """The rows of each table of the page, as the machine's values."""
    return tables_of(SimpleNamespace(content=page.content().encode()))


def sheet_in_file(page: Page) -> list[dict[str, Any]]:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows (XLSX)").click()
    content = Path(download.value.path()).read_bytes()
    return spreadsheet_of(SimpleNamespace(getvalue=lambda: content))


def rows_in_file(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these rows (CSV)").click()
    return file_of(SimpleNamespace(content=Path(download.value.path()).read_bytes()))


def test_a_check_is_assigned_sat_and_held_back(site, open_as):
    nia = site.trainee(first_name="Nia", last_name="Quarrington")
    lead = open_as(site.people["lead"])
    lead.goto("/reports/")
    lead.get_by_role("navigation", name="Parts of the report").get_by_role(
        "link", name="Assign a check"
    ).click()
    assign(lead, "Nia Quarrington")
    expect(lead.get_by_role("status")).to_contain_text("1")
    expect(row(lead, "Checks", "Nia Quarrington")).to_contain_text("TR-0012")
    expect(row(lead, "Checks", "Nia Quarrington")).to_contain_text("Assigned")

    trainee = open_as(nia)
    trainee.goto("/my-learning/")
    trainee.get_by_role("region", name="Checks you were asked to sit").get_by_role("link").click()
    expect(trainee.get_by_text("This is a check.")).to_be_visible()
    trainee.get_by_role("button", name="Start").click()
    fill_in_the_rest(trainee)
    go_on(trainee)
    trainee.get_by_role("button", name="Submit my assessment").click()
    expect(trainee.get_by_role("heading", name="Check submitted", level=1)).to_be_visible()
    expect(trainee.get_by_role("heading", name="Strong and weak factors")).to_be_visible()
    expect(trainee.get_by_role("heading", name="Factor by factor")).to_have_count(0)
    assert not re.search(r"Panel: |of 12\b|experts", trainee.get_by_role("main").inner_text())

    lead.reload()
    expect(row(lead, "Checks", "Nia Quarrington")).to_contain_text("Submitted")


def test_the_assign_form_names_what_is_wrong_and_takes_the_focus(site, open_as):
    page = open_as(site.people["lead"])
    page.goto("/reports/X01/assign/")
    page.get_by_role("button", name="Assign the check").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Choose a check.").click()
    expect(
        page.get_by_role("group", name="Which check?").get_by_role("radio").first
    ).to_be_focused()
    expect(page).to_have_title(re.compile("^Error:"))


def test_a_lead_follows_each_figure_to_its_rows_and_takes_them_as_a_file(site, open_as):
    lead = site.person(Role.FORCE_LEAD, "X02")
    page = open_as()
    page.goto("/reports/")
    sign_in(page, lead)
    expect(page.get_by_role("heading", level=1)).to_have_text("Harrowdale Police")

    # Every figure of the first screen leads to as many rows.
    figures = page.locator("a.figure")
    addresses = [link.get_attribute("href") for link in figures.all()]
    numbers = [re.search(r"\d+", link.inner_text()) for link in figures.all()]
    assert len(set(addresses)) >= 4
    for address, number in zip(addresses, numbers, strict=True):
        if "progress" in address and number:
            page.goto(address)
            names = page.get_by_role("table", name="Learning and practice").locator("tbody tr")
            expect(names).to_have_count(int(number[0]))

    page.goto("/reports/X02/progress/")
    rows = rows_in_file(page)
    tables = rows_on(page)
    assert {line[0] for line in tables["learning"]} == {line["Name"] for line in rows}
    learning = len(tables["learning"][0])
    for shown, line in zip(tables["checks"], rows, strict=True):
        values = list(line.values())[OF_THE_FILE:]
        assert [values[0], *values[learning:]] == shown
        assert values[:learning] in tables["learning"]
    sheet = sheet_in_file(page)
    assert [line["Name"] for line in sheet] == [line["Name"] for line in rows]
    assert {type(line["Lessons read"]) for line in sheet} == {int}
    # Practice is done or not done: no word of how well.
    assert not re.search(r"%|exact|within", " ".join(map(" ".join, tables["learning"])), re.I)

    page.get_by_role("link", name="Accuracy by factor").click()
    rows = rows_in_file(page)
    shown = [line for table in rows_on(page).values() for line in table]
    assert shown
    # Before its own columns the file says whether it was practice, and of which kind.
    assert [list(line.values())[OF_THE_FILE + 2 :] for line in rows] == shown

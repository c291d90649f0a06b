"""The page of consistency and its file: the same rows, what they rest on, and nobody by name."""

import re

import pytest
from django.utils.html import strip_tags

from reports.consistency import leaning_words, reliability_words
from scoring.public import calibrate_all
from tests.factories import make_organisation, make_person, make_released_case, make_submitted
from tests.reports.pages import file_of, spreadsheet_of, tables_of

pytestmark = pytest.mark.django_db

PAGE = "/reports/X01/consistency/"


@pytest.fixture
def busy(client, organisation, force_lead):
    """Ten people here and ten elsewhere sat four checks; five did a practice case."""
    checks = [make_released_case("check", f"TS-{n}") for n in range(4)]
    practice = make_released_case("practice", "TS-P")
    other = make_organisation("X02", "Harrowdale Police")
    for at, lower in ((organisation, 0), (other, 1)):
        for n in range(10):
            person = make_person(organisation=at)
            for case, check in enumerate(checks):
                own = max(0, min(3, (case + n) % 3 + 1 - lower))
                make_submitted(person, check, opportunity=own, social=max(0, own - n % 2))
            if n < 5:
                make_submitted(person, practice)
    client.force_login(force_lead)
    return client


def words_of(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def test_before_the_nation_was_worked_out_the_page_says_so(busy):
    words = words_of(busy.get(PAGE))
    assert "Not worked out yet" in words
    assert "than the nation" not in words


def test_afterwards_each_factor_stands_beside_the_nation(busy):
    calibrate_all()
    response = busy.get(PAGE)
    words = words_of(response)
    assert "20 people, worked out on" in words
    assert "10 people here rate" in words
    assert "ICC(A,1), is " in words
    row = next(
        row for row in tables_of(response)["consistency-factor-check"] if row[0] == "Opportunity"
    )
    assert row[1:4] == ["10", "4", "40"]
    assert re.fullmatch(r"−?\d\.\d\d to −?\d\.\d\d", row[7])
    assert row[10] != ""


def test_practice_of_fewer_than_ten_has_no_figure(busy):
    rows = tables_of(busy.get(PAGE))["consistency-factor-practice"]
    assert all("Too few to say" in row[1] for row in rows)


def test_page_csv_and_xlsx_have_the_same_rows(busy):
    calibrate_all()
    tables = tables_of(busy.get(PAGE))
    shown = [row for table in tables.values() for row in table]
    rows = file_of(busy.get("/reports/X01/consistency.csv"))
    assert len(rows) == len(shown)
    assert [row["Name"] for row in rows] == [row[0] for row in shown]
    assert [row["Alpha"] for row in rows] == [row[6] for row in shown]
    assert len(spreadsheet_of(busy.get("/reports/X01/consistency.xlsx"))) == len(rows)


def test_with_nothing_submitted_every_table_says_why_it_is_empty(client, force_lead):
    make_released_case("check", "TS-EMPTY")
    client.force_login(force_lead)
    for rows in tables_of(client.get(PAGE)).values():
        assert all("Too few to say" in row[1] for row in rows)


def test_without_a_figure_nothing_is_said_of_leaning():
    assert leaning_words(None) == ""
    assert reliability_words(None) == ""


def test_pages_of_accuracy_say_what_a_score_would_be_read_on(client, force_lead):
    for n, level in enumerate("0123"):
        panel = {"ratings": [level] * 6, "confidence": [50] * 6}
        make_released_case("check", f"TS-Y{n}", opportunity=panel)
    client.force_login(force_lead)
    page = "/reports/X01/accuracy-by-factor/"
    assert "yardstick" not in words_of(client.get(page))
    calibrate_all()
    said = words_of(client.get(page))
    assert "The yardstick that a score over cases needs rests on 4 cases so far (" in said
    assert "There are too few cases yet to give a number." in said

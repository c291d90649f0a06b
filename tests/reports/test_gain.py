"""The page on whether courses worked, and its files: the same rows, in tens, and nobody by name."""

import re

import pytest
from django.utils.html import strip_tags

from tests.factories import make_cohort
from tests.factories.gains import Did, Point, make_measured, make_measured_people, write_measures
from tests.reports.pages import file_of, spreadsheet_of, tables_of

pytestmark = pytest.mark.django_db

PAGE = "/reports/X01/gain/"


@pytest.fixture
def course(client, organisation, force_lead):
    client.force_login(force_lead)
    return make_measured("ARMS foundations")


def words_of(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def test_before_anybody_is_measured_the_page_says_what_will_stand_here(client, course):
    words = words_of(client.get(PAGE))
    assert "Fewer than ten people here have been measured on a course." in words
    assert "It is about these two cases." in words
    assert file_of(client.get("/reports/X01/gain.csv")) == []


def test_a_gain_is_said_in_a_sentence_and_stands_in_the_table(client, course, organisation):
    people = make_measured_people(course, 10, organisation=organisation)
    response = client.get(PAGE)
    words = words_of(response)
    assert "Yes, as far as can be seen. In 10 people, 26 more answers of a hundred" in words
    assert all(person.last_name not in words for person in people)
    rows = {row[0]: row[1:] for row in tables_of(response)["gain-1"]}
    exact = rows["Case: on the panel’s level, %"]
    assert [float(cell) for cell in exact[:4]] == [10, 44.5455, 70.9091, 26.3636]
    assert tables_of(response)["later-1"][0][1] == "Too few to say: fewer than 10 people"


def test_nine_people_read_as_nobody_does(client, course, organisation):
    """Where few take a course, “nobody” would tell who went without a baseline."""
    before = words_of(client.get(PAGE))
    make_measured_people(course, 9, organisation=organisation)
    assert words_of(client.get(PAGE)) == before


def test_page_csv_and_xlsx_have_the_same_rows(client, course, organisation):
    people = make_measured_people(course, 20, organisation=organisation)
    make_cohort(organisation, people[:10], "Spring intake")
    make_cohort(organisation, people[10:13], "Team of three")
    write_measures(course, [Did(person, Point.MONTH_1, at % 2) for at, person in enumerate(people)])
    tables = tables_of(client.get(PAGE))
    shown = [row for table in tables.values() for row in table]
    rows = file_of(client.get("/reports/X01/gain.csv"))
    assert [row["Figure"] for row in rows] == [row[0] for row in shown]
    assert [row["Change"] for row in rows] == [row[4] for row in shown]
    assert {row["Course"] for row in rows} == {"ARMS foundations, edition 1"}
    small = next(row for row in rows if row["Group"] == "Team of three")
    assert small["Change"] == "Too few to say: fewer than 10 people"
    sheet = spreadsheet_of(client.get("/reports/X01/gain.xlsx"))
    assert len(sheet) == len(rows)
    assert isinstance(sheet[0]["Change"], float)


def test_the_page_costs_no_more_for_more_people_and_editions(
    client, course, organisation, other_organisation, django_assert_max_num_queries
):
    make_measured_people(course, 1, organisation=organisation)
    client.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)
    make_measured_people(course, 20, organisation=organisation, edition=2)
    make_measured_people(course, 20, organisation=other_organisation)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(PAGE)

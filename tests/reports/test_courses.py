"""Who is where with their courses: the page, its files, and the first screen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from courses.selectors import course_rows as rows_module
from courses.selectors.course_rows import register_due_again
from courses.services.reading import complete_lesson
from people.models import Event
from people.public import grant_membership
from tests.factories import make_person
from tests.factories.courses import ask, lessons_of, make_course
from tests.reports.pages import file_of, spreadsheet_of, tables_of

pytestmark = pytest.mark.django_db
ADDRESS = "/reports/X01/courses/"


@pytest.fixture
def lead(client, force_lead):
    client.force_login(force_lead)
    return client


@pytest.fixture
def course(db):
    return make_course("Foundations")


def rows_of(client, query=""):
    return tables_of(client.get(ADDRESS + query)).get("courses", [])


def read(person, course, n=None):
    for lesson in lessons_of(course)[:n]:
        complete_lesson(person=person, lesson=lesson)


def test_each_person_stands_with_their_courses_and_states(lead, force_lead, organisation, course):
    people = [make_person(organisation=organisation, last_name=f"P{n}") for n in range(3)]
    ask(course, force_lead, organisation, by=-2, days_ago=20)
    read(people[1], course, 1)
    read(people[2], course)
    rows = {row[0]: row for row in rows_of(lead)}
    assert [rows[p.get_full_name()][3] for p in people] == ["Overdue", "Overdue", "Finished"]
    assert [rows[p.get_full_name()][4] for p in people] == ["0", "1", "2"]
    today = timezone.localdate()
    assert [rows[p.get_full_name()][5] for p in people] == ["0", "0", "0"]
    assert rows["Robin P2"][6:] == [
        "",
        (today - timedelta(2)).isoformat(),
        today.isoformat(),
        today.isoformat(),
        (today - timedelta(20)).isoformat(),
        "",  # nobody is certified, so nobody is due again
    ]
    assert [row[0] for row in rows_of(lead, "?show=overdue")] == ["Robin P0", "Robin P1"]
    assert [row[0] for row in rows_of(lead, "?show=finished")] == ["Robin P2"]
    assert [row[0] for row in rows_of(lead, "?show=unfinished")] == ["Robin P0", "Robin P1"]
    assert len(rows_of(lead, "?show=nonsense")) == 3


def test_the_page_and_both_files_are_the_same_rows(lead, force_lead, organisation, course):
    for n in range(3):
        make_person(organisation=organisation, last_name=f"=P{n}")
    ask(course, force_lead, organisation, aim=3, by=9)
    shown = rows_of(lead)
    lines = file_of(lead.get("/reports/X01/courses.csv"))
    assert [list(line.values())[4:] for line in lines] == shown
    sheet = spreadsheet_of(lead.get("/reports/X01/courses.xlsx"))
    assert [line["Name"] for line in sheet] == [line["Name"] for line in lines]
    assert Event.objects.filter(name="named_results.exported").count() == 2


def test_the_first_screen_counts_what_the_page_lists(lead, force_lead, organisation, course):
    people = [make_person(organisation=organisation) for _ in range(3)]
    ask(course, force_lead, organisation, by=-1, days_ago=9)
    read(people[0], course)
    words = " ".join(lead.get("/reports/X01/").content.decode().split())
    assert 'courses/?show=finished">1</a> of the' in words
    assert 'courses/?show=assigned">3 people</a> assigned a course' in words
    assert 'courses/?show=overdue">2</a> are overdue.' in words
    assert "/assign-courses/X01/new/" in words


def test_a_moved_person_is_listed_where_they_are_and_once(
    lead, force_lead, organisation, other_organisation, course
):
    person = make_person(organisation=organisation)
    ask(course, force_lead, organisation, by=-1, days_ago=9)
    read(person, course, 1)
    grant_membership(person=person, role="trainee", organisation=other_organisation)
    assert rows_of(lead) == []
    unit = make_person(role="force_lead", organisation=other_organisation)
    lead.force_login(unit)
    (row,) = tables_of(lead.get("/reports/X02/courses/"))["courses"]
    assert row[:4] == [person.get_full_name(), "Foundations", "Not asked now", "Begun"]


def test_an_unpublished_course_is_not_overdue_and_a_deleted_one_is_named(
    lead, force_lead, organisation, course
):
    person = make_person(organisation=organisation)
    ask(course, force_lead, organisation, by=-1, days_ago=9)
    read(person, course, 1)
    course.unpublish()
    assert rows_of(lead)[0][3] == "Course not published"
    assert rows_of(lead, "?show=overdue") == []
    Page.objects.get(pk=course.pk).delete()
    assert rows_of(lead)[0][1:4] == ["Foundations", "Not asked now", "Course deleted"]


def test_due_again_has_a_column_only_once_something_knows_of_it(
    lead, force_lead, organisation, course, monkeypatch
):
    make_person(organisation=organisation)
    ask(course, force_lead, organisation, by=9)
    monkeypatch.setattr(rows_module, "_due_again", [])
    assert "Due again" not in lead.get(ADDRESS).content.decode()
    day = timezone.localdate()
    register_due_again(lambda pairs: dict.fromkeys(pairs, day))
    assert "Due again" in lead.get(ADDRESS).content.decode()
    assert rows_of(lead)[0][-1] == day.isoformat()


def test_pages_hold_fifty_people_and_cost_the_same_twelve_queries_as_one(
    lead, force_lead, organisation, course
):
    make_person(organisation=organisation)
    ask(course, force_lead, organisation, by=9)

    def queries():
        lead.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            lead.get(ADDRESS)
        return len(captured)

    one = queries()
    assert one <= 12  # with what is recorded of the looking
    for _ in range(54):
        read(make_person(organisation=organisation), course, 1)
    assert queries() == one
    assert len({row[0] for row in rows_of(lead)}) == 50
    assert len({row[0] for row in rows_of(lead, "?page=2")}) == 5
    assert "Page 1 of 2" in lead.get(ADDRESS).content.decode()

"""Progress fifty people at a time: a page says of its people what the whole list says of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.public import Membership, Role
from people.services.memberships import grant_membership
from reports.courses import ShowCourses, courses_of, courses_page
from reports.progress import progress_of
from reports.progress_tables import Show, progress_page
from tests.factories import make_person, make_submitted
from tests.factories.courses import ask, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(organisation, force_lead, check):
    """Fifty-two people, two of whom the second page shows: one with a check, one with a course."""
    people = [
        make_person(organisation=organisation, first_name="Sim", last_name=f"P{n:02}")
        for n in range(52)
    ]
    make_submitted(people[50], check)
    ask(make_course("Foundations"), force_lead, organisation, person=people[51], aim=3)
    return people


def test_pages_of_everybody_are_parts_of_the_whole_list(organisation, crowd):
    whole = progress_of(organisation)
    pages = [progress_page(organisation, Show.ALL, str(n)) for n in (1, 2)]
    assert [one for page in pages for one in page.object_list] == whole
    assert [page.paginator.count for page in pages] == [52, 52]
    assert [bool(one.checks) for one in pages[1].object_list] == [True, False]

    courses = [courses_page(organisation, ShowCourses.ALL, str(n)) for n in (1, 2)]
    assert [one for page in courses for one in page.object_list] == courses_of(organisation)
    assert [len(one.rows) for one in courses[1].object_list] == [0, 1]


def test_somebody_whose_last_day_was_taken_back_is_one_person(organisation, crowd):
    soon = timezone.localdate() + timedelta(days=9)
    Membership.objects.filter(person=crowd[0]).update(valid_to=soon)
    grant_membership(person=crowd[0], role=Role.TRAINEE, organisation=organisation)
    pages = [courses_page(organisation, ShowCourses.ALL, str(n)) for n in (1, 2)]
    assert [one for page in pages for one in page.object_list] == courses_of(organisation)
    assert pages[0].paginator.count == 52


def test_what_is_asked_for_is_looked_for_among_everybody(organisation, crowd):
    found = progress_page(organisation, Show.UNASSIGNED, "2")
    assert (found.paginator.count, len(found.object_list)) == (52, 2)
    assigned = courses_page(organisation, ShowCourses.ASSIGNED, None)
    assert [one.name for one in assigned.object_list] == ["Sim P51"]


def test_a_page_reads_what_its_own_people_did_and_no_more(organisation, crowd, monkeypatch):
    asked = []

    def attempts(people):
        asked.append({person.pk for person in people})
        return []

    monkeypatch.setattr("reports.progress.attempt_rows", attempts)
    progress_page(organisation, Show.ALL, "2")
    assert asked == [{person.pk for person in crowd[50:]}]

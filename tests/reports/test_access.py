"""A report is for the leads of its organisation; to others it is not there, or not for them."""

import re

import pytest
from django.utils import timezone

from courses.public import CheckAssignment, assign_check
from people.public import Event, Role, grant_membership
from tests.answers import words_of
from tests.factories import make_organisation, make_person, make_submitted

pytestmark = pytest.mark.django_db

PAGES = [
    "",
    "progress/",
    "progress.csv",
    "progress.xlsx",
    "accuracy-by-factor/",
    "accuracy-by-factor.csv",
    "accuracy-by-factor.xlsx",
    "accuracy-by-case/",
    "accuracy-by-case.csv",
    "accuracy-by-case.xlsx",
    "consistency/",
    "consistency.csv",
    "consistency.xlsx",
    "gain/",
    "gain.csv",
    "gain.xlsx",
    "assign/",
]
CANARY = "Zanzibarrow"


def without_token(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("page", PAGES)
def test_only_a_lead_of_the_organisation_opens_it(
    client, page, force_lead, other_force_lead, trainee, trainer, national_lead, supervisor
):
    url = f"/reports/X01/{page}"
    response = client.get(url)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
    for person, status in (
        (force_lead, 200),
        (other_force_lead, 404),
        (trainee, 403),
        (trainer, 403),
        (supervisor, 403),
        (national_lead, 403),
    ):
        client.force_login(person)
        assert client.get(url).status_code == status, person.memberships.get().role


@pytest.mark.parametrize("page", PAGES)
def test_methods(client, page, force_lead):
    client.force_login(force_lead)
    url = f"/reports/X01/{page}"
    assert client.head(url).status_code == 200
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(url).status_code == 405


def test_a_format_that_there_is_not_is_not_found(client, force_lead):
    client.force_login(force_lead)
    for ending in ("ods", "xls", "CSV", "csv/", "xlsxx"):
        assert client.get(f"/reports/X01/progress.{ending}").status_code == 404


@pytest.mark.parametrize(
    "page",
    ["progress/?show=practised", "accuracy-by-factor/", "accuracy-by-case/", "consistency/"],
)
def test_every_page_of_rows_links_to_each_of_its_files(client, page, force_lead):
    client.force_login(force_lead)
    body = client.get(f"/reports/X01/{page}").content.decode()
    path, _slash, query = page.partition("/")
    for ending in ("csv", "xlsx"):
        url = f"/reports/X01/{path}.{ending}{query}"
        assert f'href="{url}"' in body
        answer = client.get(url)
        name = f"X01-{path}-{timezone.localdate().isoformat()}.{ending}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_anothers_and_unknown_organisations_are_answered_alike(
    client, page, force_lead, other_organisation
):
    client.force_login(force_lead)
    answers = [client.get(f"/reports/{code}/{page}") for code in ("X02", "X99", "NATIONAL")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_token(answer) for answer in answers}) == 1


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_another_organisation_is_on_any_page(
    client, page, force_lead, other_organisation, other_force_lead, trainees, check
):
    foreigner = make_person(
        organisation=other_organisation, first_name=CANARY, last_name=CANARY, email="z@z.example"
    )
    make_submitted(foreigner, check)
    foreigner.cohorts.create(name=CANARY, organisation=other_organisation)
    client.force_login(force_lead)
    body = words_of(client.get(f"/reports/X01/{page}"))
    assert CANARY not in body
    assert other_organisation.name not in body


def test_a_lead_of_one_organisation_is_taken_straight_there(client, force_lead):
    client.force_login(force_lead)
    assert client.get("/reports/")["Location"] == "/reports/X01/"


def test_a_lead_of_several_chooses(client, force_lead, other_organisation):
    grant_membership(person=force_lead, role=Role.FORCE_LEAD, organisation=other_organisation)
    client.force_login(force_lead)
    body = client.get("/reports/").content.decode()
    assert "/reports/X01/" in body
    assert "/reports/X02/" in body


def test_a_lead_opens_what_is_below_their_organisation(client, force_lead, organisation):
    unit = make_organisation("X01-U", "Northmoor unit", under=organisation)
    client.force_login(force_lead)
    assert client.get(f"/reports/{unit.code}/").status_code == 200


def test_one_event_records_each_look_at_names(client, force_lead, trainees):
    client.force_login(force_lead)
    client.get("/reports/X01/progress/?show=all")
    client.get("/reports/X01/progress.csv")
    client.get("/reports/X01/progress.xlsx?show=done")
    client.get("/reports/X01/")
    client.get("/reports/X01/accuracy-by-factor/")
    events = Event.objects.filter(name__startswith="named_results").order_by("sequence")
    assert [(event.name, event.payload) for event in events] == [
        ("named_results.viewed", {"page": "progress", "show": "all"}),
        ("named_results.exported", {"page": "progress", "show": "all", "format": "csv"}),
        ("named_results.exported", {"page": "progress", "show": "done", "format": "xlsx"}),
    ]
    assert events[0].organisation.code == "X01"
    assert events[0].actor == force_lead.event_subject.token


def test_a_moved_person_is_named_by_the_new_lead_alone(
    client, force_lead, other_force_lead, other_organisation, organisation, check
):
    person = make_person(organisation=organisation, last_name=CANARY)
    make_submitted(person, check, opportunity=0)
    assign_check(
        people=[make_person(organisation=organisation)],
        release=check,
        due_on=timezone.localdate(),
        assigned_by=force_lead,
    )
    grant_membership(person=person, role=Role.TRAINEE, organisation=other_organisation)
    client.force_login(force_lead)
    assert CANARY not in client.get("/reports/X01/progress/").content.decode()
    client.force_login(other_force_lead)
    body = client.get("/reports/X02/progress/").content.decode()
    assert CANARY in body
    assert "Yes, where they were then" in body
    assert CheckAssignment.objects.count() == 1

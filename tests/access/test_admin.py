"""The blanket rule for the Wagtail admin: nobody but trainers and administrators enters it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from courses.public import load_home
from people.public import Organisation, Role, User, grant_membership
from tests.access.actors import sign_in_address
from tests.access.routes import Route, routes
from tests.factories import FIXTURES, make_person

pytestmark = pytest.mark.django_db
ADMIN = [route for route in routes() if route.is_wagtail_admin]
EVERYTHING_ELSE = (
    Role.TRAINEE, Role.PANELLIST, Role.SUPERVISOR, Role.FORCE_LEAD, Role.NATIONAL_LEAD
)  # fmt: skip


def address(route: Route) -> str:
    """An address that the route answers to, or near enough: the door asks for no more."""
    filled = re.sub(r"<[^>]*>|\([^)]*\)", "1", route.pattern)
    return "/" + re.sub(r"[\\^$?*+]", "", filled)


def test_there_is_an_admin_to_guard() -> None:
    assert len(ADMIN) > 100


def test_whoever_is_signed_out_is_sent_to_sign_in(client: Client) -> None:
    found = {route.pattern: client.get(address(route)) for route in ADMIN}
    let_in = [
        pattern
        for pattern, answer in found.items()
        if not answer.get("Location", "").startswith(sign_in_address())
    ]
    assert let_in == []


def test_all_other_roles_together_do_not_open_it(
    client: Client, organisation: Organisation
) -> None:
    person = make_person(role=None)
    for role in EVERYTHING_ELSE:
        grant_membership(person=person, role=role, organisation=organisation)
    client.force_login(person)
    let_in = [route.pattern for route in ADMIN if client.get(address(route)).status_code != 403]
    assert let_in == []


@pytest.mark.parametrize("actor", ["trainer", "administrator"])
def test_they_find_pages_images_and_scenarios_but_no_people(
    client: Client, actor: str, request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(actor)
    load_home(folder=FIXTURES / "courses")
    client.force_login(person)
    opened = ("/admin/", "/admin/pages/", "/admin/images/", "/admin/snippets/scenarios/scenario/")
    found = {path: client.get(path, follow=True) for path in opened}
    assert {path: answer.status_code for path, answer in found.items()} == dict.fromkeys(
        opened, 200
    )
    assert [
        path for path in opened if "do not have permission" in found[path].content.decode()
    ] == []
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    shut = ("/admin/users/", "/admin/groups/", edit, "/admin/documents/")
    answers = {path: client.get(path) for path in shut}
    # Wagtail answers with a redirect to the admin's first page and a message.
    assert {path: answer.get("Location") for path, answer in answers.items()} == dict.fromkeys(
        shut, "/admin/"
    )


def test_a_role_that_ended_opens_nothing(client: Client, trainer: User) -> None:
    client.force_login(trainer)
    trainer.memberships.update(valid_from="2026-01-01", valid_to="2026-01-31")
    assert client.get("/admin/").status_code == 403

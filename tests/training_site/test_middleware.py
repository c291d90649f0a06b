"""What holds on every page: the content policies, the admin's door, and nothing stored."""

import pytest
from django.test import Client
from django.urls import reverse

from people.public import Role, User
from tests.factories import make_person

pytestmark = pytest.mark.django_db
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.parametrize("path", ["/accounts/login/", "/no/such/page/", "/accounts/logout/"])
def test_our_pages_carry_the_strict_policy(client: Client, path: str) -> None:
    answer = client.get(path)
    assert directives(answer["Content-Security-Policy"]) == directives(STRICT)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_admin_has_the_second_policy_with_its_exceptions_alone(
    client: Client, trainer: User
) -> None:
    client.force_login(trainer)
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 200
    admin = directives(answer["Content-Security-Policy"])
    ours = directives(STRICT)
    assert {name: sources for name, sources in admin.items() if ours.get(name) != sources} == {
        "script-src": "'self' 'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
    }


ADMIN_PATHS = ["/admin/", "/admin/login/", "/admin/users/", "/admin/pages/", "/admin/no/such/", "/admin/sprite/"]


@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_whoever_is_signed_out_is_sent_from_the_admin_to_our_sign_in(
    client: Client, path: str
) -> None:
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", ADMIN_PATHS)
@pytest.mark.parametrize(
    "role",
    [None, Role.TRAINEE, Role.PANELLIST, Role.SUPERVISOR, Role.FORCE_LEAD, Role.NATIONAL_LEAD],
)
def test_nobody_else_enters_the_admin(client: Client, path: str, role: str | None) -> None:
    client.force_login(make_person(role=role))
    assert client.get(path).status_code == 403


def test_a_superuser_without_a_role_does_not_enter(client: Client) -> None:
    client.force_login(
        User.objects.create_superuser("root@people.example", first_name="A", last_name="B")
    )
    assert client.get("/admin/").status_code == 403


def test_an_htmx_request_is_told_in_words(client: Client) -> None:
    answer = client.get("/admin/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "You have been signed out." in answer.content.decode()


def test_pages_of_signed_in_people_are_not_stored(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    for path in (reverse("account_change_password"), "/no/such/page/", "/admin/"):
        assert client.get(path)["Cache-Control"] == "no-store"

"""What holds on every page: the content policies, the admin's door, and nothing stored."""

import pytest
from django.test import Client
from django.urls import reverse

from people.public import Role, User
from tests.factories import make_person, make_scenario

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
    assert answer["X-Frame-Options"] == "DENY"


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


ADMIN_PATHS = [
    "/admin/",
    "/admin/login/",
    "/admin/users/",
    "/admin/pages/",
    "/admin/no/such/",
    "/admin/sprite/",
]


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
    assert "you have been signed out." in answer.content.decode()


def test_pages_of_signed_in_people_are_not_stored(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    for path in (reverse("account_change_password"), "/no/such/page/", "/admin/"):
        assert client.get(path)["Cache-Control"] == "no-store"


def test_a_preview_can_be_seen_in_its_frame(client: Client, trainer: User) -> None:
    scenario = make_scenario()
    address = reverse(
        f"{scenario.snippet_viewset.url_namespace}:preview_on_edit", args=[scenario.pk]
    )
    client.force_login(trainer)
    data = {
        "ref": scenario.ref,
        "title": scenario.title,
        "summary": scenario.summary,
        "content_label": scenario.content_label,
        "static_risk": scenario.static_risk,
        "difficulty": scenario.difficulty,
        "minutes": scenario.minutes,
        "owner": scenario.owner.pk,
        **{
            f"{rows}-{count}_FORMS": 0
            for rows in ("people", "places", "characteristics")
            for count in ("TOTAL", "INITIAL")
        },
        "documents-TOTAL_FORMS": 1,
        "documents-INITIAL_FORMS": 0,
        "documents-MIN_NUM_FORMS": 1,
        "documents-MAX_NUM_FORMS": 1000,
        "documents-0-ORDER": 1,
        "documents-0-stage": 1,
        "documents-0-kind": "referral",
        "documents-0-title": "Referral",
        "documents-0-body": "He fixes bicycles.",
    }
    assert client.post(address, data).json()["is_valid"]
    preview = client.get(address)
    assert "He fixes bicycles." in preview.content.decode()
    assert directives(preview["Content-Security-Policy"])["frame-ancestors"] == "'self'"
    assert preview["X-Frame-Options"] == "SAMEORIGIN"

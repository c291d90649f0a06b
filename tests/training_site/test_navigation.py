"""The places at the top of a page follow the roles, and are cheap to work out."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from people.public import User
from tests.factories import make_panel, make_person
from training_site.navigation import places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "expected", "queries"),
    [
        ("anonymous", ["Home", "Learn"], 0),
        ("trainee", ["Home", "Learn", "My learning", "Resources"], 1),
        ("force_lead", ["Home", "Learn", "My learning", "Resources", "Reports", "Roster"], 1),
        ("national_lead", ["Home", "Learn", "My learning", "Resources"], 1),
        ("panellist", ["Home", "Learn", "My learning", "Resources", "Panel"], 1),
        (
            "trainer",
            ["Home", "Learn", "My learning", "Resources", "Panel", "Workshop", "Admin"],
            1,
        ),
        (
            "administrator",
            [
                "Home",
                "Learn",
                "My learning",
                "Resources",
                "Workshop",
                "Roster",
                "Reported texts",
                "Admin",
            ],
            2,
        ),
    ],
)
def test_places_by_role(
    rf: RequestFactory,
    django_assert_num_queries: DjangoAssertNumQueries,
    role: str,
    expected: list[str],
    queries: int,
) -> None:
    request = rf.get("/")
    request.user = (
        AnonymousUser() if role == "anonymous" else User.objects.get(pk=make_person(role=role).pk)
    )
    with django_assert_num_queries(queries):
        assert [place.label for place in places(request)] == expected


@pytest.mark.parametrize(
    ("role", "path", "current"),
    [
        ("force_lead", "/assign-courses/X01/new/", "Reports"),
        ("administrator", "/assign-courses/X01/", "Learn"),
        ("force_lead", "/courses/certification/people/X01/", "Reports"),
        ("trainer", "/courses/certification/new/", "Workshop"),
        ("trainer", "/courses/knowledge/", "My learning"),
        ("trainee", "/my-learning/drills/", "My learning"),
    ],
)
def test_one_place_is_the_current_one(
    rf: RequestFactory, role: str, path: str, current: str
) -> None:
    request = rf.get(path)
    request.user = User.objects.get(pk=make_person(role=role).pk)
    assert [place.label for place in places(request) if place.current] == [current]


def test_an_administrator_who_is_to_approve_a_panel_finds_it(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = User.objects.get(pk=make_panel(2).approver.pk)
    assert "Panel" in [place.label for place in places(request)]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", ["Home"]), ("/learn/course/", ["Learn"]), ("/accounts/login/", [])],
)
def test_the_place_one_is_at_is_marked(rf: RequestFactory, path: str, current: list[str]) -> None:
    request = rf.get(path)
    request.user = AnonymousUser()
    assert [place.label for place in places(request) if place.current] == current

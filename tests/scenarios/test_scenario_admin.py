"""Scenarios in the admin: for trainers and administrators, previewed as they will be cut."""

import pytest
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from scenarios.models import CaseDesign, Scenario
from tests.factories import make_scenario

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(Scenario.snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("actor", ["trainer", "administrator"])
def test_authors_list_find_edit_and_preview_scenarios(client, request, actor):
    scenario = make_scenario("TS-1")
    CaseDesign.objects.create(scenario=scenario, factors={"opportunity": {"why": "CANARY"}})
    client.force_login(request.getfixturevalue(actor))
    listed = client.get(address("list"), {"q": "TS-1", "difficulty": "moderate"})
    assert "A case for tests" in listed.content.decode()
    edit = client.get(address("edit", scenario.pk))
    assert edit.status_code == 200
    assert "He fixes bicycles." in edit.content.decode()
    assert "CANARY" not in edit.content.decode()


@pytest.mark.parametrize("actor", ["trainee", "panellist", "supervisor", "force_lead"])
def test_nobody_else_reaches_them(client, request, actor):
    scenario = make_scenario()
    client.force_login(request.getfixturevalue(actor))
    for page in (address("list"), address("add"), address("edit", scenario.pk)):
        assert client.get(page).status_code == 403


def test_a_preview_shows_passages_with_the_references_they_will_have(rf, trainer):
    scenario = make_scenario()
    request = rf.get("/")
    request.user = trainer
    preview = scenario.make_preview_request(request, "").render().content.decode()
    assert "D1.2" in preview
    assert "He fixes bicycles." in preview


def test_the_only_snippet_is_the_scenario():
    assert [model for model in get_snippet_models() if model._meta.app_label == "scenarios"] == [
        Scenario
    ]

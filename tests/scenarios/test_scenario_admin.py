"""Scenarios in the admin: for trainers and administrators, previewed as they will be cut."""

import pytest
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from people.public import Role, grant_membership
from scenarios.models import CaseDesign, Scenario
from tests.factories import make_case_version, make_organisation, make_person, make_scenario

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


def bulk_delete(*scenarios):
    action = reverse("wagtail_bulk_action", args=["scenarios", "scenario", "delete"])
    return f"{action}?{'&'.join(f'id={scenario.pk}' for scenario in scenarios)}"


@pytest.mark.parametrize("actor", ["trainer", "administrator"])
def test_nobody_deletes_a_scenario_that_was_frozen(client, request, actor):
    frozen, draft = make_case_version("TS-1").scenario, make_scenario("TS-2")
    client.force_login(request.getfixturevalue(actor))
    for delete in (address("delete", frozen.pk), bulk_delete(frozen), bulk_delete(frozen, draft)):
        for ask in (client.get, client.post):
            answer = ask(delete, follow=True)
            assert answer.status_code == 200
            assert "rest on TS-1. Unpublish" in answer.content.decode()
    assert Scenario.objects.count() == 2


@pytest.mark.parametrize("actor", ["trainer", "administrator"])
def test_a_draft_that_was_never_frozen_can_be_deleted(client, request, actor):
    client.force_login(request.getfixturevalue(actor))
    client.post(address("delete", make_scenario("TS-1").pk))
    client.post(bulk_delete(make_scenario("TS-2"), make_scenario("TS-3")))
    assert not Scenario.objects.exists()


def owners_offered(client, page):
    form = client.get(page).context["form"]
    return {organisation.code for organisation in form.fields["owner"].queryset}


def test_an_author_offers_a_case_to_organisations_of_their_own(client, organisation):
    unit = make_organisation("X01-A", kind="unit", under=organisation)
    elsewhere = make_organisation("X02")
    ended = make_organisation("X03")
    author = make_person(role=Role.TRAINER, organisation=organisation)
    past = grant_membership(person=author, role=Role.TRAINER, organisation=ended)
    past.__class__.objects.filter(pk=past.pk).update(valid_from="2026-01-01", valid_to="2026-01-31")
    client.force_login(author)
    assert owners_offered(client, address("add")) == {"X01", unit.code}
    scenario = make_scenario()
    Scenario.objects.filter(pk=scenario.pk).update(owner=elsewhere)
    assert owners_offered(client, address("edit", scenario.pk)) == {"X01", unit.code, "X02"}


def test_an_administrator_of_all_offers_it_to_any(client, administrator, other_organisation):
    client.force_login(administrator)
    assert owners_offered(client, address("add")) == {"NATIONAL", "X01", "X02"}

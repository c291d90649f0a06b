"""Scenarios in the admin: for trainers and administrators, previewed as they will be cut."""

import pytest
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from people.public import Role, grant_membership
from scenarios.models import CaseDesign, Characteristic, EvidenceStatement, Scenario
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


def test_the_only_snippets_are_the_scenario_and_the_statements_of_the_library():
    ours = {model for model in get_snippet_models() if model._meta.app_label == "scenarios"}
    assert ours == {Scenario, EvidenceStatement}


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
    ended = make_organisation("X03")
    author = make_person(role=Role.TRAINER, organisation=organisation)
    past = grant_membership(person=author, role=Role.TRAINER, organisation=ended)
    past.__class__.objects.filter(pk=past.pk).update(valid_from="2026-01-01", valid_to="2026-01-31")
    client.force_login(author)
    assert owners_offered(client, address("add")) == {"X01", unit.code}
    scenario = make_scenario()
    assert owners_offered(client, address("edit", scenario.pk)) == {"X01", unit.code, "NATIONAL"}


def test_an_administrator_of_all_offers_it_to_any(client, administrator, other_organisation):
    client.force_login(administrator)
    assert owners_offered(client, address("add")) == {"NATIONAL", "X01", "X02"}


def admin_routes():
    """Every address of the snippet, of its chooser and of what is done to several at once."""
    viewset = Scenario.snippet_viewset
    for pattern in viewset.get_urlpatterns():
        if "pk" in pattern.pattern.regex.groupindex or ":pk>" in str(pattern.pattern):
            yield viewset.get_url_name(pattern.name)


def route_args(name, scenario):
    revision = scenario.latest_revision_id
    more = {
        "revisions_view": [revision],
        "revisions_revert": [revision],
        "revisions_compare": ["earliest", "latest"],
        "revisions_unschedule": [revision],
    }
    return [scenario.pk, *more.get(name.rpartition(":")[2], [])]


@pytest.fixture
def theirs(organisation):
    """A draft of an organisation that the trainer is not of."""
    scenario = make_scenario("TS-THEIRS")
    scenario.title = "Kingfisher’s case"
    scenario.owner = make_organisation("X02")
    scenario.save()
    scenario.save_revision(log_action=True)
    return Scenario.objects.get()


def test_there_are_routes_to_guard():
    names = {name.rpartition(":")[2] for name in admin_routes()}
    assert {"edit", "delete", "usage", "history", "history_results", "preview_on_edit",
            "revisions_view", "revisions_revert", "revisions_compare", "unpublish",
            "lock", "unlock"} <= names  # fmt: skip
    assert "copy" not in names


def test_another_organisations_draft_answers_on_no_page_as_one_that_is_not_there(
    client, trainer, theirs
):
    client.force_login(trainer)
    for name in admin_routes():
        there = reverse(name, args=route_args(name, theirs))
        for send in (client.get, client.post):
            assert send(there).status_code == 404, name
    assert Scenario.objects.get().title == "Kingfisher’s case"
    nowhere = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[999_999])
    assert client.get(nowhere).status_code == 404


def test_the_trainers_of_its_owner_open_all_of_them(client, theirs):
    client.force_login(make_person(role=Role.TRAINER, organisation=theirs.owner))
    opened = {
        name: client.get(reverse(name, args=route_args(name, theirs))).status_code
        for name in admin_routes()
        if not name.endswith(("lock", "unlock", "unschedule"))
    }
    assert {name: code for name, code in opened.items() if code != 200} == {}


def test_no_list_chooser_or_bulk_action_names_it(client, trainer, theirs):
    ours = make_scenario("TS-OURS")
    client.force_login(trainer)
    choosers = [
        reverse(f"wagtailsnippetchoosers_scenarios_scenario:{name}", args=args)
        for name, args in (
            ("choose", []),
            ("choose_results", []),
            ("chosen", [theirs.pk]),
        )
    ]
    several = reverse("wagtailsnippetchoosers_scenarios_scenario:chosen_multiple")
    pages = (
        address("list"),
        address("list_results"),
        f"{address('list')}?q=Kingfisher",
        *choosers,
        f"{several}?id={theirs.pk}&id={ours.pk}",
        bulk_delete(theirs),
        f"{bulk_delete(ours)}&id=all",
        "/admin/",
        "/admin/reports/site-history/",
        "/admin/reports/site-history/results/",
    )
    for page in pages:
        answer = client.get(page)
        assert "Kingfisher’s" not in answer.content.decode(), page
        assert "TS-THEIRS" not in answer.content.decode(), page
    assert client.get(choosers[2]).status_code == 404
    assert client.get(bulk_delete(theirs)).status_code == 404
    assert client.get("/admin/reports/site-history/").status_code == 404


@pytest.mark.parametrize("asked", ["one", "with ours", "all"])
def test_no_bulk_action_deletes_it(client, trainer, theirs, asked):
    ours = make_scenario("TS-OURS")
    client.force_login(trainer)
    page = {
        "one": bulk_delete(theirs),
        "with ours": bulk_delete(theirs, ours),
        "all": bulk_delete().removesuffix("?") + "?id=all",
    }[asked]
    client.post(page)
    assert Scenario.objects.filter(ref="TS-THEIRS").exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"visit_type": "joint"},
        {"setting": "alone"},
        {"offence_kind": "online"},
        {"characteristic": "faith"},
    ],
)
def test_the_admins_list_is_filtered_by_tags(client, trainer, asked):
    make_scenario("TS-OTHER")
    scenario = make_scenario("TS-TAGGED")
    Scenario.objects.filter(pk=scenario.pk).update(
        visit_type="joint", setting="alone", offence_kind="online"
    )
    for _n in range(2):
        Characteristic.objects.create(scenario=scenario, kind="faith", value="x", purpose="y")
    client.force_login(trainer)
    listed = client.get(address("list"), asked)
    assert [each.ref for each in listed.context["object_list"]] == ["TS-TAGGED"]


def test_the_editor_leads_to_the_workshop(client, trainer):
    scenario = make_scenario("TS-1")
    client.force_login(trainer)
    for page in (address("list"), address("edit", scenario.pk)):
        body = client.get(page).content.decode()
        for name in ("workshop_reviews", "workshop_preview", "workshop_compare"):
            assert reverse(name, args=["TS-1"]) in body


def test_a_new_case_is_offered_the_next_reference_of_those_one_may_see(client, organisation):
    client.force_login(make_person(role=Role.TRAINER, organisation=organisation))
    assert client.get(address("add")).context["form"].initial["ref"] == "TR-0001"
    make_scenario("TS-0041")
    theirs = make_scenario("SECRET-7")
    Scenario.objects.filter(pk=theirs.pk).update(owner=make_organisation("X02"))
    assert client.get(address("add")).context["form"].initial["ref"] == "TS-0042"

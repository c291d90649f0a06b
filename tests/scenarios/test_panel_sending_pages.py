"""The form that sends a case to a panel: whom and what it offers, and what it refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.public import Role
from scenarios.models import Panel, Scenario
from tests.factories import (
    make_framework,
    make_organisation,
    make_passed,
    make_person,
    make_scenario,
)
from tests.scenarios.journey import words_of
from tests.scenarios.panels import page

pytestmark = pytest.mark.django_db
ASKING = "Practice needs 5 who finish, so ask one or two more. A check needs 10, an anchor 10."


@pytest.fixture
def form(organisation):
    """What the form of sending posts, and the trainer who posts it."""
    make_framework()
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    due = timezone.localdate() + timedelta(days=9)
    elsewhere = make_organisation("X77", "Fenwick Police")
    return trainer, {
        "scenario": make_passed(make_scenario("TS-FORM")).ref,
        "use": "practice",
        "due_on_0": due.day,
        "due_on_1": due.month,
        "due_on_2": due.year,
        "chair": str(trainer.uuid),
        "approver": str(make_person(role=Role.ADMINISTRATOR).uuid),
        "panellists": [
            str(make_person(role=Role.PANELLIST, organisation=elsewhere).uuid) for _n in range(5)
        ],
    }


def test_a_trainer_sends_a_case_from_the_admin_to_people_of_any_organisation(client_of, form):
    trainer, data = form
    client = client_of(trainer)
    listing = client.get(reverse(Scenario.snippet_viewset.get_url_name("list")))
    reviews = reverse("workshop_reviews", args=["TS-FORM"])
    assert reviews in listing.content.decode()
    edit = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[Scenario.objects.get().pk])
    assert reviews in client.get(edit).content.decode()
    address = f"{reverse('panel_new')}?scenario=TS-FORM"
    assert address in client.get(reviews).content.decode()
    asked = client.get(address).content.decode()
    assert 'value="TS-FORM" selected' in asked
    assert "(Fenwick Police)" in asked
    assert ASKING in asked
    answer = client.post(reverse("panel_new"), data)
    panel = Panel.objects.get()
    assert answer["Location"] == page("panel", panel)
    assert panel.panellists.count() == 5
    assert "Panels you chair TS-FORM" in words_of(client.get(reverse("panels")))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("scenario", "", "Choose a case."),
        ("scenario", "TS-NONE", "Choose a case from the list."),
        ("use", "ornament", "Choose what the case is meant for from the list."),
        ("due_on_2", "2020", "The date is in the past."),
        ("due_on_0", "", "Enter a real date"),
        ("chair", "", "Choose who chairs the panel."),
        ("chair", "00000000-0000-4000-8000-000000000000", "Choose the chair from the list."),
        ("approver", "x", "Choose who approves from the list."),
        ("panellists", [], "Choose at least one panellist."),
        ("panellists", ["x"], "Choose panellists from the list."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_frozen(client_of, form, field, value, words):
    trainer, data = form
    answer = client_of(trainer).post(reverse("panel_new"), {**data, field: value})
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert not Panel.objects.exists()


def test_a_text_that_no_reviewer_has_passed_is_not_offered(client_of, form):
    trainer, data = form
    waiting = make_scenario("TS-WAITING")
    asked = client_of(trainer).get(f"{reverse('panel_new')}?scenario={waiting.ref}")
    assert "No reviewer has passed TS-WAITING as it is now." in words_of(asked)
    assert reverse("workshop_reviews", args=[waiting.ref]) in asked.content.decode()
    answer = client_of(trainer).post(reverse("panel_new"), {**data, "scenario": waiting.ref})
    assert "Choose a case from the list." in words_of(answer)
    assert not Panel.objects.exists()


@pytest.mark.parametrize(("use", "asked"), [("practice", 4), ("check", 5)])
def test_a_panel_too_small_to_be_closed_is_not_sent(client_of, form, use, asked):
    trainer, data = form
    data = {**data, "use": use, "panellists": data["panellists"][:asked]}
    answer = client_of(trainer).post(reverse("panel_new"), data)
    assert answer.status_code == 200
    assert f"There is a problem {ASKING}" in words_of(answer)
    assert not Panel.objects.exists()


@pytest.mark.parametrize("is_invented", [True, False])
def test_simulated_panellists_are_offered_only_in_a_demonstration(client_of, is_invented):
    make_framework()
    invented = make_organisation("X78", "Northmoor Police")
    home = make_organisation("X79", "Fenwick Police", is_invented=is_invented)
    trainer = make_person(role=Role.TRAINER, organisation=home)
    simulated = make_person(role=Role.PANELLIST, organisation=invented, is_simulated=True)
    words = words_of(client_of(trainer).get(reverse("panel_new")))
    assert (f"{simulated} (Northmoor Police, simulated)" in words) is is_invented


def test_a_person_without_the_role_is_no_choice(client_of, form):
    trainer, data = form
    trainee = make_person()
    for field in ("chair", "approver", "panellists"):
        value = [str(trainee.uuid)] if field == "panellists" else str(trainee.uuid)
        answer = client_of(trainer).post(reverse("panel_new"), {**data, field: value})
        assert "from the list." in words_of(answer)
        assert str(trainee) not in words_of(answer)


def test_a_refusal_of_the_act_stands_over_the_form(client_of, form):
    trainer, data = form
    answer = client_of(trainer).post(
        reverse("panel_new"), {**data, "approver": str(trainer.uuid), "extra": "1"}
    )
    assert answer.status_code == 200
    assert "Nobody approves their own" in words_of(answer)
    assert not Panel.objects.exists()

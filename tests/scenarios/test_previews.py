"""A draft as a trainee meets it: the same pages, and nothing is begun or kept."""

import pytest
from django.apps import apps
from django.urls import reverse

from people.public import Event, Role
from scenarios.models import Scenario
from tests.factories import (
    make_framework,
    make_organisation,
    make_person,
    make_scenario,
    make_staged_scenario,
)
from tests.scenarios.journey import words_of
from tests.scenarios.test_review import edited

pytestmark = pytest.mark.django_db


@pytest.fixture
def staged(organisation):
    make_framework()
    scenario = make_staged_scenario("TS-STAGED")
    return Scenario.objects.get(pk=scenario.pk)


@pytest.fixture
def as_trainer(client_of, trainer):
    return client_of(trainer)


def at(*args, name="workshop_preview_step"):
    return reverse(name, args=["TS-STAGED", *args])


def rows():
    """How many rows there are of everything that a person can leave behind, but for sign-ins."""
    ours = ("scenarios", "scoring", "courses")
    models = (model for label in ours for model in apps.get_app_config(label).get_models())
    return {model._meta.label: model._default_manager.count() for model in (*models, Event)}


def test_every_page_at_every_stage_opens_and_leaves_nothing(as_trainer, staged):
    before = rows()
    assert "about 20 minutes" in words_of(as_trainer.get(at(name="workshop_preview"))).lower()
    factors = as_trainer.get(at(1, "opportunity")).context["tasks"]
    assert len(factors) == 13
    for stage in (1, 2):
        for step in [each["url"] for each in factors] + [at(stage, "check")]:
            address = step.replace("/1/", f"/{stage}/")
            seen = as_trainer.get(address)
            assert seen.status_code == 200, address
            assert "Preview: nothing is saved" in words_of(seen)
    assert rows() == before


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
@pytest.mark.parametrize(
    "data",
    [
        {"choice": "2", "confidence": "70", "reason": "Ring 07911 123456", "revision": "0"},
        {"choice": "2", "go": "next"},
        {"cite": "for:D1.1"},
        {"cite": "for:D99.9"},
        {},
    ],
)
def test_whatever_is_sent_is_thrown_away(as_trainer, staged, data, headers):
    before = rows()
    for step in ("opportunity", "overall", "actions", "check"):
        answer = as_trainer.post(at(1, step), data, **headers)
        assert answer.status_code in (200, 302)
    assert rows() == before


def test_the_form_goes_on_as_the_real_one_does(as_trainer, staged):
    first = as_trainer.post(at(1, "opportunity"), {"go": "next"})
    assert first["Location"] == at(1, "preoccupation")
    assert as_trainer.post(at(1, "overall"), {})["Location"] == at(1, "actions")
    assert as_trainer.post(at(1, "actions"), {})["Location"] == at(1, "check")
    locked = as_trainer.post(at(1, "check"), {})
    assert locked["Location"] == at(2, name="workshop_preview_stage")
    assert as_trainer.post(at(2, "check"), {})["Location"] == at(name="workshop_preview")
    swapped = as_trainer.post(at(1, "opportunity"), {"go": "next"}, HTTP_HX_REQUEST="true")
    assert swapped["HX-Redirect"] == at(1, "preoccupation")


def test_a_stage_shows_the_papers_that_are_in_by_then(as_trainer, staged):
    assert "D3" not in words_of(as_trainer.get(at(1, "opportunity")))
    later = words_of(as_trainer.get(at(2, "opportunity")))
    assert "He fixes bicycles." in later
    assert "He has lost the flat." in later
    new = words_of(as_trainer.get(at(2, name="workshop_preview_stage")))
    assert "He has lost the flat." in new
    assert "He fixes bicycles." not in new


def test_it_is_the_draft_and_not_what_was_published(as_trainer, staged):
    edited(staged, "A summary nobody has published.")
    seen = words_of(as_trainer.get(at(name="workshop_preview")))
    assert "A summary nobody has published." in seen


@pytest.mark.parametrize(("stage", "step"), [(3, "opportunity"), (1, "no-such"), (0, "overall")])
def test_a_page_that_is_not_there_is_not_found(as_trainer, staged, stage, step):
    for send in (as_trainer.get, as_trainer.post):
        assert send(at(stage, step)).status_code == 404


def test_another_organisations_draft_is_not_found(client_of, staged, other_organisation):
    Scenario.objects.update(owner=make_organisation("X01"))
    client = client_of(make_person(role=Role.TRAINER, organisation=other_organisation))
    for address in (at(name="workshop_preview"), at(2, name="workshop_preview_stage"),
                    at(1, "opportunity")):  # fmt: skip
        assert client.get(address).status_code == 404
    assert client.post(at(1, "opportunity")).status_code == 404


def test_without_a_framework_there_is_nothing_to_preview(as_trainer):
    make_scenario("TS-STAGED")
    assert as_trainer.get(at(name="workshop_preview")).status_code == 404

"""The author's page of a case: the draft as trainees get it, and how it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Role
from scenarios.models import CaseDesign, CaseDocument, Panel, Scenario
from scenarios.passages import text_hash
from tests.factories import (
    make_closed_panel,
    make_framework,
    make_panel,
    make_person,
    make_scenario,
    make_staged_scenario,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def scenario(trainer, organisation):
    make_framework()
    scenario = make_scenario("TS-0001")
    scenario.owner = organisation
    scenario.save()
    return scenario


@pytest.fixture
def as_trainer(client, trainer):
    client.force_login(trainer)
    return client


def page_of(client, ref="TS-0001", since=None, headers=None):
    query = "" if since is None else f"?since={since}"
    return client.get(f"/workshop/{ref}/{query}", headers=headers)


def words(response):
    return response.content.decode()


def save_draft(scenario, body):
    """Save a draft whose second paper reads otherwise, as the editor does, and nothing live."""
    draft = scenario.get_latest_revision_as_object()
    documents = list(draft.documents.all())
    documents[1].body = body
    draft.documents = documents
    return draft.save_revision()


def test_it_shows_the_papers_with_passages_numbered_as_trainees_see_them(as_trainer, scenario):
    body = words(page_of(as_trainer))
    for ref in ("d1-1", "d1-2", "d2-1"):
        assert f'id="{ref}"' in body
    assert "He fixes bicycles." in body


def test_it_reads_the_newest_draft_and_not_the_live_text(as_trainer, scenario):
    save_draft(scenario, "He has an SHPO.")
    body = words(page_of(as_trainer))
    assert "He has an SHPO." in body
    assert "He was in and spoke freely." not in body
    assert "Must be mended (1)" in body
    assert '<a class="finding-place" href="#d2-1">“Visit note”, D2.1</a>' in body
    assert "“SHPO” is explained nowhere in the file." in body


def test_blocking_comes_first_safety_before_quality_before_advice(as_trainer, scenario):
    save_draft(scenario, "He has an SHPO. Ring 07911 123456. Mr Bellow came.")
    body = words(page_of(as_trainer))
    places = [body.index(each) for each in ("07911 123456” looks", "“SHPO” is", "The papers name")]
    assert places == sorted(places)


def test_it_names_the_next_step_and_links_to_the_rest(as_trainer, scenario):
    body = words(page_of(as_trainer))
    assert f'<a class="button" href="{reverse("workshop_reviews", args=["TS-0001"])}">' in body
    for name in ("edit", "history"):
        assert reverse(Scenario.snippet_viewset.get_url_name(name), args=[scenario.pk]) in body
    for name in ("workshop_design", "workshop_preview", "workshop_compare"):
        assert reverse(name, args=["TS-0001"]) in body


def test_stages_stand_apart_and_who_is_who_once(as_trainer, organisation):
    make_framework()
    staged = make_staged_scenario("TS-0002")
    staged.owner = organisation
    staged.save()
    body = words(page_of(as_trainer, "TS-0002"))
    assert (body.count("<h2>Stage 1</h2>"), body.count("<h2>Stage 2</h2>")) == (1, 1)
    assert body.count("Given facts</h3>") == 1
    assert 'class="timeline-part is-later"' in body


def test_htmx_gets_nothing_while_the_draft_is_the_same(as_trainer, scenario):
    revision = save_draft(scenario, "He was out.")
    assert page_of(as_trainer, since=revision.pk, headers=HTMX).status_code == 204
    # Asked for as a page it is one, whatever it was asked for before.
    assert page_of(as_trainer, since=revision.pk).status_code == 200


def test_htmx_gets_the_papers_and_the_card_of_a_newer_draft(as_trainer, scenario):
    before = save_draft(scenario, "He was out.")
    after = save_draft(scenario, "He was back.")
    response = page_of(as_trainer, since=before.pk, headers=HTMX)
    body = words(response)
    assert response.status_code == 200
    assert body.lstrip().startswith('<p id="draft-state"')
    assert f"?since={after.pk}" in body
    for part in ("papers", "health"):
        assert f'<div id="{part}"' in body
    assert body.count('hx-swap-oob="true"') == 2
    assert "He was back." in body
    assert "<html" not in body


def test_a_case_without_a_draft_is_asked_for_until_there_is_one(as_trainer, scenario):
    assert "?since=None" in words(page_of(as_trainer))
    assert page_of(as_trainer, since="None", headers=HTMX).status_code == 204
    save_draft(scenario, "He was out.")
    assert page_of(as_trainer, since="None", headers=HTMX).status_code == 200


def test_what_was_reported_is_shown_nowhere_on_it(as_trainer, scenario, monkeypatch):
    secret = "He has an SHPO and 07911 123456."
    save_draft(scenario, secret)
    for module in ("case_file", "draft_health"):
        monkeypatch.setattr(
            f"scenarios.selectors.{module}.hashes_kept_back", lambda draft: {text_hash(secret)}
        )
    body = words(page_of(as_trainer))
    assert "SHPO" not in body
    assert "07911" not in body
    assert "This paragraph was reported as real data." in body


def test_another_organisations_draft_does_not_exist(as_trainer, scenario, other_organisation):
    Scenario.objects.filter(pk=scenario.pk).update(owner=other_organisation)
    unknown = page_of(as_trainer, "TS-9999")
    theirs = page_of(as_trainer)
    assert (unknown.status_code, theirs.status_code) == (404, 404)


@pytest.mark.parametrize(
    "role", [role for role in Role.values if role not in (Role.TRAINER, Role.ADMINISTRATOR)]
)
def test_it_is_for_those_who_write(client, scenario, organisation, role):
    client.force_login(make_person(role=role, organisation=organisation))
    assert page_of(client).status_code == 403


def test_posting_to_it_is_no_act(as_trainer, scenario):
    assert as_trainer.post("/workshop/TS-0001/").status_code == 405


def test_a_factor_without_evidence_is_named(as_trainer, scenario):
    CaseDesign.objects.create(
        scenario=scenario, factors={"opportunity": {"level": "2", "evidence": ["D9.1"]}}
    )
    body = words(page_of(as_trainer))
    assert "The design names D9.1 as evidence, and the draft has none of them." in body
    assert "<li>Opportunity</li>" in body


def test_who_rates_the_case_blind_is_not_shown_what_was_designed(as_trainer, scenario, trainer):
    panel = make_panel(2, scenario=scenario)
    CaseDesign.objects.create(
        scenario=scenario, factors={"opportunity": {"level": "2", "evidence": ["D9.1"]}}
    )
    panel.panellists.filter(pk=panel.panellists.first().pk).update(person=trainer)
    body = words(page_of(as_trainer))
    assert "D9.1" not in body
    assert "You are asked to rate this case blind" in body


def test_the_panels_agreement_is_for_those_who_may_read_it(as_trainer, trainer, organisation):
    make_framework()
    scenario = make_scenario("TS-0003")
    scenario.owner = organisation
    scenario.save()
    panel = make_closed_panel(5, scenario=scenario, chair=trainer)
    assert reverse("panel_ratings", args=[panel.uuid]) in words(page_of(as_trainer, "TS-0003"))
    other = make_person(role=Role.TRAINER, organisation=organisation)
    as_trainer.force_login(other)
    assert "panel_ratings" not in words(page_of(as_trainer, "TS-0003"))
    assert str(Panel.objects.get().uuid) not in words(page_of(as_trainer, "TS-0003"))


def test_it_asks_as_much_of_fifty_papers_as_of_two(as_trainer, scenario):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert page_of(as_trainer).status_code == 200
        return len(queries)

    scenario.save_revision()
    asked()
    before = asked()
    for number in range(50):
        CaseDocument.objects.create(
            scenario=scenario, sort_order=9 + number, kind="other", title="More", body="He was in."
        )
    Scenario.objects.get(pk=scenario.pk).save_revision()
    # Wagtail asks once for each row of a draft whether what it belongs to is there.
    assert asked() <= before + 51
    assert before <= 40


def test_asking_again_costs_next_to_nothing(as_trainer, scenario):
    revision = scenario.save_revision()
    page_of(as_trainer)
    with CaptureQueriesContext(connection) as queries:
        page_of(as_trainer, since=revision.pk, headers=HTMX)
    assert len(queries) <= 6


def test_the_editor_says_what_blocks_the_last_draft(as_trainer, scenario):
    save_draft(scenario, "He has an SHPO.")
    edit = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])
    body = words(as_trainer.get(edit))
    assert "1 thing must be mended before this can go to a panel:" in body
    assert "“SHPO” is explained nowhere in the file." in body
    assert reverse("workshop_case", args=["TS-0001"]) in body


def test_the_editor_of_a_new_case_says_that_nothing_is_saved(as_trainer):
    add = reverse(Scenario.snippet_viewset.get_url_name("add"))
    assert "Save a draft, and what the checks find stands here." in words(as_trainer.get(add))

"""The list of cases: what stands in it, how it is filtered, and what it costs."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Role
from scenarios.models import Characteristic, Release, Scenario
from scenarios.selectors.case_state import CaseState, Turn, next_step, standing_of
from scenarios.services.closing import approve_panel, call_off, send_back
from scenarios.services.reviewing import send_back_review
from tests.factories import (
    make_closed_panel,
    make_disagreement,
    make_national,
    make_organisation,
    make_panel,
    make_passed,
    make_person,
    make_released_case,
    make_review,
    make_scenario,
    rate_seat,
)
from tests.scenarios.journey import words_of
from tests.scenarios.test_health_of import SPLIT
from tests.scenarios.test_review import edited

pytestmark = pytest.mark.django_db
LIST = "/workshop/"


def refs(answer):
    return [row.ref for row in answer.context["cases"].rows]


def state_of(scenario):
    standing = standing_of(scenario)
    return standing.state, standing.turn


@pytest.fixture
def as_trainer(client_of, trainer):
    return client_of(trainer)


def test_a_case_is_a_draft_until_a_reviewer_has_it_and_reviewed_once_passed():
    scenario = make_scenario()
    assert state_of(scenario) == (CaseState.DRAFT, Turn.AUTHOR)
    review = make_review(scenario)
    assert state_of(scenario) == (CaseState.WITH_REVIEWER, Turn.REVIEWER)
    assert standing_of(scenario).turn_of == (review.reviewer,)
    send_back_review(review=review, by=review.reviewer, words="Not yet.")
    assert state_of(scenario) == (CaseState.DRAFT, Turn.AUTHOR)
    make_passed(scenario)
    assert state_of(scenario) == (CaseState.REVIEWED, Turn.AUTHOR)
    edited(scenario, "Changed since.")
    assert state_of(scenario) == (CaseState.DRAFT, Turn.AUTHOR)


def test_then_it_is_with_a_panel_its_chair_its_approver_and_in_use():
    panel = make_panel(5)
    scenario = panel.case_version.scenario
    assert state_of(scenario) == (CaseState.WITH_PANEL, Turn.PANEL)
    for seat in panel.panellists.all():
        rate_seat(seat)
    assert state_of(scenario) == (CaseState.WITH_PANEL, Turn.CHAIR)
    closed = make_closed_panel(5)
    scenario = closed.case_version.scenario
    assert state_of(scenario) == (CaseState.FOR_APPROVAL, Turn.APPROVER)
    send_back(panel=closed, by=closed.approver, because="One more look.")
    assert state_of(scenario) == (CaseState.FOR_APPROVAL, Turn.CHAIR)
    approve_panel(panel=closed, by=closed.approver)
    standing = standing_of(scenario)
    assert (standing.words, standing.turn, standing.next_state) == (
        "In use: practice",
        Turn.NOBODY,
        None,
    )


def test_a_panel_called_off_leaves_a_reviewed_case():
    panel = make_panel(1)
    call_off(panel=panel, by=panel.chair, because="A paper is missing.")
    assert state_of(panel.case_version.scenario) == (CaseState.REVIEWED, Turn.AUTHOR)


def test_a_case_in_use_says_how_far_its_next_text_is():
    scenario = make_released_case().case_version.scenario
    edited(scenario, "The next text.")
    standing = standing_of(scenario)
    assert (standing.state, standing.next_state) == (CaseState.IN_USE, CaseState.DRAFT)
    make_review(Scenario.objects.get(pk=scenario.pk))
    assert standing_of(scenario).next_state == CaseState.WITH_REVIEWER


@pytest.mark.parametrize("state", [Release.State.CLOSED, "retired", "withdrawn"])
def test_a_release_that_ended_is_told(state):
    release = make_released_case()
    release.state = state
    release.save(update_fields=["state"])
    assert standing_of(release.case_version.scenario).state == CaseState(str(state))


def test_the_next_step_names_what_this_person_does(trainer, administrator):
    scenario = make_scenario("TS-STEP")
    assert next_step(scenario, trainer).label == "Send to a reviewer"
    review = make_review(scenario, by=trainer)
    assert next_step(scenario, review.reviewer).label == "Review it"
    assert next_step(scenario, trainer).label == "See how the review is"
    send_back_review(review=review, by=review.reviewer, words="Not yet.")
    assert next_step(scenario, trainer).label == "Answer the reviewer"
    make_passed(scenario)
    assert next_step(scenario, trainer).url == f"{reverse('panel_new')}?scenario=TS-STEP"
    assert next_step(scenario, administrator).url == ""
    panel = make_panel(1, scenario=scenario)
    assert next_step(scenario, panel.chair).url == reverse("panel", args=[panel.uuid])
    assert next_step(scenario, trainer).url == ""
    closed = make_closed_panel(5)
    assert next_step(closed.case_version.scenario, closed.approver).label == "Decide on the key"


def test_each_case_stands_with_its_state_turn_tags_and_owner(as_trainer, trainer):
    make_review(make_scenario("TS-ONE"), by=trainer)
    words = words_of(as_trainer.get(LIST))
    assert "TS-ONE A case for tests With a reviewer Reviewer: Robin" in words
    assert "Moderate England and Wales" in words
    assert "New case" in words


def test_another_organisations_drafts_are_not_in_it(as_trainer, organisation):
    Scenario.objects.filter(pk=make_scenario("TS-THEIRS").pk).update(owner=make_organisation("X02"))
    Scenario.objects.filter(pk=make_scenario("TS-OURS").pk).update(owner=organisation)
    make_scenario("TS-ALL")
    assert refs(as_trainer.get(LIST)) == ["TS-ALL", "TS-OURS"]


def test_it_is_filtered_by_all_that_is_asked(as_trainer, trainer, organisation):
    scenario = make_scenario("TS-A")
    Scenario.objects.filter(pk=scenario.pk).update(
        difficulty="complex", visit_type="joint", setting="alone", offence_kind="online",
        owner=organisation, title="The allotment",
    )  # fmt: skip
    for kind in ("faith", "faith", "age"):
        Characteristic.objects.create(scenario=scenario, kind=kind, value="x", purpose="y")
    make_review(make_scenario("TS-B"), reviewer=trainer)
    for asked, found in (
        ({"difficulty": "complex"}, ["TS-A"]),
        ({"visit_type": "joint", "setting": "alone", "offence_kind": "online"}, ["TS-A"]),
        ({"characteristic": "faith"}, ["TS-A"]),
        ({"characteristic": "means"}, []),
        ({"owner": "X01"}, ["TS-A"]),
        ({"state": "with_reviewer"}, ["TS-B"]),
        ({"state": "draft"}, ["TS-A"]),
        ({"turn": "reviewer"}, ["TS-B"]),
        ({"turn": "mine"}, ["TS-B"]),
        ({"turn": "author"}, ["TS-A"]),
        ({"turn": "panel"}, []),
        ({"turn": "chair"}, []),
        ({"turn": "approver"}, []),
        ({"turn": "nobody"}, []),
        ({"q": "allotment ts-a"}, ["TS-A"]),
        ({"q": "allotment", "state": "in_use"}, []),
        ({"state": "no such"}, ["TS-A", "TS-B"]),
        ({"page": "99"}, ["TS-A", "TS-B"]),
    ):
        assert refs(as_trainer.get(LIST, asked)) == found, asked


def test_a_case_in_use_whose_next_text_is_a_draft_is_found_by_either(as_trainer):
    scenario = make_released_case("practice", "TS-BOTH").case_version.scenario
    edited(scenario, "The next text.")
    for state in ("in_use", "draft"):
        assert refs(as_trainer.get(LIST, {"state": state})) == ["TS-BOTH"]


def test_what_waits_for_a_panels_people_is_theirs(client_of):
    panel, closed = make_panel(1), make_closed_panel(5)
    rate_seat(panel.panellists.get())
    mine = client_of(panel.chair).get(LIST, {"turn": "mine"})
    assert refs(mine) == [panel.case_version.scenario.ref]
    theirs = client_of(closed.approver).get(LIST, {"turn": "mine"})
    assert refs(theirs) == [closed.case_version.scenario.ref]
    for turn in ("chair", "approver", "panel"):
        found = refs(theirs.client.get(LIST, {"turn": turn}))
        assert len(found) == (0 if turn == "panel" else 1)


def test_a_reviewer_finds_what_waits_for_them_at_the_top(client_of, trainer):
    make_review(make_scenario("TS-WAITS"), reviewer=trainer)
    assert "Drafts you are asked to review TS-WAITS" in words_of(client_of(trainer).get(LIST))


def test_pages_keep_what_was_asked(as_trainer):
    for number in range(51):
        make_scenario(f"TS-P{number:02}")
    answer = as_trainer.get(LIST, {"q": "TS-P", "page": "2"})
    assert refs(answer) == ["TS-P50"]
    assert "?q=TS-P&amp;page=1" in answer.content.decode()


def test_fifty_rows_take_as_many_queries_as_one_and_at_most_fifteen(as_trainer):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_trainer.get(LIST, {"state": "draft"})
        return len(captured)

    review = make_review()
    send_back_review(review=review, by=review.reviewer, words="Not yet.")
    as_trainer.get(LIST)
    few = queries()
    for number in range(49):
        scenario = make_scenario(f"TS-Q{number:02}")
        if number % 10 == 0:
            review = make_review(scenario)
            send_back_review(review=review, by=review.reviewer, words="Not yet.")
    assert queries() == few <= 15


def test_it_is_filtered_by_health_in_at_most_fifteen_queries(as_trainer):
    make_scenario("TS-EARLY")
    make_released_case("practice", "TS-HEALTHY")
    make_released_case("practice", "TS-SPLIT", **SPLIT)
    call_command("work_out_case_health")
    for health, found in (
        ("healthy", ["TS-HEALTHY"]),
        ("look_again", ["TS-SPLIT"]),
        ("too_early", ["TS-EARLY"]),
    ):
        with CaptureQueriesContext(connection) as captured:
            answer = as_trainer.get(LIST, {"health": health})
        assert refs(answer) == found
        assert len(captured) <= 15


@pytest.mark.parametrize("role", [Role.PANELLIST, Role.TRAINEE, Role.FORCE_LEAD])
def test_the_workshop_is_for_those_who_write(client_of, role):
    assert client_of(make_person(role=role)).get(LIST).status_code == 403


def test_the_workshop_says_how_many_disagreements_wait(client_of):
    trainer = make_person(role=Role.TRAINER, organisation=make_national())
    client = client_of(trainer)
    assert "what trainees say against a key" in words_of(client.get("/workshop/"))
    make_disagreement(make_released_case())
    assert "1 waits for an answer" in words_of(client.get("/workshop/"))

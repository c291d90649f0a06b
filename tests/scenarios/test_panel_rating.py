"""A panellist rates on the trainee's own form: blind, item by item, each with a receipt."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Role
from people.services.memberships import end_membership
from scenarios.models import CaseDocument, Panel, PanelRating, PanelStageRating
from scenarios.services.closing import call_off
from scenarios.services.panel_rating import decline
from scoring.public import Factor
from tests.factories import finish_panel, make_panel, make_person, make_scenario, rate_seat
from tests.scenarios.journey import BOTH_WAYS, HTMX, PLAIN, WAY_NAMES, rating, words_of
from tests.scenarios.test_query_counts import MOST, statements

pytestmark = pytest.mark.django_db

either_way = pytest.mark.parametrize("headers", BOTH_WAYS, ids=WAY_NAMES)
RECEIPT = re.compile(r"Opportunity · recorded \d+ \w+, \d\d:\d\d · ([2-9A-Z]{4}-[2-9A-Z]{4})")


@pytest.fixture
def seat(db):
    return make_panel(2).panellists.order_by("pk").first()


@pytest.fixture
def as_panellist(client_of, seat):
    return client_of(seat.person)


def step_url(seat, step="opportunity", stage=1):
    return reverse("panel_step", args=[seat.panel.uuid, stage, step])


def panel_url(seat):
    return reverse("panel", args=[seat.panel.uuid])


def row_of(seat, code="opportunity"):
    return PanelRating.objects.get(panellist=seat, unit__factor__code=code)


def stored(seat):
    """Every row of one seat: to see that nothing has changed."""
    return [
        list(PanelRating.objects.filter(panellist=seat).order_by("pk").values()),
        list(PanelStageRating.objects.filter(panellist=seat).order_by("pk").values()),
    ]


def test_the_invitation_says_what_is_asked(as_panellist, seat):
    listed = words_of(as_panellist.get(reverse("panels")))
    assert f"1 case waits for you {seat.panel.case_version.scenario.ref}" in listed
    assert "Cases you were asked to rate" not in listed  # nothing is listed twice
    queue = words_of(as_panellist.get(panel_url(seat)))
    assert "Done 0 of 12" in queue
    assert "Read the case and begin" in queue
    assert "Ctrl and Enter together save it and go to the next" in queue


def test_once_everything_is_recorded_the_queue_leads_to_the_check(as_panellist, seat):
    factors = Factor.objects.filter(framework=seat.panel.case_version.framework)
    for factor in factors:
        as_panellist.post(step_url(seat, factor.code), rating("outside_field", ""))
    queue = as_panellist.get(panel_url(seat))
    assert "Carry on with the next" in words_of(queue)
    as_panellist.post(step_url(seat, "actions"), {"revision": 0})
    queue = as_panellist.get(panel_url(seat))
    assert "Check and finish" in words_of(queue)
    check = reverse("panel_check", args=[seat.panel.uuid, 1])
    assert f'<a class="button" href="{check}">' in queue.content.decode()


def test_a_case_of_one_stage_speaks_of_no_stage(as_panellist, seat):
    assert "Stage 1 of 1" not in words_of(as_panellist.get(step_url(seat)))


def test_the_form_offers_one_answer_more_and_preselects_nothing(as_panellist, seat):
    page = as_panellist.get(step_url(seat)).content.decode()
    assert 'value="outside_field"' in page
    assert " checked" not in page
    assert "He fixes bicycles." in page
    assert page.count('name="cite"') == 6
    overall = as_panellist.get(step_url(seat, "overall")).content.decode()
    assert 'value="outside_field"' in overall
    assert 'name="reason"' in overall
    assert 'name="interval"' in overall


@either_way
def test_a_complete_item_gets_a_receipt_and_a_change_a_new_one(as_panellist, seat, headers):
    as_panellist.post(step_url(seat), rating("2", reason="A shed key."), headers=headers)
    row = row_of(seat)
    assert (row.kind, row.level, row.confidence, row.reason) == ("level", 2, 70, "A shed key.")
    first = row.receipt
    queue = words_of(as_panellist.get(panel_url(seat)))
    assert f"{first}" in queue
    assert "Done 1 of 12" in queue
    as_panellist.post(step_url(seat), rating("3", reason="A shed key.", revision=1))
    assert row_of(seat).receipt not in ("", first)
    assert row_of(seat).revision == 2


def test_the_save_says_the_receipt_and_draws_no_field_again(as_panellist, seat):
    response = as_panellist.post(step_url(seat), rating("2"), headers=HTMX)
    said = RECEIPT.search(words_of(response))
    assert said[1] == row_of(seat).receipt
    assert "1 of 12 rated" in words_of(response)
    assert '<input type="radio"' not in response.content.decode()


def test_the_same_again_keeps_its_receipt(as_panellist, seat):
    as_panellist.post(step_url(seat), rating("2"))
    before = stored(seat)
    as_panellist.post(step_url(seat), rating("2"), headers=HTMX)
    assert stored(seat) == before


def test_half_an_item_is_saved_without_a_receipt(as_panellist, seat):
    response = as_panellist.post(step_url(seat), rating("2", confidence=""), headers=HTMX)
    assert re.match(r"\s*Saved \d\d:\d\d", words_of(response))
    assert row_of(seat).receipt == ""


@either_way
@pytest.mark.parametrize("step", ["opportunity", "overall"])
def test_outside_ones_field_nothing_more_is_asked(as_panellist, seat, headers, step):
    as_panellist.post(step_url(seat, step), rating("outside_field", ""), headers=headers)
    row = row_of(seat, step)
    assert (row.kind, row.level, row.confidence) == ("outside_field", None, None)
    assert row.receipt


def test_a_trainee_is_not_offered_it(client_of, trainee, assessment):
    client = client_of(trainee)
    address = reverse("assess_step", args=[assessment.uuid, 1, "opportunity"])
    assert "outside_field" not in client.get(address).content.decode()
    answer = client.post(address, rating("outside_field"))
    assert answer.status_code == 200
    assert not assessment.answers.exists()


@either_way
def test_citing_is_one_click_and_renews_the_receipt(as_panellist, seat, headers):
    as_panellist.post(step_url(seat), rating("2"))
    first = row_of(seat).receipt
    more = rating("2", revision=1, cite="for:D1.1")
    response = as_panellist.post(step_url(seat), more, headers=headers)
    assert response.status_code == (200 if headers == HTMX else 302)
    assert row_of(seat).citations == [{"passage": "D1.1", "stance": "for"}]
    assert row_of(seat).receipt not in ("", first)
    as_panellist.post(step_url(seat), rating("2", revision=1, cite="against:D1.1"))
    as_panellist.post(step_url(seat), rating("2", revision=1, cite="for:D2.1"))
    as_panellist.post(step_url(seat), rating("2", revision=1, cite="none:D1.1"))
    assert row_of(seat).citations == [{"passage": "D2.1", "stance": "for"}]


@either_way
def test_a_passage_that_is_not_there_is_said(as_panellist, seat, headers):
    response = as_panellist.post(step_url(seat), rating("2", cite="for:D9.9"), headers=headers)
    assert response.status_code == 200
    assert "There is no passage D9.9 in this case file." in words_of(response)
    assert not PanelRating.objects.exists()


@either_way
@pytest.mark.parametrize("choice", ["4", "yes", "not_applicable"])
def test_what_is_no_answer_is_not_stored(as_panellist, seat, headers, choice):
    response = as_panellist.post(step_url(seat), rating(choice), headers=headers)
    assert response.status_code == 200
    assert "There is a problem" in words_of(response)
    assert not PanelRating.objects.exists()


@either_way
def test_an_older_page_never_wins_and_both_versions_are_shown(as_panellist, seat, headers):
    as_panellist.post(step_url(seat), rating("1", "25", "From the other tab."))
    before = stored(seat)
    response = as_panellist.post(step_url(seat), rating("3", "90", "Here."), headers=headers)
    assert response.status_code == 409
    assert stored(seat) == before
    assert "Some · Guess: 25% · “From the other tab.”" in words_of(response)
    kept = as_panellist.post(step_url(seat), rating("3", "90", "Here.", replace=1), headers=headers)
    assert kept.status_code == (200 if headers == HTMX else 302)
    assert row_of(seat).reason == "Here."


@either_way
def test_the_review_interval_is_part_of_the_overall_level(as_panellist, seat, headers):
    as_panellist.post(step_url(seat, "overall"), rating("2"), headers=headers)
    assert row_of(seat, "overall").receipt == ""
    more = rating("2", revision=1, interval="m3")
    as_panellist.post(step_url(seat, "overall"), more, headers=headers)
    assert row_of(seat, "overall").receipt
    assert PanelStageRating.objects.get().interval_code == "m3"
    older = as_panellist.post(
        step_url(seat, "overall"), rating("2", interval="m12"), headers=headers
    )
    assert older.status_code == 409


@either_way
def test_actions_are_saved_with_a_receipt_and_an_older_page_does_not_win(
    as_panellist, seat, headers
):
    url = step_url(seat, "actions")
    chosen = {"revision": 0, "action-planned_home_visit": "opportunity"}
    as_panellist.post(url, chosen, headers=headers)
    plan = PanelStageRating.objects.get()
    assert plan.actions == [{"action": "planned_home_visit", "factor": "opportunity"}]
    assert plan.actions_receipt
    as_panellist.post(url, chosen, headers=headers)
    assert PanelStageRating.objects.get().actions_receipt == plan.actions_receipt
    older = as_panellist.post(url, {"revision": 0, "action-curfew_tag": "social"}, headers=headers)
    assert older.status_code == 409
    assert "(Opportunity)" in words_of(older)


def test_saving_goes_from_item_to_item_and_ends_at_the_check(as_panellist, seat):
    url, seen = step_url(seat), []
    for _item in range(13):
        seen.append(url)
        url = as_panellist.post(url, {"revision": 0, "choice": "outside_field"})["Location"]
    assert url == step_url(seat, "check")
    assert len(set(seen)) == 13
    assert seen[-1] == step_url(seat, "actions")


def test_finishing_needs_every_item(as_panellist, seat):
    response = as_panellist.post(step_url(seat, "check"))
    assert response.status_code == 200
    words = words_of(response)
    assert "Opportunity: rate it, say how sure you are" in words
    assert "choose when to review the case" in words
    seat.refresh_from_db()
    assert seat.finished_at is None


def test_finishing_locks_everything_and_finishing_twice_is_once(as_panellist, seat):
    rate_seat(seat)
    before = stored(seat)
    assert as_panellist.post(step_url(seat, "check"))["Location"] == panel_url(seat)
    for step, data in (("opportunity", rating("3", revision=1)), ("actions", {"revision": 0})):
        for headers in BOTH_WAYS:
            late = as_panellist.post(step_url(seat, step), data, headers=headers)
            assert late.status_code == 409
            assert "not saved" in words_of(late)
    assert stored(seat) == before
    assert as_panellist.get(step_url(seat))["Location"] == panel_url(seat)
    assert "You have finished." in words_of(as_panellist.get(panel_url(seat)))


def test_a_later_stage_is_shown_when_the_one_before_is_locked(client_of):
    scenario = make_scenario()
    scenario.documents.add(
        CaseDocument(sort_order=3, stage=2, kind="email", title="New", body="He lost his job.")
    )
    scenario.save()
    seat = make_panel(2, scenario=scenario).panellists.first()
    client = client_of(seat.person)
    assert "He lost his job." not in client.get(step_url(seat)).content.decode()
    assert client.get(step_url(seat, stage=2)).status_code == 404
    late = client.post(step_url(seat), rating("2", cite="for:D3.1"))
    assert "no passage D3.1" in words_of(late)
    client.post(step_url(seat, "actions"), {"revision": 0, "action-recall": "desist"})
    rate_seat(seat, opportunity=1)
    seat.refresh_from_db()
    assert seat.finished_at is None
    second = client.get(step_url(seat, stage=2))
    assert "He lost his job." in second.content.decode()
    assert "You at stage 1: Some · Fairly sure: 70%" in words_of(second)
    assert " checked" not in second.content.decode()
    plan = words_of(client.get(step_url(seat, "actions", stage=2)))
    assert "Your plan from the stage before is carried over." in plan
    assert client.get(step_url(seat))["Location"] == panel_url(seat)
    assert client.post(step_url(seat), rating("3", revision=1)).status_code == 409
    rate_seat(seat, stage=2)
    seat.refresh_from_db()
    assert seat.finished_at is not None
    assert PanelStageRating.objects.get(stage=2).actions == [
        {"action": "recall", "factor": "desist"}
    ]


@pytest.mark.parametrize("end", ["closed", "called off", "declined", "role ended", "as a trainee"])
@either_way
def test_nothing_is_taken_any_more(client_of, organisation, end, headers):
    panel = make_panel(6)
    *others, seat = panel.panellists.order_by("pk")
    client = client_of(seat.person)
    client.post(step_url(seat), rating("1"))
    before = stored(seat)
    if end == "closed":
        for other in others:
            rate_seat(other)
        finish_panel(panel)
    elif end == "called off":
        call_off(panel=panel, by=panel.chair, because="Enough.")
    elif end == "declined":
        decline(seat=seat)
    elif end == "role ended":
        end_membership(membership=seat.person.memberships.get())
    else:
        seat.person.assessments.create(release=released_of(panel), use="practice")
    response = client.post(step_url(seat), rating("3", revision=1), headers=headers)
    assert response.status_code == 409
    assert stored(seat) == before
    assert client.get(step_url(seat)).status_code in (302, 409)
    assert client.get(panel_url(seat)).status_code == 200


def released_of(panel):
    """A release of the same scenario in another text."""
    from scenarios.models import Scenario
    from scenarios.services.freezing import freeze_case_version
    from scenarios.services.panels import close_panel, load_panel
    from scenarios.services.releases import release_case
    from tests.factories import panel_data

    Scenario.objects.update(summary="Another text.")
    version = freeze_case_version(scenario=panel.case_version.scenario)
    key = close_panel(panel=load_panel(case_version=version, data=panel_data(version.framework)))
    return release_case(case_version=version, key=key, use="practice")


def test_wrong_tool_finishes_with_a_ground_and_words(as_panellist, seat):
    url = reverse("panel_wrong_tool", args=[seat.panel.uuid])
    empty = as_panellist.post(url, {})
    assert "Choose why ARMS is not the tool" in words_of(empty)
    as_panellist.post(url, {"ground": "not_a_man", "text": "D1.1 says so."})
    seat.refresh_from_db()
    assert (seat.wrong_tool_ground, seat.wrong_tool_reason) == ("not_a_man", "D1.1 says so.")
    assert seat.finished_at is not None
    again = as_panellist.post(url, {"ground": "other", "text": "No."})
    assert again.status_code == 409
    assert "D1.1 says so." in words_of(as_panellist.get(panel_url(seat)))


def test_declining_asks_for_no_reason(as_panellist, seat):
    url = reverse("panel_decline", args=[seat.panel.uuid])
    assert as_panellist.get(url).status_code == 200
    assert as_panellist.post(url)["Location"] == panel_url(seat)
    assert "You have declined." in words_of(as_panellist.get(panel_url(seat)))
    assert "Cases you are asked" not in words_of(as_panellist.get(reverse("panels")))


def test_nobody_reaches_another_persons_rating(client_of, seat):
    rate_seat(seat, opportunity=3)
    other = seat.panel.panellists.exclude(pk=seat.pk).get()
    receipt = row_of(seat).receipt
    panel = Panel.objects.get()
    outsiders = [make_person(role=role) for role in (Role.PANELLIST, Role.TRAINER, Role.TRAINEE)]
    for person in (other.person, panel.chair, panel.approver, *outsiders):
        client = client_of(person)
        pages = [
            client.get(address)
            for address in (
                panel_url(seat),
                step_url(seat),
                step_url(seat, "check"),
                step_url(seat, "actions"),
                reverse("panel_ratings", args=[panel.uuid]),
                reverse("panels"),
            )
        ]
        for page in pages:
            text = page.content.decode()
            assert receipt not in text
            assert "Why opportunity." not in text
            assert " checked" not in text
    for person in outsiders:
        client = client_of(person)
        assert {
            client.get(panel_url(seat)).status_code,
            client.get(step_url(seat)).status_code,
        } == {404}


def statements_of(client, panel):
    """Each page and act of one panellist to the number of statements it takes."""
    rated, *_others, seat = panel.panellists.order_by("pk")
    rate_seat(rated)
    signed_in = client(seat.person)
    counts = {}
    for name, method, url, data in (
        ("queue", "get", panel_url(seat), None),
        ("item", "get", step_url(seat), None),
        ("first save", "post", step_url(seat), rating("2")),
        ("save", "post", step_url(seat), rating("3", revision=1)),
        ("actions", "post", step_url(seat, "actions"), {"revision": 0}),
        ("check", "get", step_url(seat, "check"), None),
    ):
        with CaptureQueriesContext(connection) as captured:
            getattr(signed_in, method)(url, data, headers=HTMX if method == "post" else PLAIN)
        counts[name] = statements(captured)
    return counts


def test_no_act_takes_more_statements_on_a_larger_panel(client_of):
    small, large = statements_of(client_of, make_panel(5)), statements_of(client_of, make_panel(12))
    assert large == small
    assert {name: count for name, count in small.items() if count > MOST} == {}

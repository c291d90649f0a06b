"""The blind round ends and the next begins for who differs; it is closed, or skipped."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.public import Event
from scenarios.models import Panel
from scenarios.services.closing import close_as_chair
from scenarios.services.errors import CannotHavePart, PanelRefused
from scenarios.services.inviting import invite_panellist
from scenarios.services.panel_rating import say_wrong_tool
from scenarios.services.panel_rounds import end_blind_round, open_revision, skip_revision
from scoring.public import key_units
from tests.factories import make_panel, rate_seat
from tests.scenarios.journey import words_of
from tests.scenarios.panel_revision.revising import TOMORROW, item_url, list_url, revise
from tests.scenarios.panels import seats_of

pytestmark = pytest.mark.django_db


def test_ending_the_blind_round_locks_it_and_twice_is_once():
    panel = make_panel(6)
    *done, late = seats_of(panel)
    for seat in done:
        rate_seat(seat)
    for _time in range(2):
        panel = end_blind_round(panel=panel, by=panel.chair)
    assert panel.state == Panel.State.ENDED
    assert Event.objects.filter(name="panel.blind_round_ended").count() == 1
    with pytest.raises(PanelRefused, match="rates no more"):
        rate_seat(late)
    with pytest.raises(PanelRefused, match="blind round has ended"):
        invite_panellist(panel=panel, by=panel.chair, person=late.person)


def test_nobody_but_the_chair_ends_the_round_or_opens_the_next(panel):
    other = seats_of(panel)[0].person
    for act in (
        lambda: end_blind_round(panel=panel, by=other),
        lambda: open_revision(panel=panel, by=panel.approver, due_on=timezone.localdate()),
        lambda: skip_revision(panel=panel, by=other, because="No need."),
    ):
        with pytest.raises(PanelRefused, match="Only the chair"):
            act()


def test_who_differs_is_asked_about_that_alone_and_nobody_where_all_agree(panel):
    assert panel.state == Panel.State.REVISING
    assert [seat.asked_again for seat in seats_of(panel)] == [1] * 6
    with pytest.raises(PanelRefused, match="not asked to look at this item again"):
        revise(seats_of(panel)[0], 1, code="social")


def test_who_was_outside_their_field_is_neither_asked_nor_shown(client_of):
    panel = make_panel(6)
    for number, seat in enumerate(seats_of(panel)):
        rate_seat(seat, opportunity="outside_field" if not number else number % 3)
    panel = end_blind_round(panel=panel, by=panel.chair)
    panel = open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate() + TOMORROW)
    outside = seats_of(panel)[0]
    assert outside.asked_again == 0
    client = client_of(outside.person)
    assert client.get(list_url(panel)).status_code == 302
    assert client.get(item_url(panel)).status_code == 302
    with pytest.raises(PanelRefused, match="not asked to look at anything"):
        revise(outside, 1)


def test_who_stopped_the_case_is_not_asked():
    panel = make_panel(7)
    *others, last = seats_of(panel)
    for number, seat in enumerate(others):
        rate_seat(seat, opportunity=number % 4)
    say_wrong_tool(seat=last, ground="under_18", reason="D1.1 says he is 17.")
    panel = end_blind_round(panel=panel, by=panel.chair)
    panel = open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate() + TOMORROW)
    assert seats_of(panel)[-1].asked_again == 0


def test_where_all_agree_nobody_is_asked_and_the_chair_closes():
    panel = make_panel(5)
    for seat in seats_of(panel):
        rate_seat(seat)
    panel = end_blind_round(panel=panel, by=panel.chair)
    with pytest.raises(PanelRefused, match="nothing to revise"):
        open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate())
    assert close_as_chair(panel=panel, by=panel.chair).state == Panel.State.CLOSED


def test_it_is_closed_once_everybody_has_answered_or_the_day_is_past(panel):
    with pytest.raises(PanelRefused, match="6 panellists have not looked again"):
        close_as_chair(panel=panel, by=panel.chair)
    Panel.objects.update(revision_due_on=timezone.localdate() - TOMORROW)
    seat = seats_of(panel)[0]
    revise(seat, 3)
    panel = close_as_chair(panel=panel, by=panel.chair)
    unit = next(row for row in key_units(panel.key) if row.unit.factor.code == "opportunity")
    assert unit.level_votes == [1, 2, 1, 2]


def test_it_is_skipped_with_a_reason_where_nothing_is_contested():
    panel = make_panel(6)
    for number, seat in enumerate(seats_of(panel)):
        rate_seat(seat, opportunity=2 + (number == 0))
    panel = end_blind_round(panel=panel, by=panel.chair)
    with pytest.raises(PanelRefused, match="Open the revision round first"):
        close_as_chair(panel=panel, by=panel.chair)
    panel = skip_revision(panel=panel, by=panel.chair, because="One is a level away.")
    with pytest.raises(PanelRefused, match="was skipped"):
        open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate())
    panel = close_as_chair(panel=panel, by=panel.chair)
    assert panel.revision_skipped_because == "One is a level away."


def test_it_is_not_skipped_where_the_panel_is_split(client_of):
    panel = make_panel(6)
    for number, seat in enumerate(seats_of(panel)):
        rate_seat(seat, opportunity=3 * (number % 2))
    panel = end_blind_round(panel=panel, by=panel.chair)
    with pytest.raises(PanelRefused, match="split on something"):
        skip_revision(panel=panel, by=panel.chair, because="I am in a hurry.")
    address = reverse("panel_next_round", args=[panel.uuid])
    client = client_of(panel.chair)
    words = words_of(client.get(address))
    assert "The panel differs on 1 of 12 items. On 1 it is so split" in words
    assert "cannot be skipped" in words
    refused = client.post(address, {"skip": 1, "note": "I am in a hurry."})
    assert refused.status_code == 409


def test_nobody_rates_the_case_again_who_was_shown_what_others_said(panel):
    shown = seats_of(panel)[0].person
    revise(seats_of(panel)[0], 1)
    panel.case_version.scenario.refresh_from_db()
    scenario = panel.case_version.scenario
    type(scenario).objects.filter(pk=scenario.pk).update(summary="Another text.")
    scenario.refresh_from_db()
    again = make_panel(1, scenario=scenario)
    with pytest.raises(CannotHavePart, match="cannot rate it blind"):
        invite_panellist(panel=again, by=again.chair, person=shown)

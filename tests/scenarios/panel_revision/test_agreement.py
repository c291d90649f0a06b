"""How far a panel agrees when it is closed: said of practice, asked for in a check."""

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from scenarios.selectors.panel_agreement import final_agreement
from scenarios.services.closing import approve_panel, close_as_chair
from scenarios.services.panel_rounds import end_blind_round, open_revision
from scenarios.services.revising import stay_with_the_rest
from scoring.public import Factor
from tests.factories import make_panel, rate_seat
from tests.scenarios.journey import words_of
from tests.scenarios.panel_revision.revising import TOMORROW, revise
from tests.scenarios.panels import seats_of

pytestmark = pytest.mark.django_db


def split_in_all(use, size):
    """A panel that agrees no better than by chance."""
    panel = make_panel(size, use)
    codes = list(
        Factor.objects.filter(kind__in=("risk", "protective")).values_list("code", flat=True)
    )
    for number, seat in enumerate(seats_of(panel)):
        rate_seat(seat, **{code: 3 * ((number + at) % 2) for at, code in enumerate(codes)})
    panel = end_blind_round(panel=panel, by=panel.chair)
    panel = open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate() + TOMORROW)
    for seat in seats_of(panel):
        stay_with_the_rest(seat=seat)
    return panel


def test_little_agreement_is_said_of_a_practice_case_and_it_is_closed_all_the_same(client_of):
    panel = split_in_all("practice", 6)
    words = words_of(client_of(panel.chair).get(reverse("panel_close", args=[panel.uuid])))
    assert "For this use it should be 75%" in words
    panel = close_as_chair(panel=panel, by=panel.chair)
    approve = words_of(client_of(panel.approver).get(reverse("panel_approve", args=[panel.uuid])))
    assert "For this use it should be 75%" in approve


def test_little_agreement_keeps_a_check_from_being_closed(client_of):
    panel = split_in_all("check", 10)
    client, address = client_of(panel.chair), reverse("panel_close", args=[panel.uuid])
    assert "A key for this use needs 80%, so the panel cannot be closed" in words_of(
        client.get(address)
    )
    assert "Close and make the key" not in words_of(client.get(address))
    assert client.post(address).status_code == 409
    easier = {"check": {"within_one": 30, "blocks": True}}
    with override_settings(PANEL_AGREEMENT=easier):
        assert close_as_chair(panel=panel, by=panel.chair).key is not None


def test_agreement_at_closing_is_that_of_the_last_round(panel):
    before = final_agreement(panel).words
    for seat in seats_of(panel):
        revise(seat, 2)
    assert "100%" not in before
    assert "100%" in final_agreement(panel).words


def test_a_released_panel_shows_both_rounds_to_who_answers_for_it(client_of, panel):
    for seat in seats_of(panel):
        revise(seat, 2)
    panel = close_as_chair(panel=panel, by=panel.chair)
    approve_panel(panel=panel, by=panel.approver)
    words = words_of(client_of(panel.chair).get(reverse("panel_ratings", args=[panel.uuid])))
    assert "In the revision round 6 were asked to look again, and 6 did." in words
    assert "Blind it was:" in words

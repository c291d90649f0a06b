"""The chair in two windows, and an answer as the panel closes: once, or not at all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.public import Event
from scenarios.models import Panel, PanelRating
from scenarios.services.panel_rounds import end_blind_round
from scoring.public import Key, key_units
from tests.factories import make_panel, make_revising_panel, rate_seat
from tests.scenarios.test_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def page(name, panel, *more):
    return reverse(name, args=[panel.uuid, *more])


def test_ending_the_round_at_once_ends_it_once():
    panel = make_panel(5)
    for seat in panel.panellists.all():
        rate_seat(seat)
    answers = all_at_once(panel.chair, *[(page("panel_end_blind", panel), {})] * 4)
    assert [answer.status_code for answer in answers] == [302] * 4
    assert Event.objects.filter(name="panel.blind_round_ended").count() == 1


def test_closing_at_once_makes_one_key():
    panel = make_panel(5)
    for seat in panel.panellists.all():
        rate_seat(seat)
    end_blind_round(panel=panel, by=panel.chair)
    answers = all_at_once(panel.chair, *[(page("panel_close", panel), {})] * 4)
    assert [answer.status_code for answer in answers] == [302] * 4
    assert Key.objects.count() == 1
    assert Event.objects.filter(name="panel.closed").count() == 1


def test_an_answer_is_in_the_key_or_is_refused():
    """A chair who has a seat's session at hand stands for both at the same moment."""
    panel = make_revising_panel(5)
    Panel.objects.update(revision_due_on=timezone.localdate() - timedelta(days=1))
    seat = panel.panellists.order_by("pk").first()
    item = page("panel_revise", panel, 1, "opportunity")
    data = {"choice": "3", "confidence": "90", "reason": "", "revise": 1}
    close = (page("panel_close", panel), {})
    people = (seat.person, panel.chair)
    answered, closed = all_at_once(people, (item, data), close)
    assert closed.status_code == 302
    unit = next(
        row for row in key_units(Panel.objects.get().key) if row.unit.factor.code == "opportunity"
    )
    kept = PanelRating.objects.filter(panellist=seat, round=2).exists()
    assert (answered.status_code == 302) is kept
    assert (unit.level_votes != unit.blind_level_votes) is kept

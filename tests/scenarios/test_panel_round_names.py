"""In the revision round the chair sees how many have looked again, and nothing by name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scenarios.selectors.panels import my_panels, seat_rows
from scenarios.services.panel_rating import say_wrong_tool
from scenarios.services.panel_rounds import end_blind_round, open_revision
from scenarios.services.reminding import remind_as_chair
from scenarios.services.revising import stay_with_the_rest
from tests.answers import words_of
from tests.factories import make_panel, rate_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def revising():
    """Five panellists differ on a factor; the sixth said that ARMS is not the tool."""
    panel = make_panel(6)
    stopped, *others = panel.panellists.order_by("pk")
    remind_as_chair(panel=panel, by=panel.chair)
    say_wrong_tool(seat=stopped, ground="under_18", reason="The sheet says 17.")
    for number, seat in enumerate(others):
        rate_seat(seat, opportunity=number % 4)
    panel = end_blind_round(panel=panel, by=panel.chair)
    return open_revision(
        panel=panel, by=panel.chair, due_on=timezone.localdate() + timedelta(days=7)
    )


def test_nobody_is_told_apart_by_what_they_are_asked_in_the_second_round(client, revising):
    def rows():
        return {(row.state, row.words, row.reminded_at) for row in seat_rows(revising)}

    assert rows() == {("done", "Finished", None)}
    remind_as_chair(panel=revising, by=revising.chair)
    assert rows() == {("done", "Finished", None)}
    for seat in revising.panellists.filter(asked_again__gt=0):
        stay_with_the_rest(seat=seat)
    assert rows() == {("done", "Finished", None)}
    client.force_login(revising.chair)
    page = words_of(client.get(reverse("panel", args=[revising.uuid])))
    assert "5 of 5 who are asked" in page
    assert "asked nothing more" not in page


def test_each_of_them_is_told_what_is_asked_of_themselves(revising):
    facts = {my_panels(seat.person).to_rate[0].facts for seat in revising.panellists.all()}
    assert facts == {"Finished, and asked to look again", "Finished, and asked nothing more"}

"""The pages of looking again: the spread without names, the form, and who has no such page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scenarios.models import Panel, PanelRating
from scenarios.services.closing import close_as_chair
from scenarios.services.panel_rounds import end_blind_round, open_revision
from tests.factories import (
    make_panel,
    make_revising_panel,
    make_scenario,
    make_staged_scenario,
    rate_seat,
)
from tests.scenarios.journey import HTMX, words_of
from tests.scenarios.panel_revision.revising import TOMORROW, item_url, list_url, sent
from tests.scenarios.panels import seats_of
from tests.scenarios.test_query_counts import MOST, statements

pytestmark = pytest.mark.django_db


def test_a_panellist_sees_the_spread_and_no_name_label_or_organisation(client_of, panel):
    seats = list(panel.panellists.select_related("person").order_by("pk"))
    mine = seats[0]
    answer = client_of(mine.person).get(item_url(panel))
    words = words_of(answer)
    assert "You said: Not evident." in words or "You said:" in words
    assert "your rating" in words
    assert words.count("Why opportunity.") >= 6
    for other in seats[1:]:
        assert other.person.last_name not in words
        assert other.label not in answer.content.decode()
        assert str(other.person.uuid) not in answer.content.decode()
    assert "P01" not in words
    for organisation in ("Northmoor", "Police"):
        assert organisation not in words.partition("What the panel said blind")[2]


def test_what_others_wrote_is_in_another_order_for_every_reader(client_of):
    panel = make_panel(6)
    for number, seat in enumerate(seats_of(panel)):
        rate_seat(seat, reason=f"Reader {number}:", opportunity=number % 4)
    panel = end_blind_round(panel=panel, by=panel.chair)
    panel = open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate() + TOMORROW)
    orders = set()
    for seat in seats_of(panel):
        words = words_of(client_of(seat.person).get(item_url(panel)))
        written = words.partition("What others wrote")[2]
        order = [int(bit[0]) for bit in written.split("Reader ")[1:6]]
        numbers = [number for number in order if seats_of(panel)[number].pk != seat.pk]
        assert len(numbers) == len(order) == 5
        orders.add(tuple(sorted(range(5), key=lambda at, n=numbers: n[at])))
    assert len(orders) > 1


def test_before_their_own_round_is_locked_nobody_sees_the_spread(client_of):
    panel = make_panel(6)
    for seat in seats_of(panel)[:5]:
        rate_seat(seat, opportunity=1)
    late, done = seats_of(panel)[5], seats_of(panel)[0]
    for seat in (late, done):
        assert client_of(seat.person).get(item_url(panel))["Location"] == reverse(
            "panel", args=[panel.uuid]
        )
    panel = end_blind_round(panel=panel, by=panel.chair)
    for seat in (late, done):
        assert client_of(seat.person).get(item_url(panel)).status_code == 302


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_revising_by_the_form(client_of, panel, headers):
    seat = seats_of(panel)[0]
    client = client_of(seat.person)
    assert "You are asked to look again" in words_of(
        client.get(reverse("panel", args=[panel.uuid]))
    )
    assert "1 case waits for you" in words_of(client.get(reverse("panels")))
    answer = client.post(
        item_url(panel),
        sent(reason="D1.2 weighs more.", also_for="D1.2", also_against="D2.1"),
        headers=headers,
    )
    assert answer.status_code == 302
    row = PanelRating.objects.get(panellist=seat, round=2)
    assert (row.level, row.confidence, row.reason) == (2, 70, "D1.2 weighs more.")
    assert row.citations == [
        {"passage": "D1.2", "stance": "for"},
        {"passage": "D2.1", "stance": "against"},
    ]
    done = words_of(client.get(list_url(panel)))
    assert "You are done. Thank you." in done
    assert "Revised" in done
    assert "waits for you" not in words_of(client.get(reverse("panels")))


def test_staying_with_everything_is_one_press(client_of, panel):
    seat = seats_of(panel)[0]
    client = client_of(seat.person)
    assert "I stay with everything I said" in words_of(client.get(list_url(panel)))
    for _time in range(2):
        assert client.post(list_url(panel)).status_code == 302
    seat.refresh_from_db()
    assert seat.revised_at is not None


def test_staying_on_the_page_of_one_item(client_of, panel):
    client = client_of(seats_of(panel)[0].person)
    assert client.post(item_url(panel), {"stay": 1}).status_code == 302
    assert client.get(item_url(panel))["Location"] == list_url(panel)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"choice": ""}, "Choose what you say now."),
        ({"choice": "9"}, "Select a valid choice"),
        ({"confidence": ""}, "Say how sure you are."),
        ({"also_for": "D1.1", "also_against": "D1.1"}, "for or against, and not both"),
        ({"also_for": "D99.1"}, "Select a valid choice"),
        ({"reason": "He uses 07911 123456 now."}, "telephone"),
    ],
)
def test_what_does_not_fit_is_drawn_again_and_nothing_is_kept(client_of, panel, change, words):
    seat = seats_of(panel)[0]
    answer = client_of(seat.person).post(item_url(panel), sent(**change))
    assert answer.status_code == 200
    assert words.lower() in words_of(answer).lower()
    assert "There is a problem" in words_of(answer)
    assert not PanelRating.objects.filter(panellist=seat, round=2).exists()


def test_a_revision_that_comes_after_closing_is_refused_with_what_was_typed(client_of, panel):
    seat = seats_of(panel)[0]
    Panel.objects.update(revision_due_on=timezone.localdate() - TOMORROW)
    close_as_chair(panel=panel, by=panel.chair)
    answer = client_of(seat.person).post(item_url(panel), sent(reason="I typed this for long."))
    assert answer.status_code == 409
    assert "The revision round is over" in words_of(answer)
    assert "I typed this for long." in words_of(answer)
    assert not PanelRating.objects.filter(round=2).exists()


def test_a_blind_rating_that_comes_after_the_round_is_refused_with_what_was_typed(client_of):
    panel = make_panel(6)
    *done, late = seats_of(panel)
    for seat in done:
        rate_seat(seat)
    end_blind_round(panel=panel, by=panel.chair)
    address = reverse("panel_step", args=[panel.uuid, 1, "opportunity"])
    data = {"choice": "2", "confidence": "70", "reason": "I typed this for long.", "revision": 0}
    answer = client_of(late.person).post(address, data)
    assert answer.status_code == 409
    assert "I typed this for long." in words_of(answer)
    assert client_of(late.person).post(address, data, headers=HTMX).status_code == 409


def test_somebody_else_has_no_such_page(client_of, panel):
    other = seats_of(make_panel(2, scenario=make_scenario("TS-OTHER")))[0]
    for address in (list_url(panel), item_url(panel)):
        assert client_of(other.person).get(address).status_code == 404
        assert client_of(panel.chair).get(address).status_code == 404
        assert client_of(other.person).post(address, sent()).status_code == 404
    mine = client_of(seats_of(panel)[0].person)
    assert mine.get(item_url(panel, "no-such")).status_code == 404


def test_pages_take_as_many_statements_for_twelve_as_for_five(client_of):
    def counts(size):
        panel = make_revising_panel(size, scenario=make_scenario(f"TS-OF{size}"))
        client = client_of(seats_of(panel)[0].person)
        found = {}
        for name, address in (("list", list_url(panel)), ("item", item_url(panel))):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found[name] = statements(captured)
        with CaptureQueriesContext(connection) as captured:
            assert client.post(item_url(panel), sent("1")).status_code == 302
        found["save"] = statements(captured)
        return found

    few, many = counts(5), counts(12)
    assert few == many
    assert max(few.values()) <= MOST + 10


def test_a_case_of_two_stages_is_looked_at_stage_by_stage(client_of):
    panel = make_panel(5, scenario=make_staged_scenario())
    for number, seat in enumerate(seats_of(panel)):
        for stage in (1, 2):
            rate_seat(seat, stage, opportunity=(number + stage) % 3)
    panel = end_blind_round(panel=panel, by=panel.chair)
    panel = open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate() + TOMORROW)
    seat = seats_of(panel)[0]
    assert seat.asked_again == 2
    client = client_of(seat.person)
    first = words_of(client.get(reverse("panel_revise", args=[panel.uuid, 1, "opportunity"])))
    second = words_of(client.get(reverse("panel_revise", args=[panel.uuid, 2, "opportunity"])))
    new_paper = panel.case_version.documents[-1]["title"]
    assert new_paper not in first
    assert new_paper in second

"""The revision round: the spread without names, revised once an item or “I stay”; both are kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.public import Event
from scenarios.models import Panel, PanelRating, PanelStay
from scenarios.selectors.factor_feedback import ratings_with_reasons
from scenarios.selectors.panel_agreement import final_agreement
from scenarios.services.closing import approve_panel, close_as_chair
from scenarios.services.errors import CannotHavePart, PanelRefused
from scenarios.services.inviting import invite_panellist
from scenarios.services.panel_rating import say_wrong_tool
from scenarios.services.panel_rounds import end_blind_round, open_revision, skip_revision
from scenarios.services.rating import Rating
from scenarios.services.revising import revise_rating, stay_with, stay_with_the_rest
from scoring.public import Factor, IntervalBand, key_units
from tests.factories import (
    make_panel,
    make_revising_panel,
    make_scenario,
    make_staged_scenario,
    rate_seat,
)
from tests.scenarios.journey import HTMX, words_of
from tests.scenarios.test_query_counts import MOST, statements

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


def seats_of(panel):
    return list(panel.panellists.order_by("pk"))


def factor_of(panel, code="opportunity"):
    return Factor.objects.get(framework=panel.case_version.framework, code=code)


def revise(seat, level, *, code="opportunity", reason="Why opportunity.", cited=(), **more):
    return revise_rating(
        seat=seat,
        stage=1,
        factor=factor_of(seat.panel, code),
        rating=Rating.from_choice(str(level), 90, reason),
        cited=list(cited),
        **more,
    )


def item_url(panel, code="opportunity"):
    return reverse("panel_revise", args=[panel.uuid, 1, code])


def list_url(panel):
    return reverse("panel_revision", args=[panel.uuid])


def sent(choice="2", **more):
    return {"choice": choice, "confidence": "70", "reason": "Why opportunity.", "revise": 1} | more


@pytest.fixture
def panel(db):
    return make_revising_panel(6)


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


def test_a_revision_is_kept_beside_the_blind_rating_and_makes_the_key(panel):
    seats = seats_of(panel)
    for seat in seats:
        revise(seat, 2, reason="I missed D1.1.", cited=[{"passage": "D1.1", "stance": "for"}])
    panel = close_as_chair(panel=panel, by=panel.chair)
    unit = next(row for row in key_units(panel.key) if row.unit.factor.code == "opportunity")
    assert (unit.level_votes, unit.blind_level_votes) == ([0, 0, 6, 0], [2, 2, 1, 1])
    assert unit.standing == "scored"
    assert unit.evidence_votes == [{"passage": "D1.1", "stance": "for", "panellists": 6}]
    rows = PanelRating.objects.filter(panellist=seats[0], unit=unit.unit)
    assert sorted(rows.values_list("round", "level")) == [(1, 0), (2, 2)]


def test_each_item_is_revised_once_and_the_same_again_is_no_second_time(panel):
    seat = seats_of(panel)[0]
    first = revise(seat, 1)
    assert revise(seat, 1).revised_at == first.revised_at
    with pytest.raises(PanelRefused, match="once"):
        revise(seat, 3)
    with pytest.raises(PanelRefused, match="once"):
        stay_with(seat=seat, stage=1, factor=factor_of(panel))
    assert PanelRating.objects.filter(panellist=seat, round=2).get().level == 1


def test_who_stays_has_no_second_rating_and_cannot_revise_afterwards(panel):
    seat = seats_of(panel)[0]
    for _time in range(2):
        stay_with(seat=seat, stage=1, factor=factor_of(panel))
    with pytest.raises(PanelRefused, match="said that you stay"):
        revise(seat, 1)
    assert PanelStay.objects.filter(panellist=seat).count() == 1
    assert not PanelRating.objects.filter(panellist=seat, round=2).exists()
    assert Event.objects.filter(name="panel.looked_again").count() == 1


def test_a_revision_that_changes_nothing_is_to_stay(panel):
    seat = seats_of(panel)[0]
    revise_rating(
        seat=seat,
        stage=1,
        factor=factor_of(panel),
        rating=Rating.from_choice("0", 70, "Why opportunity."),
        cited=[],
    )
    assert PanelStay.objects.filter(panellist=seat).exists()


def test_a_reason_that_is_left_stands_in_one_row_with_the_level_that_stands(panel):
    seats = seats_of(panel)
    revise(seats[0], 2)
    revise(seats[1], 2, reason="D1.2 says otherwise.")
    for seat in seats[2:]:
        stay_with_the_rest(seat=seat)
    second = PanelRating.objects.get(panellist=seats[0], round=2)
    assert (second.reason, second.keeps_reason) == ("", True)
    panel = close_as_chair(panel=panel, by=panel.chair)
    said = {row.panellist_id: row for row in ratings_with_reasons(panel.key)[1, "opportunity"]}
    assert (said[seats[0].pk].reason, said[seats[0].pk].level) == ("Why opportunity.", 2)
    assert said[seats[0].pk].round == 1
    assert (said[seats[1].pk].reason, said[seats[1].pk].round) == ("D1.2 says otherwise.", 2)
    assert len(said) == 6


def test_a_reason_that_is_taken_out_is_said_by_nobody_any_more(panel):
    seat = seats_of(panel)[0]
    revise(seat, 2, reason="")
    panel = end_after_staying(panel)
    said = [row.panellist_id for row in ratings_with_reasons(panel.key)[1, "opportunity"]]
    assert seat.pk not in said
    assert len(said) == 5


def end_after_staying(panel):
    for seat in panel.panellists.filter(revised_at__isnull=True):
        stay_with_the_rest(seat=seat)
    return close_as_chair(panel=panel, by=panel.chair)


def test_the_review_interval_goes_with_the_overall_level():
    panel = make_panel(5)
    for number, seat in enumerate(seats_of(panel)):
        rate_seat(seat, overall=number % 2)
    panel = end_blind_round(panel=panel, by=panel.chair)
    panel = open_revision(panel=panel, by=panel.chair, due_on=timezone.localdate() + TOMORROW)
    sooner = IntervalBand.objects.get(framework=panel.case_version.framework, code="m1")
    seat = seats_of(panel)[0]
    revise(seat, 1, code="overall", reason="Why overall.", interval=sooner)
    panel = end_after_staying(panel)
    assert panel.key.stages.get().interval_votes == {"m3": 4, "m1": 1}


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


# The pages


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


# Agreement at closing


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

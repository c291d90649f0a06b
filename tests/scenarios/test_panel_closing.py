"""Closing makes the key of those who finished; a second person approves, which releases."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from people.public import Event, Role, grant_membership
from people.services.memberships import end_membership
from scenarios.models import Panel, PanelRating, Release, Scenario
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.closing import approve_panel, call_off, close_as_chair, send_back
from scenarios.services.errors import NotStartable, PanelRefused
from scenarios.services.panel_rating import say_wrong_tool
from scenarios.services.panel_rounds import end_blind_round
from scoring.public import Key, key_units
from tests.factories import (
    finish_panel,
    make_closed_panel,
    make_complete_assessment,
    make_organisation,
    make_panel,
    make_person,
    make_released_case,
    make_scenario,
    rate_seat,
)
from tests.scenarios.panels import seats_of
from tests.scenarios.test_panel_sending import events, wrote
from tests.scenarios.test_query_counts import statements

pytestmark = pytest.mark.django_db


def units_of(panel):
    return {row.unit.factor.code: row for row in key_units(Panel.objects.get(pk=panel.pk).key)}


def test_closing_makes_a_key_of_what_everybody_said():
    panel = make_panel(6)
    levels = [1, 2, 2, 2, 3, "outside_field"]
    for seat, level in zip(seats_of(panel), levels, strict=True):
        rate_seat(seat, opportunity=level, overall="outside_field")
    panel = finish_panel(panel)
    units = units_of(panel)
    assert (panel.state, panel.key.panel_size) == (Panel.State.CLOSED, 6)
    assert units["opportunity"].level_votes == [0, 1, 3, 1]
    assert units["opportunity"].outside_field_votes == 1
    assert (units["opportunity"].key_levels, units["opportunity"].standing) == ([2], "scored")
    assert units["overall"].standing == "too_few"
    assert len(units) == 12
    assert panel.key.stages.get().interval_votes == {"m3": 6}


def test_whoever_did_not_finish_is_left_out():
    panel = make_panel(7)
    *finished, begun, idle = seats_of(panel)
    for seat in finished:
        rate_seat(seat)
    rate_seat(begun, opportunity=0)
    begun.finished_at = None
    begun.save()
    panel = finish_panel(panel)
    assert panel.key.panel_size == 5
    assert units_of(panel)["opportunity"].level_votes == [0, 0, 5, 0]
    labels = {seat.pk: seat.label for seat in panel.panellists.all()}
    assert sorted(labels[seat.pk] for seat in finished) == ["P01", "P02", "P03", "P04", "P05"]
    assert labels[begun.pk].startswith("seat-")
    assert labels[idle.pk].startswith("seat-")


@pytest.mark.parametrize(
    ("use", "finished", "minimum", "needs"),
    [
        ("practice", 4, 5, "a practice case needs 5"),
        ("check", 9, 10, "a check needs 10"),
        ("anchor", 9, 10, "an anchor needs 10"),
    ],
)
def test_too_few_cannot_be_closed(use, finished, minimum, needs):
    panel = make_panel(finished + 1, use)
    for seat in seats_of(panel)[:finished]:
        rate_seat(seat)
    words = f"{finished} panellists have finished, and {needs}."
    with pytest.raises(PanelRefused) as refusal:
        end_blind_round(panel=panel, by=panel.chair)
    assert str(refusal.value) == words
    assert not Key.objects.exists()
    rate_seat(seats_of(panel)[-1])
    assert finish_panel(panel).key.panel_size == minimum


def test_the_minimum_is_a_setting():
    panel = make_panel(1)
    rate_seat(seats_of(panel)[0])
    with override_settings(PANEL_MINIMUM={"practice": 1, "check": 10}):
        assert finish_panel(panel).key.panel_size == 1


def test_closing_twice_is_the_same_as_once():
    panel = make_closed_panel(5)
    again = close_as_chair(panel=panel, by=panel.chair)
    assert again.key == panel.key
    assert Key.objects.count() == 1
    assert Event.objects.filter(name="panel.closed").count() == 1


def test_nobody_but_the_chair_closes():
    panel = make_panel(5)
    for seat in seats_of(panel):
        rate_seat(seat)
    for other in (panel.approver, seats_of(panel)[0].person):
        with pytest.raises(PanelRefused, match="Only the chair"):
            close_as_chair(panel=panel, by=other)
    assert not Key.objects.exists()


def test_labels_are_not_drawn_in_the_order_of_invitation():
    drawn = set()
    for _time in range(4):
        drawn.add(tuple(seat.label for seat in seats_of(make_closed_panel(5))))
    assert len(drawn) > 1


def test_wrong_tool_stands_in_place_of_what_was_rated_before():
    panel = make_panel(6)
    *others, last = seats_of(panel)
    for seat in others:
        rate_seat(seat)
    PanelRating.objects.create(
        panellist=last, unit=PanelRating.objects.first().unit, kind="level", level=0
    )
    say_wrong_tool(seat=last, ground="under_18", reason="D1.1 says he is 17.")
    panel = finish_panel(panel)
    assert (panel.key.panel_size, panel.key.wrong_tool_votes) == (6, 1)
    assert units_of(panel)["opportunity"].level_votes == [0, 0, 5, 0]


def test_approving_releases_in_the_use_it_was_sent_for():
    panel = make_closed_panel(5)
    assert not Release.objects.exists()
    release = approve_panel(panel=panel, by=panel.approver)
    assert approve_panel(panel=panel, by=panel.approver) == release
    assert (release.use, release.key, release.state) == ("practice", panel.key, "open")
    panel.refresh_from_db()
    assert panel.state == Panel.State.RELEASED
    assert events(panel) == [
        "panel.sent",
        *["panel.stage_rated"] * 5,
        "panel.blind_round_ended",
        "panel.approved",
    ]
    assert Event.objects.filter(name="case.released").count() == 1


@pytest.mark.parametrize("is_invented", [True, False])
def test_a_panel_of_invented_organisations_is_synthetic(is_invented):
    organisation = make_organisation(is_invented=is_invented)
    panel = make_closed_panel(5, organisation=organisation)
    assert panel.key.is_synthetic is is_invented
    # Whatever the panel, the framework of the fixtures is illustrative.
    assert approve_panel(panel=panel, by=panel.approver).is_specimen


def test_nobody_else_approves():
    panel = make_closed_panel(5)
    for other in (panel.chair, seats_of(panel)[0].person, make_person(role=Role.TRAINER)):
        with pytest.raises(PanelRefused, match="Only the person named to approve"):
            approve_panel(panel=panel, by=other)
        with pytest.raises(PanelRefused, match="Only the person named to approve"):
            send_back(panel=panel, by=other, because="No.")
    assert not Release.objects.exists()


def test_an_open_panel_is_not_approved():
    panel = make_panel(5)
    with pytest.raises(PanelRefused, match="still rating"):
        approve_panel(panel=panel, by=panel.approver)


def test_an_approver_who_wrote_on_the_case_since_does_not_approve():
    panel = make_closed_panel(5)
    wrote(panel.approver, Scenario.objects.get())
    with pytest.raises(PanelRefused, match="has written on this case"):
        approve_panel(panel=panel, by=panel.approver)


def test_an_approver_whose_role_ended_does_not_approve():
    panel = make_closed_panel(5)
    end_membership(membership=panel.approver.memberships.get())
    with pytest.raises(PanelRefused, match="is none of them"):
        approve_panel(panel=panel, by=panel.approver)


def test_sent_back_it_stays_unreleased_until_it_is_approved_or_called_off():
    panel = make_closed_panel(5)
    panel = send_back(panel=panel, by=panel.approver, because="D2.1 can be read two ways.")
    assert panel.state == Panel.State.RETURNED
    assert not Release.objects.exists()
    with pytest.raises(PanelRefused, match="finished"):
        say_wrong_tool(seat=seats_of(panel)[0], ground="other", reason="On second thoughts.")
    panel = call_off(panel=panel, by=panel.chair, because="It is sent again in other words.")
    assert panel.state == Panel.State.CALLED_OFF
    with pytest.raises(PanelRefused, match="called off"):
        approve_panel(panel=panel, by=panel.approver)


def test_what_was_sent_back_can_still_be_approved():
    panel = make_closed_panel(5)
    send_back(panel=panel, by=panel.approver, because="Are you sure?")
    assert approve_panel(panel=panel, by=panel.approver).use == "practice"
    with pytest.raises(PanelRefused, match="released"):
        call_off(panel=panel, by=panel.chair, because="Too late.")


@pytest.mark.parametrize("part", ["chair", "approver", "panellist"])
def test_whoever_had_a_part_is_never_checked_on_the_case(part, organisation):
    chair = make_person(role=Role.TRAINER, organisation=organisation)
    panel = make_closed_panel(10, "check", organisation=organisation, chair=chair)
    release = approve_panel(panel=panel, by=panel.approver)
    person = {
        "chair": panel.chair,
        "approver": panel.approver,
        "panellist": seats_of(panel)[0].person,
    }[part]
    end_membership(membership=person.memberships.get())
    grant_membership(person=person, role=Role.TRAINEE, organisation=organisation)
    with pytest.raises(NotStartable, match="had a part in the panel"):
        start_assessment(person=person, release=release)


@pytest.mark.parametrize(
    ("part", "reason"), [("chair", "ran_its_panel"), ("panellist", "rated_it_on_the_panel")]
)
def test_nor_do_they_count_in_practice(part, reason, organisation):
    panel = make_closed_panel(5, organisation=organisation)
    release = approve_panel(panel=panel, by=panel.approver)
    person = panel.chair if part == "chair" else seats_of(panel)[0].person
    end_membership(membership=person.memberships.get())
    grant_membership(person=person, role=Role.TRAINEE, organisation=organisation)
    done = submit_assessment(assessment=make_complete_assessment(person, release))
    assert (done.counts_in_figures, done.counts_reason) == (False, reason)


def test_whoever_is_asked_to_rate_sees_no_earlier_key_first(organisation):
    earlier = make_released_case("practice", "TS-AGAIN")
    scenario = earlier.case_version.scenario
    Scenario.objects.filter(pk=scenario.pk).update(summary="Another text.")
    panel = make_panel(5, scenario=Scenario.objects.get(pk=scenario.pk))
    seat = seats_of(panel)[0]
    with pytest.raises(NotStartable, match="asked to rate this case on a panel"):
        start_assessment(person=seat.person, release=earlier)
    for each in seats_of(panel):
        rate_seat(each)
    finish_panel(panel)
    assert start_assessment(person=seat.person, release=earlier).is_open


def test_whoever_has_seen_an_earlier_key_does_not_rate(organisation):
    earlier = make_released_case("practice", "TS-AGAIN")
    Scenario.objects.update(summary="Another text.")
    expert = make_person(role=Role.PANELLIST, organisation=organisation)
    submit_assessment(assessment=make_complete_assessment(expert, earlier))
    panel = make_panel(1, scenario=Scenario.objects.get())
    seat = seats_of(panel)[0]
    seat.person = expert
    seat.save()
    with pytest.raises(PanelRefused, match="begun or done this case as a trainee"):
        rate_seat(seat)
    assert not PanelRating.objects.filter(panellist=seat).exists()


def test_closing_takes_as_many_statements_for_fifteen_as_for_five():
    counts = []
    for size in (5, 15):
        panel = make_panel(size, scenario=make_scenario(f"TS-CL{size}"))
        for seat in seats_of(panel):
            rate_seat(seat)
        panel = end_blind_round(panel=panel, by=panel.chair)
        with CaptureQueriesContext(connection) as captured:
            close_as_chair(panel=panel, by=panel.chair)
        counts.append(statements(captured))
    assert counts[0] == counts[1]

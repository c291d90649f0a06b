"""What a panellist has of their own: hours, and where they were once the case is released."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.public import Role
from scenarios.models import PanelDay, Panellist, Release, Scenario
from scenarios.services.closing import approve_panel, close_as_chair
from scenarios.services.errors import PanelRefused
from scenarios.services.panel_hours import count_panel_time, resume_panel_clock
from scenarios.services.rating import Rating
from scenarios.services.revising import revise_rating, stay_with_the_rest
from scoring.models import FrameworkVersion
from scoring.public import Factor
from tests.factories import (
    make_closed_panel,
    make_panel,
    make_person,
    make_revising_panel,
    make_scenario,
    rate_seat,
)
from tests.scenarios.journey import rating, words_of
from tests.scenarios.panels import seats_of
from tests.scenarios.test_query_counts import statements

pytestmark = pytest.mark.django_db

HOURS = "/panel/hours/"


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved on."""
    moment = {"now": timezone.now().replace(hour=10, minute=0)}
    monkeypatch.setattr("scenarios.services.panel_hours.timezone.now", lambda: moment["now"])

    def move(**time):
        moment["now"] += timedelta(**time)

    return move


def seconds_of(seat):
    return list(PanelDay.objects.filter(panellist=seat).values_list("seconds", flat=True))


def test_time_is_the_gaps_between_saves_each_up_to_five_minutes(client_of, clock):
    seat = seats_of(make_panel(2))[0]
    client = client_of(seat.person)
    step = reverse("panel_step", args=[seat.panel.uuid, 1, "opportunity"])
    client.get(step)
    clock(minutes=2)
    client.post(step, rating("2"))
    assert seconds_of(seat) == [120]
    clock(hours=3)
    client.post(step, rating("3", revision=1))
    assert seconds_of(seat) == [120 + 300]


def test_between_the_rounds_no_time_runs(clock):
    panel = make_revising_panel(5)
    seat = seats_of(panel)[0]
    PanelDay.objects.all().delete()
    clock(days=1)
    resume_panel_clock(seat)
    clock(seconds=90)
    stay_with_the_rest(seat=seat)
    assert seconds_of(seat) == [90]
    assert Panellist.objects.get(pk=seat.pk).active_at is None


def test_a_statement_has_ones_own_hours_by_day_and_nobody_elses(client_of):
    panel = make_panel(2)
    mine, other = seats_of(panel)
    today = timezone.localdate()
    for seat, day, seconds in (
        (mine, today, 3900),
        (mine, today - timedelta(days=400), 600),
        (other, today, 7200),
    ):
        PanelDay.objects.create(panellist=seat, day=day, seconds=seconds)
    client = client_of(mine.person)
    words = words_of(client.get(HOURS))
    assert "In all 1 h 15 min" in words
    assert "2 h" not in words
    assert str(mine.person) in words
    this_year = words_of(client.get(HOURS, {"year": today.year}))
    assert "In all 1 h 05 min" in this_year
    assert "In all 1 h 15 min" in words_of(client.get(HOURS, {"year": "no year"}))


def test_who_has_rated_nothing_is_told_so(client_of):
    words = words_of(client_of(make_person(role=Role.PANELLIST)).get(HOURS))
    assert "You have rated nothing yet" in words


def test_a_long_statement_takes_no_more_statements(client_of):
    seat = seats_of(make_panel(2))[0]
    client, today, counts = client_of(seat.person), timezone.localdate(), []
    for days in (range(1), range(1, 50)):
        for day in days:
            PanelDay.objects.create(panellist=seat, day=today - timedelta(days=day), seconds=60)
        with CaptureQueriesContext(connection) as captured:
            client.get(HOURS)
        counts.append(statements(captured))
    assert counts[0] == counts[1]


def test_a_save_that_is_refused_counts_no_time(clock):
    seat = seats_of(make_panel(2))[0]
    count_panel_time(seat)
    clock(minutes=1)
    seat.declined_at = timezone.now()
    seat.save()
    with pytest.raises(PanelRefused):
        rate_seat(seat)
    assert seconds_of(seat) == []


# Where they were


def place_of(panel):
    return reverse("panel_place", args=[panel.uuid])


def test_after_the_release_a_panellist_sees_where_they_were_and_no_name(client_of):
    panel = make_revising_panel(6)
    seats = seats_of(panel)
    factor = Factor.objects.get(framework=panel.case_version.framework, code="opportunity")
    revise_rating(
        seat=seats[0], stage=1, factor=factor, rating=Rating.from_choice("1", 70, ""), cited=[]
    )
    for seat in seats[1:]:
        stay_with_the_rest(seat=seat)
    panel = close_as_chair(panel=panel, by=panel.chair)
    client = client_of(seats[0].person)
    assert client.get(place_of(panel)).status_code == 404
    approve_panel(panel=panel, by=panel.approver)
    queue = client.get(reverse("panel", args=[panel.uuid]))
    assert place_of(panel) in queue.content.decode()
    seen = client.get(place_of(panel))
    words = words_of(seen)
    assert "you were at the key on" in words
    assert "You: Not evident, then Some." in words or ", then " in words
    assert "You: Significant. Panel: Significant (6 of 6). The same as the key." in words
    for seat in panel.panellists.select_related("person").exclude(pk=seats[0].pk):
        assert seat.person.last_name not in words
        assert seat.label not in words


def test_nobody_else_has_that_page(client_of):
    panel = make_closed_panel(5)
    approve_panel(panel=panel, by=panel.approver)
    for person in (panel.chair, panel.approver, make_person(role=Role.PANELLIST)):
        assert client_of(person).get(place_of(panel)).status_code == 404


# What changes beside a panel


def test_an_author_who_edits_while_the_panel_rates_changes_the_draft_alone(client_of):
    panel = make_panel(5)
    frozen = panel.case_version.title
    scenario = Scenario.objects.get(pk=panel.case_version.scenario_id)
    scenario.title = "Quite another title"
    scenario.save_revision().publish()
    words = words_of(client_of(panel.chair).get(reverse("panel", args=[panel.uuid])))
    assert "The draft of this case was edited after it was sent." in words
    mine = words_of(client_of(seats_of(panel)[0].person).get(reverse("panel", args=[panel.uuid])))
    assert frozen in mine
    assert "Quite another title" not in mine


@pytest.fixture
def newer(db):
    """A framework that comes in when it is called."""

    def come_in():
        return FrameworkVersion.objects.create(
            code="newer", title="A newer one", content_hash="newer", notice=""
        )

    return come_in


def test_a_newer_framework_changes_no_panel_that_is_under_way(client_of, newer):
    panel = make_closed_panel(5)
    framework = panel.case_version.framework
    newer()
    words = words_of(client_of(panel.chair).get(reverse("panel", args=[panel.uuid])))
    assert "A newer framework has come in since the case was frozen." in words
    release = approve_panel(panel=panel, by=panel.approver)
    assert release.case_version.framework == framework


@pytest.mark.parametrize(("use", "done"), [("check", "checked"), ("anchor", "measured")])
def test_a_check_or_anchor_is_not_released_on_an_older_framework(newer, use, done):
    panel = make_closed_panel(10, use, scenario=make_scenario("TS-OLDER"))
    newer()
    with pytest.raises(PanelRefused, match=f"Nobody is {done} on an older one"):
        approve_panel(panel=panel, by=panel.approver)
    assert not Release.objects.exists()

"""The pages around a panel: the list, what the panel said, approving, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.public import Role, grant_membership
from scenarios.models import Release, Scenario
from scenarios.services.panel_rounds import end_blind_round
from tests.factories import (
    finish_panel,
    make_closed_panel,
    make_panel,
    make_released_case,
    rate_seat,
)
from tests.scenarios.journey import facts_of, words_of
from tests.scenarios.panels import page
from tests.scenarios.test_query_counts import statements

pytestmark = pytest.mark.django_db
COUNTS = "Factors: 9 scored; 1 right or wrong, outside the score; 1 shown only."


def test_what_the_panel_said_begins_with_how_far_it_agrees(client_of):
    panel = make_panel(5)
    for seat, levels in zip(
        panel.panellists.all(), [(0, 1), (0, 1), (0, 2), (1, 1), (0, 0)], strict=True
    ):
        rate_seat(seat, opportunity=levels[0], social=levels[1])
    panel = finish_panel(panel)
    said = words_of(client_of(panel.chair).get(page("panel_ratings", panel)))
    assert re.search(r"same level on \d\d% of the factors, and come within one level on 9\d%", said)
    assert re.search(r"alpha is 0\.\d\d, likely between 0\.\d\d and \d\.\d\d with other", said)
    assert re.search(r"AC2 is 0\.\d\d, likely between 0\.\d\d and [01]\.\d\d with other", said)
    assert "From the blind round, the overall level left out." in said


def test_where_all_panellists_agree_alpha_says_why_it_has_nothing_to_say(client_of):
    panel = make_closed_panel(5)
    said = words_of(client_of(panel.chair).get(page("panel_ratings", panel)))
    assert "Two panellists give the same level on 100% of the factors" in said
    assert "Alpha cannot be said. All ratings are the same" in said


def test_what_the_panel_said_shows_labels_and_no_names(client_of):
    panel = make_panel(5)
    for seat, level in zip(panel.panellists.all(), [0, 0, 3, 3, 3], strict=True):
        rate_seat(seat, opportunity=level, social="not_enough")
    panel = finish_panel(panel)
    for person in (panel.chair, panel.approver):
        seen = client_of(person).get(page("panel_ratings", panel))
        words = words_of(seen)
        assert "Contested: the panel is split" in words
        assert "The panel’s answer is “not enough information”" in words
        assert COUNTS in words
        assert "Panel: Significant (5 of 5). Scored." in words
        assert "Why opportunity." in words
        assert "P05, " in words
        assert seen.content.decode().count('<svg class="spread"') == 12
        for seat in panel.panellists.select_related("person"):
            assert seat.person.last_name not in words
    assert COUNTS in words_of(client_of(panel.approver).get(page("panel_approve", panel)))


def test_a_panellist_never_sees_what_the_others_said(client_of):
    panel = make_closed_panel(5)
    person = panel.panellists.first().person
    assert client_of(person).get(page("panel_ratings", panel)).status_code == 403
    assert "P0" not in words_of(client_of(person).get(page("panel", panel)))


def test_whoever_is_sitting_the_case_does_not_read_what_its_panel_said(client_of, organisation):
    check = make_released_case("check", "TS-SITTING")
    Scenario.objects.update(summary="Another text.")
    panel = make_closed_panel(5, scenario=Scenario.objects.get(), organisation=organisation)
    grant_membership(person=panel.approver, role=Role.TRAINEE, organisation=organisation)
    panel.approver.assessments.create(release=check, use="check")
    for refused in (
        client_of(panel.approver).get(page("panel_ratings", panel)),
        client_of(panel.approver).post(page("panel_approve", panel)),
    ):
        assert refused.status_code == 409
        assert "You have this case open as an assessment." in words_of(refused)
        assert "Why opportunity." not in words_of(refused)


def test_the_approver_releases_and_everybody_can_open_the_case(client_of, trainee):
    panel = make_closed_panel(5)
    client = client_of(panel.approver)
    assert "Specimen" in words_of(client.get(page("panel_approve", panel)))
    assert client.post(page("panel_approve", panel))["Location"] == page("panel", panel)
    assert client.post(page("panel_approve", panel))["Location"] == page("panel", panel)
    assert Release.objects.get().key == panel.key
    stands = facts_of(client_of(panel.chair).get(page("panel", panel)))["How it stands"]
    when = f"{timezone.localtime(Release.objects.get().released_at):%-d %B %Y, %H:%M}"
    assert stands == f"Released, {when}, approved by {panel.approver}. Open the case Specimen"
    case = reverse("case", args=[panel.case_version.scenario.ref])
    assert "Start" in words_of(client_of(trainee).get(case))


def test_sending_back_needs_words_which_the_chair_reads(client_of):
    panel = make_closed_panel(5)
    approver = client_of(panel.approver)
    url = page("panel_send_back", panel)
    assert approver.get(url).status_code == 200
    assert "Say why in a sentence or two." in words_of(approver.post(url, {"note": " "}))
    assert approver.post(url, {"note": "D2.1 <b>can</b> be read two ways."}).status_code == 302
    seen = client_of(panel.chair).get(page("panel", panel))
    assert "D2.1 &lt;b&gt;can&lt;/b&gt; be read two ways." in seen.content.decode()
    assert facts_of(seen)["How it stands"] == "Sent back by the approver"


def test_a_trainee_with_another_role_too_is_told_nothing_of_panels_they_have_no_part_in(
    client_of, trainee
):
    make_panel(2)
    assert "You have no part in a panel" in words_of(client_of(trainee).get(reverse("panels")))
    assert client_of(trainee).get(reverse("panel_new")).status_code == 403


def counts_for(client_of, size):
    """Each page to the number of statements it takes, on a panel of so many."""
    panel = make_panel(size)
    seats = list(panel.panellists.order_by("pk"))
    for seat in seats:
        rate_seat(seat)
    counts = {}

    def look(name, person):
        signed_in = client_of(person)
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(page(name, panel)).status_code == 200
        counts[name, person == panel.chair] = statements(captured)

    look("panel", panel.chair)
    look("panel_end_blind", panel.chair)
    end_blind_round(panel=panel, by=panel.chair)
    look("panel_next_round", panel.chair)
    look("panel_close", panel.chair)
    finish_panel(panel)
    look("panel_ratings", panel.chair)
    look("panel_approve", panel.approver)
    look("panel", panel.approver)
    with CaptureQueriesContext(connection) as captured:
        client_of(panel.chair).get(reverse("panels"))
    counts["panels"] = statements(captured)
    return counts


def test_no_page_takes_more_statements_for_twelve_than_for_five(client_of):
    assert counts_for(client_of, 12) == counts_for(client_of, 5)


def test_a_list_of_many_panels_takes_no_more_statements_than_one(client_of):
    panel = make_panel(2)
    client = client_of(panel.chair)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("panels"))
    for _more in range(3):
        make_panel(2, chair=panel.chair)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("panels"))
    assert statements(many) == statements(one)

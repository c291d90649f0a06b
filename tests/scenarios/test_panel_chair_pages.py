"""What the chair follows and does on the pages of a panel: inviting, changing, closing."""

from datetime import timedelta

import pytest
from django.test import override_settings

from people.public import Role, grant_membership
from scenarios.models import PanelRating
from scenarios.services.panel_rating import decline
from tests.factories import finish_panel, make_panel, make_person, rate_seat
from tests.scenarios.journey import facts_of, words_of
from tests.scenarios.panels import page
from tests.scenarios.test_panel_sending import wrote

pytestmark = pytest.mark.django_db


@pytest.fixture
def written_meanwhile(monkeypatch):
    """Whoever writes does so after the form has looked, and before the act."""
    monkeypatch.setattr("scenarios.panel_forms.writers_of", lambda scenario: set())


def test_the_chair_sees_who_finished_and_never_what_they_said(client_of):
    panel = make_panel(6)
    first = panel.panellists.order_by("pk").first()
    rate_seat(first, opportunity=3)
    seen = client_of(panel.chair).get(page("panel", panel))
    assert f"{first.person} Finished" in words_of(seen)
    assert words_of(seen).count("Invited, not begun") == 5
    assert facts_of(seen)["Finished"] == "1 of 6 · a practice case needs 5"
    receipts = set(PanelRating.objects.values_list("receipt", flat=True))
    assert not [receipt for receipt in receipts if receipt in seen.content.decode()]
    for name in ("panel_ratings", "panel_approve"):
        assert client_of(panel.chair).get(page(name, panel)).status_code == 403


def test_the_chair_closes_once_enough_have_finished(client_of):
    panel = make_panel(6)
    seats = list(panel.panellists.order_by("pk"))
    client = client_of(panel.chair)
    for seat in seats[:4]:
        rate_seat(seat)
    end, close = page("panel_end_blind", panel), page("panel_close", panel)
    assert client.get(close)["Location"] == end
    assert "4 panellists have finished, and a practice case needs 5." in words_of(client.get(end))
    refused = client.post(end)
    assert refused.status_code == 409
    assert "a practice case needs 5" in words_of(refused)
    assert "still rating blind" in words_of(client.post(close))
    rate_seat(seats[4])
    asked = words_of(client.get(end))
    assert f"{seats[5].person}: invited, not begun" in asked
    assert "With only 5, a factor that anybody leaves without a level may not be scored." in asked
    assert "1 has not finished: you may want to wait." in asked
    for _time in range(2):
        assert client.post(end)["Location"] == page("panel_next_round", panel)
    assert "nothing to look at again" in words_of(client.get(page("panel_next_round", panel)))
    assert "within one level on 100% of the factors" in words_of(client.get(close))
    for _time in range(2):
        assert client.post(close)["Location"] == page("panel", panel)
    said = words_of(client.get(page("panel_ratings", panel)))
    assert "A panel of 5." in said
    assert "1 who was asked did not finish and is left out." in said


@pytest.mark.parametrize(("finished", "is_said"), [(6, True), (7, False)])
def test_a_chair_is_warned_of_a_small_panel_and_waits_for_nobody_who_declined(
    client_of, finished, is_said
):
    panel = make_panel(finished + 1)
    *others, last = panel.panellists.order_by("pk")
    for seat in others:
        rate_seat(seat)
    decline(seat=last)
    words = words_of(client_of(panel.chair).get(page("panel_end_blind", panel)))
    assert ("With only" in words) is is_said
    assert "you may want to wait" not in words


def test_a_check_of_just_enough_is_worth_waiting_for_and_loses_no_factor(client_of):
    panel = make_panel(12, "check")
    for seat in panel.panellists.order_by("pk")[:10]:
        rate_seat(seat)
    words = words_of(client_of(panel.chair).get(page("panel_end_blind", panel)))
    assert "2 have not finished: you may want to wait." in words
    assert "With only" not in words


def test_calling_off_needs_words(client_of):
    panel = make_panel(2)
    client = client_of(panel.chair)
    url = page("panel_call_off", panel)
    assert "Say why" in words_of(client.post(url, {}))
    client.post(url, {"note": "A paper is missing."})
    assert "A paper is missing." in words_of(client.get(page("panel", panel)))
    assert client.post(page("panel_end_blind", panel)).status_code == 409


def test_the_chair_invites_and_takes_back_on_the_page(client_of, written_meanwhile):
    panel = make_panel(2)
    newcomer = make_person(role=Role.PANELLIST)
    client = client_of(panel.chair)
    invite = page("panel_invite", panel)
    assert "Choose whom to ask." in words_of(client.post(invite, {}))
    assert "from the list" in words_of(client.post(invite, {"person": str(make_person().uuid)}))
    author = make_person(role=Role.PANELLIST)
    wrote(author, panel.case_version.scenario)
    refused = client.post(invite, {"person": str(author.uuid)})
    assert refused.status_code == 200
    assert f"There is a problem {author} has written on this case" in words_of(refused)
    client.post(invite, {"person": str(newcomer.uuid)})
    assert f"{newcomer} Invited, not begun" in words_of(client.get(page("panel", panel)))
    withdraw = page("panel_withdraw", panel)
    assert client.post(withdraw, {"person": str(newcomer.uuid)}).status_code == 302
    assert panel.panellists.count() == 2
    for stranger in (str(newcomer.uuid), "x", ""):
        assert client.post(withdraw, {"person": stranger}).status_code == 404


def test_the_chair_changes_the_date_and_the_approver_on_the_page(client_of, written_meanwhile):
    panel = make_panel(2)
    other = make_person(role=Role.TRAINER)
    client = client_of(panel.chair)
    url = page("panel_change", panel)
    assert f'value="{panel.approver.uuid}" selected' in client.get(url).content.decode()
    day = panel.due_on + timedelta(days=30)
    data = {"due_on_0": day.day, "due_on_1": day.month, "due_on_2": day.year}
    client.post(url, {**data, "approver": str(other.uuid)})
    panel.refresh_from_db()
    assert (panel.due_on, panel.approver) == (day, other)
    wrote(other := make_person(role=Role.TRAINER), panel.case_version.scenario)
    refused = client.post(url, {**data, "approver": str(other.uuid)})
    assert refused.status_code == 200
    assert f"There is a problem Nobody approves their own: {other} has" in words_of(refused)
    assert "Choose who approves the key." in words_of(client.post(url, data))


def test_whoever_would_always_be_refused_is_not_offered(client_of, organisation):
    chair = make_person(role=Role.PANELLIST, organisation=organisation)
    sender = make_person(role=Role.TRAINER, organisation=organisation)
    grant_membership(person=sender, role=Role.PANELLIST, organisation=organisation)
    approver = make_person(role=Role.PANELLIST, organisation=organisation)
    panel = make_panel(2, chair=chair, sent_by=sender, approver=approver)
    client = client_of(chair)
    seen = client.get(page("panel", panel))
    assert "Nobody else can be asked." in words_of(seen)
    assert page("panel_invite", panel) not in seen.content.decode()
    change = client.get(page("panel_change", panel))
    assert "Nobody else can be asked." in words_of(change)
    assert str(approver.uuid) in change.content.decode()
    for barred in (chair, sender, panel.panellists.first().person):
        assert f'value="{barred.uuid}"' not in change.content.decode()
    other = make_person(role=Role.PANELLIST, organisation=organisation)
    assert f'value="{other.uuid}"' in client.get(page("panel", panel)).content.decode()
    assert "Nobody else" not in words_of(client.get(page("panel_change", panel)))


def test_nothing_is_said_of_taking_back_where_everybody_has_begun(client_of):
    panel = make_panel(5)
    client = client_of(panel.chair)
    before = words_of(client.get(page("panel", panel)))
    assert "Invitation" in before
    assert "is shown to nobody in the blind round" in before
    for seat in panel.panellists.all():
        rate_seat(seat)
    assert "Invitation" not in words_of(client.get(page("panel", panel)))
    finish_panel(panel)
    assert "shown to nobody before closing" not in words_of(client.get(page("panel", panel)))


@pytest.mark.parametrize(
    "name",
    ["panel_invite", "panel_withdraw", "panel_change", "panel_close", "panel_call_off"],
)
def test_what_is_the_chairs_is_barred_to_others_and_unknown_to_strangers(client_of, name):
    panel = make_panel(2)
    inside = (panel.approver, panel.panellists.first().person)
    outside = [make_person(role=role) for role in (Role.TRAINER, Role.PANELLIST, Role.TRAINEE)]
    for person in inside:
        assert client_of(person).post(page(name, panel)).status_code == 403
    for person in outside:
        assert client_of(person).post(page(name, panel)).status_code == 404
    panel.refresh_from_db()
    assert panel.is_open


def test_the_minimum_shown_is_that_of_the_settings(client_of):
    panel = make_panel(2)
    with override_settings(PANEL_MINIMUM={"practice": 2, "check": 3}):
        seen = client_of(panel.chair).get(page("panel", panel))
    assert facts_of(seen)["Finished"] == "0 of 2 · a practice case needs 2"

"""A part in a panel ends with its role, and what was read is never unread."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.public import Membership, Role, grant_membership
from scenarios.models import PanelStageRating
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.closing import approve_panel
from scenarios.services.errors import PanelRefused
from scenarios.services.inviting import (
    change_panel,
    invite_panellist,
    open_panel,
    withdraw_invitation,
)
from scenarios.services.panel_rating import decline, save_panel_actions, say_wrong_tool
from scenarios.services.standing import histories_of, history_of
from tests.factories import (
    complete_stage,
    make_closed_panel,
    make_organisation,
    make_panel,
    make_person,
)

pytestmark = pytest.mark.django_db


def end_roles(person) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(person=person).update(valid_from=yesterday, valid_to=yesterday)


@pytest.mark.parametrize("stage", [0, 2, 99, 32767, 10**12, 10**25])
def test_a_stage_that_is_not_there_costs_nothing_and_makes_nothing(client_of, stage):
    panel = make_panel(1)
    client = client_of(panel.panellists.get().person)
    for step in ("check", "actions", "opportunity"):
        assert client.post(f"/panel/{panel.uuid}/{stage}/{step}/", {}).status_code == 404
    assert not PanelStageRating.objects.exists()


def test_the_service_refuses_a_stage_to_come_itself():
    seat = make_panel(1).panellists.get()
    with pytest.raises(PanelRefused, match="not open yet"):
        save_panel_actions(seat=seat, stage=2, chosen={}, revision=0)


@pytest.mark.parametrize("part", ["chair", "approver", "sent_by"])
def test_whose_role_has_ended_reads_no_ratings(client_of, part):
    sender = make_person(role=Role.TRAINER)
    panel = make_closed_panel(5, sent_by=sender)
    person = getattr(panel, part)
    page = f"/panel/{panel.uuid}/ratings/"
    assert client_of(person).get(page).status_code == 200
    end_roles(person)
    grant_membership(person=person, role=Role.TRAINEE, organisation=make_organisation("X02"))
    assert client_of(person).get(page).status_code == 403
    words = client_of(person).get(f"/panel/{panel.uuid}/report-real-data/").content.decode()
    assert "Why opportunity" not in words


def test_a_replaced_approver_has_seen_the_key_for_good():
    organisation = make_organisation("X01")
    first = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    grant_membership(person=first, role=Role.TRAINEE, organisation=organisation)
    panel = make_closed_panel(5, approver=first)
    second = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    change_panel(panel=panel, by=panel.chair, due_on=panel.due_on, approver=second)
    release = approve_panel(panel=panel, by=second)
    assert histories_of([first, second], release)[first.pk].ran_panel
    assessment = start_assessment(person=first, release=release)
    complete_stage(assessment)
    assert history_of(assessment).ran_panel
    done = submit_assessment(assessment=assessment)
    assert (done.counts_in_figures, done.counts_reason) == (False, "ran_its_panel")


def test_whoever_read_one_panel_of_a_case_rates_it_blind_on_no_other():
    first = make_closed_panel(5)
    reader = first.approver
    grant_membership(person=reader, role=Role.PANELLIST, organisation=make_organisation("X01"))
    second = open_panel(
        scenario=first.case_version.scenario,
        sent_by=first.sent_by,
        chair=first.chair,
        approver=make_person(role=Role.ADMINISTRATOR),
        panellists=[],
        use="check",
        due_on=first.due_on,
    )
    with pytest.raises(PanelRefused, match="has read what a panel said"):
        invite_panellist(panel=second, by=second.chair, person=reader)


def test_who_has_declined_is_not_asked_again_by_way_of_a_withdrawal():
    panel = make_panel(2)
    seat = panel.panellists.first()
    decline(seat=seat)
    with pytest.raises(PanelRefused, match="has declined"):
        withdraw_invitation(panel=panel, by=panel.chair, person=seat.person)
    assert panel.panellists.filter(pk=seat.pk).exists()


def test_wrong_tool_sent_twice_is_like_once():
    seat = make_panel(1).panellists.get()
    once = say_wrong_tool(seat=seat, ground="under_18", reason="He is 17.")
    again = say_wrong_tool(seat=seat, ground="under_18", reason="He is 17.")
    assert again.finished_at == once.finished_at
    with pytest.raises(PanelRefused, match="have finished"):
        say_wrong_tool(seat=seat, ground="other", reason="Something else.")

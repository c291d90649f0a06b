"""Who may look at the wall of a moderation session, and what holding one rules out."""

import pytest

from people.public import Role, grant_membership
from scenarios.models import Panel
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.errors import NotStartable
from scenarios.services.panel_people import refusal_of_panellist
from scenarios.services.releases import release_case
from tests.factories import make_complete_assessment, make_lead, make_organisation
from tests.scenarios.journey import BOTH_WAYS, WAY_NAMES, set_state, words_of
from tests.scenarios.moderation.pages import note, stored, url, wall

pytestmark = pytest.mark.django_db


def test_only_whoever_holds_it_sees_the_wall(client_of, session, organisation, trainer):
    for other in (make_lead(organisation), trainer):
        client = client_of(other)
        page = words_of(client.get(url(session)))
        assert "opened this session with Northmoor Police" in page
        assert "Significant" not in page
        for step in ("1/opportunity/", "close/"):
            assert client.get(url(session, step)).status_code == 403
            assert client.post(url(session, step), note()).status_code == 403
    assert stored() == []
    session.refresh_from_db()
    assert session.is_open


@pytest.mark.parametrize("step", ["", "1/opportunity/", "close/", "report-real-data/"])
def test_a_session_of_others_answers_as_one_that_does_not_exist(
    step, client_of, session, other_force_lead
):
    assert client_of(other_force_lead).get(url(session, step)).status_code == 404


def test_whoever_leads_the_group_no_more_holds_its_session_no_more(as_lead, session, force_lead):
    force_lead.memberships.all().delete()
    grant_membership(person=force_lead, role=Role.FORCE_LEAD, organisation=make_organisation("X05"))
    assert as_lead.get(wall(session)).status_code == 404
    assert as_lead.post(wall(session), note()).status_code == 404
    assert stored() == []


@pytest.mark.parametrize("way", BOTH_WAYS, ids=WAY_NAMES)
def test_whoever_has_the_case_open_sees_nothing_of_it(way, as_lead, session, force_lead, practice):

    start_assessment(person=force_lead, release=practice)
    for page in (url(session), wall(session), url(session, "close/")):
        answer = as_lead.get(page)
        assert answer.status_code == 409
        assert "Submit or stop it" in words_of(answer)
    assert as_lead.post(wall(session), note(), headers=way).status_code == 409
    assert stored() == []


def test_when_the_case_is_withdrawn_the_wall_is_empty(as_lead, session, practice):
    set_state(practice, "withdrawn")
    assert as_lead.get(wall(session)).status_code == 409
    assert as_lead.get(f"{wall(session)}?panel=shown").status_code == 409


def test_whoever_held_a_session_is_checked_on_the_case_no_more_and_rates_it_blind_no_more(
    session, force_lead, organisation
):

    grant_membership(person=force_lead, role=Role.PANELLIST, organisation=organisation)
    force_lead.remembered_memberships = None
    panel = Panel(case_version=session.release.case_version)
    assert "has read what a panel said" in refusal_of_panellist(panel, force_lead)
    force_lead.memberships.filter(role=Role.PANELLIST).delete()
    grant_membership(person=force_lead, role=Role.TRAINEE, organisation=organisation)
    force_lead.remembered_memberships = None
    check = release_case(
        case_version=session.release.case_version, key=session.release.key, use="check"
    )
    with pytest.raises(NotStartable, match="moderation session"):
        start_assessment(person=force_lead, release=check)


def test_practice_after_holding_a_session_counts_in_no_figure(
    session, force_lead, organisation, practice
):

    grant_membership(person=force_lead, role=Role.TRAINEE, organisation=organisation)
    force_lead.remembered_memberships = None
    done = submit_assessment(assessment=make_complete_assessment(force_lead, practice))
    assert (done.counts_in_figures, done.counts_reason) == (False, "held_a_session_on_it")

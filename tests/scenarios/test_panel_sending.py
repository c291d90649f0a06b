"""Sending a case to a panel freezes its text; who may have which part is asked at every act."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Revision

from people.public import Event, Role, grant_membership
from people.services.memberships import end_membership
from scenarios.models import CaseVersion, Panel, Panellist, Scenario
from scenarios.services.closing import call_off
from scenarios.services.errors import PanelRefused
from scenarios.services.freezing import NotReady
from scenarios.services.inviting import (
    change_panel,
    invite_panellist,
    open_panel,
    withdraw_invitation,
)
from scenarios.services.panel_rating import decline
from tests.factories import (
    make_closed_panel,
    make_framework,
    make_panel,
    make_passed,
    make_person,
    make_released_case,
    make_scenario,
    rate_seat,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(organisation):
    """Everything that sending needs, with people who may have the parts they are given."""
    make_framework()
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    return {
        "scenario": make_passed(make_scenario("TS-PANEL")),
        "sent_by": trainer,
        "chair": trainer,
        "approver": make_person(role=Role.PANELLIST, organisation=organisation),
        "panellists": [make_person(role=Role.PANELLIST) for _seat in range(2)],
        "use": "practice",
        "due_on": timezone.localdate() + timedelta(days=7),
    }


def refused(parts):
    with pytest.raises(NotReady) as refusal:
        open_panel(**parts)
    assert not Panel.objects.filter(chair__isnull=False).exists()
    assert not Panellist.objects.filter(person__isnull=False).exists()
    return list(refusal.value.problems)


def wrote(person, scenario):
    Revision.objects.create(
        content_type=ContentType.objects.get_for_model(Scenario),
        base_content_type=ContentType.objects.get_for_model(Scenario),
        object_id=str(scenario.pk),
        content={},
        user=person,
    )


def events(panel):
    rows = Event.objects.filter(payload__panel=str(panel.uuid)).order_by("pk")
    return list(rows.values_list("name", flat=True))


def test_sending_freezes_the_text_and_invites(parts):
    panel = open_panel(**parts)
    version = CaseVersion.objects.get()
    assert (panel.case_version, panel.state) == (version, Panel.State.OPEN)
    assert [seat.person for seat in panel.panellists.order_by("pk")] == parts["panellists"]
    assert events(panel) == ["panel.sent"]
    Scenario.objects.update(summary="Edited since.")
    assert CaseVersion.objects.get().summary == "A man is six weeks into his licence."


def test_a_label_before_closing_tells_no_order(parts):
    labels = [seat.label for seat in open_panel(**parts).panellists.all()]
    assert all(label.startswith("seat-") and len(label) == 17 for label in labels)
    assert len(set(labels)) == 2


def test_an_event_of_a_panel_holds_no_name(parts):
    panel = open_panel(**parts)
    for event in Event.objects.filter(payload__panel=str(panel.uuid)):
        for person in (panel.chair, panel.approver, *parts["panellists"]):
            assert person.last_name not in str(event.payload)
            assert person.email not in str(event.payload)


@pytest.mark.parametrize("role", [None, *(r for r in Role if r != Role.TRAINER)])
def test_nobody_but_a_trainer_sends(parts, role):
    parts["sent_by"] = make_person(role=role)
    assert "Only trainers send a case to a panel." in refused(parts)


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.FORCE_LEAD, Role.ADMINISTRATOR])
def test_a_chair_is_a_trainer_or_a_panellist(parts, role):
    parts["chair"] = person = make_person(role=role)
    assert refused(parts) == [
        f"A chair is a trainer or a panellist today, and {person} is neither."
    ]


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.SUPERVISOR, Role.NATIONAL_LEAD])
def test_an_approver_is_a_trainer_a_panellist_or_an_administrator(parts, role):
    parts["approver"] = person = make_person(role=role)
    assert len(refused(parts)) == 1
    assert str(person) in refused(parts)[0]


def test_whoever_sent_it_does_not_approve_it(parts):
    parts["approver"] = parts["sent_by"]
    parts["chair"] = make_person(role=Role.TRAINER)
    assert refused(parts) == [
        f"Nobody approves their own: {parts['sent_by']} sent the case to the panel."
    ]


def test_nor_does_the_chair(parts):
    parts["chair"] = parts["approver"]
    assert refused(parts) == [f"Nobody approves their own: {parts['approver']} chairs the panel."]


def test_nor_does_whoever_wrote_on_the_case(parts):
    wrote(parts["approver"], parts["scenario"])
    assert refused(parts) == [
        f"Nobody approves their own: {parts['approver']} has written on this case."
    ]


def test_whoever_wrote_on_the_case_does_not_rate_it_either(parts):
    author = parts["panellists"][0]
    wrote(author, parts["scenario"])
    assert refused(parts) == [f"{author} has written on this case, so cannot rate it blind."]


@pytest.mark.parametrize("part", ["chair", "approver"])
def test_nobody_rates_what_they_chair_or_approve(parts, part):
    parts[part] = parts["panellists"][0]
    assert refused(parts)[0].endswith("so cannot rate the case as well.")


def test_a_panellist_is_one_today(parts):
    person = parts["panellists"][1]
    end_membership(membership=person.memberships.get())
    assert refused(parts) == [f"{person} is not a panellist today."]


def test_changes_that_are_not_published_are_not_sent(parts):
    Scenario.objects.update(has_unpublished_changes=True)
    assert refused(parts) == ["TS-PANEL has changes that are not published. Publish them first."]


def test_one_text_is_with_one_panel_at_a_time(parts):
    open_panel(**parts)
    with pytest.raises(NotReady, match="A panel is rating this text of TS-PANEL already"):
        open_panel(**parts)
    assert open_panel(**parts | {"use": "check"}).use == "check"


def test_a_text_in_use_is_not_sent_again(parts):
    parts["scenario"] = make_passed(make_released_case("practice", "TS-USED").case_version.scenario)
    assert refused(parts) == [
        "This text of TS-USED is in use already, with the key of another panel. "
        "Say that it is to be rated again for a new key. Or change the case in the editor and "
        "publish it: the new text can then be sent."
    ]


def test_a_case_is_sent_for_a_use_that_there_is(parts):
    assert refused(parts | {"use": "ornament"}) == [
        "A case is sent to a panel for practice, for a check or as an anchor."
    ]


def test_the_chair_invites_one_more_once():
    panel = make_panel(2)
    person = make_person(role=Role.PANELLIST)
    seat = invite_panellist(panel=panel, by=panel.chair, person=person)
    assert invite_panellist(panel=panel, by=panel.chair, person=person) == seat
    assert panel.panellists.count() == 3
    assert events(panel) == ["panel.sent", "panel.invited"]


def test_the_chair_takes_back_what_was_not_begun_and_nothing_else():
    panel = make_panel(2)
    begun, waiting = panel.panellists.order_by("pk")
    rate_seat(begun)
    withdraw_invitation(panel=panel, by=panel.chair, person=waiting.person)
    withdraw_invitation(panel=panel, by=panel.chair, person=waiting.person)
    with pytest.raises(PanelRefused, match="has begun"):
        withdraw_invitation(panel=panel, by=panel.chair, person=begun.person)
    assert [seat.pk for seat in panel.panellists.all()] == [begun.pk]
    assert events(panel).count("panel.invitation_withdrawn") == 1


def test_whoever_declined_is_not_asked_again():
    panel = make_panel(2)
    seat = panel.panellists.first()
    decline(seat=seat)
    decline(seat=seat)
    with pytest.raises(PanelRefused, match="has declined"):
        invite_panellist(panel=panel, by=panel.chair, person=seat.person)
    assert events(panel).count("panel.declined") == 1


def test_nobody_else_does_what_is_the_chairs():
    panel = make_panel(2)
    person = make_person(role=Role.PANELLIST)
    for other in (panel.approver, panel.panellists.first().person, make_person(role=Role.TRAINER)):
        with pytest.raises(PanelRefused, match="Only the chair"):
            invite_panellist(panel=panel, by=other, person=person)
        with pytest.raises(PanelRefused, match="Only the chair"):
            call_off(panel=panel, by=other, because="No.")
    assert panel.panellists.count() == 2


def test_a_chair_whose_role_ended_does_nothing_more():
    panel = make_panel(2)
    end_membership(membership=panel.chair.memberships.get())
    with pytest.raises(PanelRefused, match="is neither"):
        invite_panellist(panel=panel, by=panel.chair, person=make_person(role=Role.PANELLIST))


def test_the_chair_moves_the_date_and_names_another_approver():
    panel = make_panel(2)
    other = make_person(role=Role.TRAINER)
    later = panel.due_on + timedelta(days=7)
    change_panel(panel=panel, by=panel.chair, due_on=later, approver=other)
    change_panel(panel=panel, by=panel.chair, due_on=later, approver=other)
    panel.refresh_from_db()
    assert (panel.due_on, panel.approver) == (later, other)
    assert events(panel) == ["panel.sent", "panel.changed"]
    for wrong in (panel.chair, panel.panellists.first().person):
        with pytest.raises(PanelRefused, match="Nobody approves their own"):
            change_panel(panel=panel, by=panel.chair, due_on=later, approver=wrong)


def test_a_closed_panel_invites_nobody_but_may_be_given_another_approver():
    panel = make_closed_panel(5)
    person = make_person(role=Role.PANELLIST)
    with pytest.raises(PanelRefused, match="closed"):
        invite_panellist(panel=panel, by=panel.chair, person=person)
    changed = change_panel(panel=panel, by=panel.chair, due_on=panel.due_on, approver=person)
    assert changed.approver == person


def test_a_panel_called_off_is_over_and_the_case_can_be_sent_again(organisation):
    panel = make_panel(2)
    call_off(panel=panel, by=panel.chair, because="A paper is missing.")
    panel = call_off(panel=panel, by=panel.chair, because="Again.")
    assert (panel.state, panel.called_off_because) == ("called_off", "A paper is missing.")
    assert events(panel).count("panel.called_off") == 1
    again = make_panel(2, scenario=panel.case_version.scenario, chair=panel.chair)
    assert again.case_version == panel.case_version


def test_a_role_given_back_lets_a_chair_act_again(organisation):
    panel = make_panel(2)
    end_membership(membership=panel.chair.memberships.get())
    grant_membership(person=panel.chair, role=Role.PANELLIST, organisation=organisation)
    call_off(panel=panel, by=panel.chair, because="Enough.")

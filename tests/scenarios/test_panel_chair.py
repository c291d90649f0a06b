"""A chair's notes, another chair, reminders, and the simulated panellists of a demonstration."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from people.public import Event, Role
from people.services.memberships import end_membership
from scenarios.models import ChairNote, Panel, Panellist, Report
from scenarios.selectors.reportable import reportable_for_seat, reportable_on_panel
from scenarios.services.assessing import submit_assessment
from scenarios.services.chair_notes import save_chair_note
from scenarios.services.closing import approve_panel, close_as_chair
from scenarios.services.errors import OlderRevision, PanelRefused
from scenarios.services.inviting import replace_chair
from scenarios.services.panel_rating import decline
from scenarios.services.panel_rounds import end_blind_round
from scenarios.services.quarantine import report_text
from scenarios.services.reminding import remind_as_chair, remind_what_is_due
from scenarios.services.revising import stay_with_the_rest
from scenarios.services.simulated_panel import let_simulated_rate
from scoring.public import Standing, key_units
from tests.factories import (
    make_closed_panel,
    make_complete_assessment,
    make_framework,
    make_organisation,
    make_panel,
    make_person,
    make_revising_panel,
    make_scenario,
    rate_seat,
)
from tests.scenarios.journey import section_of, words_of
from tests.scenarios.panels import seats_of

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


def page(name, panel, *more):
    return reverse(name, args=[panel.uuid, *more])


# Notes


@pytest.fixture
def split():
    """A closed practice panel that is split on its first factor."""
    panel = make_revising_panel(8)
    for seat in seats_of(panel):
        stay_with_the_rest(seat=seat)
    return close_as_chair(panel=panel, by=panel.chair)


def unit_of(panel, code="opportunity"):
    return next(row for row in key_units(panel.key) if row.unit.factor.code == code)


def note(panel, text="D1.1 can be read two ways.", revision=0, **more):
    more = {"by": panel.chair, "unit": unit_of(panel)} | more
    return save_chair_note(panel=panel, text=text, revision=revision, **more)


def test_a_note_is_written_read_by_the_approver_and_taught_with_afterwards(
    client_of, split, trainee
):
    assert unit_of(split).standing == Standing.CONTESTED
    chair = client_of(split.chair)
    address = page("panel_note", split, 1, "opportunity")
    assert address in chair.get(page("panel_ratings", split)).content.decode()
    assert "shown and not scored" in words_of(chair.get(address))
    data = {"text": "D1.1 can be read two ways.", "revision": 0}
    assert chair.post(address, data)["Location"] == page("panel_ratings", split)
    approver = client_of(split.approver)
    seen = approver.get(page("panel_ratings", split))
    assert "D1.1 can be read two ways. The chair’s note" in words_of(seen)
    assert address not in seen.content.decode()
    release = approve_panel(panel=split, by=split.approver)
    done = submit_assessment(assessment=make_complete_assessment(trainee, release))
    feedback = client_of(trainee).get(reverse("feedback", args=[done.uuid]))
    assert "D1.1 can be read two ways." in section_of(feedback, "opportunity")


def test_a_note_goes_with_what_is_contested_and_with_nothing_else(client_of, split):
    chair = client_of(split.chair)
    assert chair.get(page("panel_note", split, 1, "social")).status_code == 404
    assert chair.get(page("panel_note", split, 1, "no-such")).status_code == 404
    with pytest.raises(PanelRefused, match="split on"):
        note(split, unit=unit_of(split, "social"))
    with pytest.raises(PanelRefused, match="Only the chair"):
        note(split, by=split.approver)


def test_a_note_is_not_changed_once_the_approver_has_released_what_they_read(client_of, split):
    note(split)
    approve_panel(panel=split, by=split.approver)
    address = page("panel_note", split, 1, "opportunity")
    data = {"text": "On second thoughts, D1.2.", "revision": 1}
    answer = client_of(split.chair).post(address, data)
    assert answer.status_code == 409
    assert "On second thoughts, D1.2." in words_of(answer)
    assert ChairNote.objects.get().text == "D1.1 can be read two ways."


def test_two_tabs_do_not_overwrite_each_other(client_of, split):
    note(split)
    with pytest.raises(OlderRevision):
        note(split, "From an older tab.")
    address = page("panel_note", split, 1, "opportunity")
    answer = client_of(split.chair).post(address, {"text": "From an older tab.", "revision": 0})
    assert answer.status_code == 409
    assert "From an older tab." in words_of(answer)
    assert "D1.1 can be read two ways." in words_of(answer)
    assert note(split).revision == 1


def test_a_real_number_in_a_note_is_refused_on_the_form(client_of, split):
    address = page("panel_note", split, 1, "opportunity")
    answer = client_of(split.chair).post(address, {"text": "Ring 07911 123456.", "revision": 0})
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert not ChairNote.objects.exists()


def test_a_reported_note_is_kept_back_from_everybody(client_of, split):
    note(split)
    texts = reportable_on_panel(split, may_look=True, may_read=True)
    one = next(text for text in texts if text.kind == Report.Kind.CHAIR_NOTE)
    report_text(
        person=split.approver,
        kind=one.kind,
        row=one.row,
        place=one.place,
        organisation=one.organisation,
        what=Report.What.NAME,
    )
    words = words_of(client_of(split.approver).get(page("panel_ratings", split)))
    assert "D1.1 can be read two ways." not in words
    assert "kept back until somebody has looked" in words


# Another chair


def test_the_sender_names_another_chair_who_goes_on():
    sender, organisation = make_person(role=Role.TRAINER), make_organisation("X71", "Moor Police")
    panel = make_panel(
        5, sent_by=sender, chair=make_person(role=Role.TRAINER), organisation=organisation
    )
    old, new = panel.chair, make_person(role=Role.TRAINER)
    for _time in range(2):
        panel = replace_chair(panel=panel, by=sender, chair=new)
    assert Event.objects.filter(name="panel.chair_replaced").count() == 1
    for seat in seats_of(panel):
        rate_seat(seat)
    with pytest.raises(PanelRefused, match="Only the chair"):
        end_blind_round(panel=panel, by=old)
    assert end_blind_round(panel=panel, by=new).blind_ended_at is not None


def test_an_administrator_of_the_case_names_another_chair_by_the_page(client_of):
    panel = make_panel(2)
    owner = panel.case_version.scenario.owner
    administrator = make_person(role=Role.ADMINISTRATOR, organisation=owner)
    new = make_person(role=Role.PANELLIST)
    client = client_of(administrator)
    address = page("panel_new_chair", panel)
    assert address in client.get(reverse("panels")).content.decode()
    assert words_of(client.get(address)).count(str(panel.chair)) >= 1
    assert client.post(address, {"chair": ""}).status_code == 200
    answer = client.post(address, {"chair": str(new.uuid)})
    assert answer["Location"] == reverse("panels")
    panel.refresh_from_db()
    assert panel.chair == new


@pytest.mark.parametrize("part", ["approver", "panellist", "chair"])
def test_nobody_else_names_another_chair(client_of, part):
    panel = make_panel(2, sent_by=make_person(role=Role.TRAINER))
    person = {"approver": panel.approver, "chair": panel.chair}.get(part, seats_of(panel)[0].person)
    new = make_person(role=Role.TRAINER)
    with pytest.raises(PanelRefused, match="names another chair"):
        replace_chair(panel=panel, by=person, chair=new)
    assert client_of(person).get(page("panel_new_chair", panel)).status_code == 403


def test_neither_a_panellist_of_it_nor_the_approver_becomes_its_chair():
    panel = make_panel(2, approver=make_person(role=Role.TRAINER))
    for person, words in (
        (seats_of(panel)[0].person, "rates this case"),
        (panel.approver, "approves the key"),
        (make_person(), "neither"),
    ):
        with pytest.raises(PanelRefused, match=words):
            replace_chair(panel=panel, by=panel.sent_by, chair=person)


def test_a_new_chair_of_a_closed_panel_is_known_as_its_reader():
    panel = make_closed_panel(5)
    new = make_person(role=Role.TRAINER)
    panel = replace_chair(panel=panel, by=panel.sent_by, chair=new)
    assert set(panel.readers.all()) >= {panel.sent_by, new}
    approve_panel(panel=panel, by=panel.approver)
    with pytest.raises(PanelRefused, match="released"):
        replace_chair(panel=panel, by=panel.sent_by, chair=make_person(role=Role.TRAINER))


# Reminders


def test_a_reminder_holds_a_link_and_nothing_of_the_case(client_of):
    panel = make_panel(3)
    done, gone, late = seats_of(panel)
    rate_seat(done)
    decline(seat=gone)
    client = client_of(panel.chair)
    answer = client.post(page("panel_remind", panel), follow=True)
    assert "1 reminder was sent." in words_of(answer)
    assert "reminded" in words_of(answer)
    (letter,) = mail.outbox
    assert letter.to == [late.person.email]
    assert page("panel", panel) in letter.body
    for secret in (panel.case_version.scenario.ref, panel.case_version.title, str(panel.chair)):
        assert secret not in letter.body + letter.subject


def test_nobody_gets_more_than_one_a_day(client_of):
    panel = make_panel(2)
    remind_as_chair(panel=panel, by=panel.chair)
    again = client_of(panel.chair).post(page("panel_remind", panel), follow=True)
    assert "2 had one within the last day and get no other." in words_of(again)
    assert len(mail.outbox) == 2
    Panellist.objects.update(reminded_at=timezone.now() - A_DAY)
    assert remind_as_chair(panel=panel, by=panel.chair).sent == 2


def test_who_is_asked_to_look_again_is_reminded_until_they_have():
    panel = make_revising_panel(5)
    stay_with_the_rest(seat=seats_of(panel)[0])
    assert remind_as_chair(panel=panel, by=panel.chair).sent == 4
    for seat in seats_of(panel)[1:]:
        stay_with_the_rest(seat=seat)
    with pytest.raises(PanelRefused, match="Nobody is waited for"):
        remind_as_chair(panel=panel, by=panel.chair)


def test_nobody_but_the_chair_reminds():
    panel = make_panel(2)
    with pytest.raises(PanelRefused, match="Only the chair"):
        remind_as_chair(panel=panel, by=panel.approver)


def test_the_command_writes_near_the_day_seldom_and_not_for_ever(capsys):
    panel = make_panel(2)
    call_command("send_panel_reminders")
    assert not mail.outbox
    Panel.objects.update(due_on=timezone.localdate() + 2 * A_DAY)
    call_command("send_panel_reminders")
    call_command("send_panel_reminders")
    assert len(mail.outbox) == 2
    assert "Sent 2, failed 0." in capsys.readouterr().out
    now = timezone.now()
    for time in range(1, 9):
        remind_what_is_due(now=now + 4 * time * A_DAY)
    assert len(mail.outbox) == 2 * 3
    assert panel.panellists.first().reminders == 3


def test_a_letter_that_cannot_be_sent_may_be_sent_again(monkeypatch):
    def fails(**letter):
        raise SMTPException("no")

    panel = make_panel(2)
    monkeypatch.setattr("scenarios.services.reminding.send_mail", fails)
    assert remind_as_chair(panel=panel, by=panel.chair).failed == 2
    monkeypatch.undo()
    assert remind_as_chair(panel=panel, by=panel.chair).sent == 2


def test_simulated_people_and_those_who_cannot_sign_in_are_not_written_to():
    panel = make_panel(2)
    first, second = (seat.person for seat in seats_of(panel))
    type(first).objects.filter(pk=first.pk).update(is_simulated=True)
    type(second).objects.filter(pk=second.pk).update(is_active=False)
    assert remind_what_is_due(now=timezone.now() + 20 * A_DAY).sent == 0


# A demonstration


@pytest.fixture
def demonstration():
    """A panel of one person and five simulated ones, chaired from an invented organisation."""
    make_framework()
    home = make_organisation("X72", "Fen Police", is_invented=True)
    panel = make_panel(1, organisation=home, scenario=make_scenario("TS-DEMO"))
    for _n in range(5):
        person = make_person(role=Role.PANELLIST, organisation=home, is_simulated=True)
        Panellist.objects.create(panel=panel, person=person, label=f"seat-{person.pk}")
    return panel


def test_a_panel_of_simulated_people_goes_the_whole_way(client_of, demonstration):
    panel = demonstration
    client = client_of(panel.chair)
    with override_settings(DEMO=True):
        assert "Let the simulated panellists rate" in words_of(client.get(page("panel", panel)))
        done = client.post(page("panel_simulated", panel), follow=True)
        assert "5 simulated panellists have finished." in words_of(done)
        assert client.post(page("panel_simulated", panel)).status_code == 409
        client.post(page("panel_end_blind", panel))
        day = timezone.localdate() + 7 * A_DAY
        due = {"due_on_0": day.day, "due_on_1": day.month, "due_on_2": day.year, "open": 1}
        assert client.post(page("panel_next_round", panel), due).status_code == 302
        client.post(page("panel_simulated", panel))
    assert client.post(page("panel_close", panel)).status_code == 302
    panel.refresh_from_db()
    assert approve_panel(panel=panel, by=panel.approver).is_specimen
    assert panel.key.panel_size == 5


def test_outside_a_demonstration_nobody_rates_for_anybody(client_of, demonstration):
    panel = demonstration
    with override_settings(DEMO=False), pytest.raises(PanelRefused, match="No simulated"):
        let_simulated_rate(panel=panel, by=panel.chair)
    with override_settings(DEMO=True):
        with pytest.raises(PanelRefused, match="No simulated"):
            let_simulated_rate(panel=panel, by=panel.approver)
        end_membership(membership=panel.chair.memberships.get())
        with pytest.raises(PanelRefused):
            let_simulated_rate(panel=Panel.objects.get(), by=panel.chair)


def test_what_others_wrote_in_the_round_can_be_reported_without_a_label():
    panel = make_revising_panel(6)
    seat = seats_of(panel)[0]
    texts = [text for text in reportable_for_seat(seat, stage=1) if "others" in text.group]
    assert len(texts) == 5
    for text in texts:
        assert "seat-" not in text.label + text.place
    stay_with_the_rest(seat=seat)
    for other in seats_of(panel)[1:]:
        stay_with_the_rest(seat=other)
    close_as_chair(panel=panel, by=panel.chair)
    after = reportable_for_seat(Panellist.objects.get(pk=seat.pk), stage=1)
    assert not [text for text in after if "others" in text.group]

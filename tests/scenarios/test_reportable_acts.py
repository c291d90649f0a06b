"""Reasons and notes of acts are kept back like any text: of keys, of yardsticks, of panels."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Role
from scenarios.models import KeyChange, Panel, Release, Report, YardstickChange
from scenarios.selectors.reportable import reportable_texts
from scenarios.selectors.reportable_acts import of_yardstick_change
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.closing import call_off, close_as_chair, not_yet_words, send_back
from scenarios.services.errors import PanelRefused, TextKeptBack
from scenarios.services.key_changes import refuse_key, take_back_key
from scenarios.services.panel_rounds import end_blind_round, open_revision, skip_revision
from scenarios.services.quarantine import AlreadyDecided, erase_text, release_text, report_text
from scenarios.services.rescoring import rescore_all
from scenarios.services.yardstick_changes import (
    approve_yardstick,
    propose_yardstick,
    refuse_yardstick,
)
from scoring.public import current_framework
from tests.factories import (
    make_bank,
    make_closed_panel,
    make_complete_assessment,
    make_key_change,
    make_national_person,
    make_panel,
    make_person,
    make_released_case,
    rate_seat,
)
from tests.factories.panels import due_soon
from tests.scenarios.journey import words_of
from tests.scenarios.test_query_counts import statements

pytestmark = pytest.mark.django_db
NOTICE = "This text was reported and is kept back until somebody has looked."
NOTE = "It is about Kingfisher of Mill Row."


def change_url(change):
    return reverse("workshop_key_change", args=[change.case_version.scenario.ref, change.uuid])


def change_report(change):
    return reverse("workshop_key_report", args=[change.case_version.scenario.ref, change.uuid])


def ruler_url(change, name="workshop_yardstick_change"):
    return reverse(name, args=[change.uuid])


def panel_url(panel, name="panel"):
    return reverse(name, args=[panel.uuid])


def choice_of(page, words):
    """What the form sends for the text of which the list holds these words."""
    groups = page.context["form"].fields["text"].choices[1:]
    (found,) = [value for _g, rows in groups for value, label in rows if words in label]
    return {"text": found, "what": "name", "note": ""}


def kept_back(client, url, words):
    """Report the text with these words through the form, and hand back the report."""
    page = client.get(url)
    assert page.status_code == 200
    answer = client.post(url, choice_of(page, words), follow=True)
    assert "The text is kept back from everybody now" in words_of(answer)
    return Report.objects.order_by("pk").last()


# Another key


@pytest.fixture
def refused():
    change = make_key_change()
    return refuse_key(change=change, by=change.approver, note=NOTE)


def test_the_note_of_a_refusal_is_kept_back_and_the_reason_stays(client_of, refused, administrator):
    client = client_of(refused.proposed_by)
    assert change_report(refused) in client.get(change_url(refused)).content.decode()
    report = kept_back(client, change_report(refused), NOTE)
    assert report.kind == Report.Kind.KEY_CHANGE_NOTE
    assert "Kingfisher" not in report.place
    for person in (refused.proposed_by, refused.approver):
        words = words_of(client_of(person).get(change_url(refused)))
        assert NOTE not in words
        assert NOTICE in words
        assert refused.reason in words
    kept = KeyChange.objects.get(pk=refused.pk)
    assert (kept.note, kept.note_withheld, kept.withheld) == ("", "held", "")
    release_text(report=report, by=administrator)
    assert NOTE in words_of(client_of(refused.approver).get(change_url(refused)))


def test_reason_and_note_are_two_texts_that_are_decided_apart(client_of, refused, administrator):
    client = client_of(refused.approver)
    note = kept_back(client, change_report(refused), NOTE)
    reason = kept_back(client, change_report(refused), refused.reason[:20])
    erase_text(report=note, by=administrator)
    release_text(report=reason, by=administrator)
    words = words_of(client.get(change_url(refused)))
    assert refused.reason in words
    assert "This text was erased." in words
    kept = KeyChange.objects.get(pk=refused.pk)
    assert (kept.withheld, kept.note, kept.note_withheld) == ("", "", "erased")
    facts = {"kind": note.kind, "row": note.row, "place": note.place}
    with pytest.raises(AlreadyDecided):
        report_text(
            person=refused.approver, what="name", organisation=refused.organisation, **facts
        )


def test_a_second_report_of_the_same_note_is_the_first(client_of, refused):
    first = kept_back(client_of(refused.approver), change_report(refused), NOTE)
    again = client_of(refused.proposed_by).get(change_report(refused))
    client_of(refused.proposed_by).post(
        change_report(refused), choice_of(again, "Why the new key was refused")
    )
    assert list(Report.objects.all()) == [first]


def test_a_proposal_taken_back_has_its_note_listed_and_an_open_one_has_none(client_of):
    change = make_key_change()
    client = client_of(change.proposed_by)
    words = words_of(client.get(change_report(change)))
    assert f"Why the key was changed: {change.reason}" in words
    assert "refused or taken back" not in words
    take_back_key(change=change, by=change.proposed_by, note=NOTE)
    assert NOTE in words_of(client.get(change_report(change)))


def test_what_the_panel_behind_a_key_wrote_is_listed_with_it(client_of, refused):
    said = reverse("workshop_key_said", args=[refused.case_version.scenario.ref, refused.uuid])
    client = client_of(refused.approver)
    assert change_report(refused) in client.get(said).content.decode()
    kept_back(client, change_report(refused), "Opportunity, P02: Why opportunity.")
    assert NOTICE in words_of(client.get(said))


def test_nobody_else_reports_of_a_change_nor_who_has_the_case_open(client_of, refused):
    other = make_person(role=Role.TRAINER)
    for send in (client_of(other).get, client_of(other).post):
        assert send(change_report(refused)).status_code == 404
    assert client_of(make_person()).get(change_report(refused)).status_code == 403
    start_assessment(person=refused.approver, release=refused.release)
    late = client_of(refused.approver).get(change_report(refused))
    assert late.status_code == 409
    assert NOTE not in words_of(late)


# Another yardstick


@pytest.fixture
def ruler():
    make_bank()
    return propose_yardstick(
        framework=current_framework(),
        by=make_national_person(),
        approver=make_national_person(Role.ADMINISTRATOR),
        reason="There is another case, says Kingfisher.",
    )


def test_the_reason_of_a_yardstick_and_the_note_of_its_refusal_are_kept_back(client_of, ruler):
    refuse_yardstick(change=ruler, by=ruler.approver, note=NOTE)
    client = client_of(ruler.proposed_by)
    report_url = ruler_url(ruler, "workshop_yardstick_report")
    assert report_url in client.get(ruler_url(ruler)).content.decode()
    for words in ("says Kingfisher", NOTE):
        report = kept_back(client, report_url, words)
        assert report.organisation == ruler.organisation
    seen = words_of(client_of(ruler.approver).get(ruler_url(ruler)))
    assert "Kingfisher" not in seen
    assert seen.count(NOTICE) == 2
    kept = YardstickChange.objects.get(pk=ruler.pk)
    assert (kept.reason, kept.note, kept.withheld, kept.note_withheld) == ("", "", "held", "held")


def test_a_yardsticks_texts_are_listed_at_the_level_of_the_nation_alone(client_of, ruler):
    url = ruler_url(ruler, "workshop_yardstick_report")
    for role in (Role.TRAINER, Role.ADMINISTRATOR, Role.TRAINEE):
        assert client_of(make_person(role=role)).get(url).status_code == 403
    assert [text.kind for text in of_yardstick_change(ruler)] == ["yardstick"]


def test_a_trainee_reports_why_the_yardstick_was_changed_from_their_feedback(client_of, ruler):
    release = Release.objects.get(case_version__scenario__ref="YS-00")
    person = make_person()
    sat = submit_assessment(assessment=make_complete_assessment(person, release))
    rescore_all(approve_yardstick(change=ruler, by=ruler.approver).rescoring)
    feedback = reverse("feedback", args=[sat.uuid])
    client = client_of(person)
    assert "says Kingfisher" in words_of(client.get(feedback))
    kept_back(client, reverse("report_real_data", args=[sat.uuid]), "says Kingfisher")
    words = words_of(client.get(feedback))
    assert "Kingfisher" not in words
    assert NOTICE in words


def test_of_a_check_in_use_only_the_yardsticks_reason_is_listed(ruler):
    check = make_released_case("check", "YS-CHECK")
    sat = submit_assessment(assessment=make_complete_assessment(make_person(), check))
    rescore_all(approve_yardstick(change=ruler, by=ruler.approver).rescoring)
    kinds = {text.kind for text in reportable_texts(sat)}
    assert "yardstick" in kinds
    assert not kinds & {"key_change", "panel_reason"}


# A panel


@pytest.fixture
def skipped():
    """A panel that differs by a level here and there, whose second round was skipped."""
    panel = make_panel(6)
    for number, seat in enumerate(panel.panellists.order_by("pk")):
        rate_seat(seat, opportunity=2 if number else 1)
    panel = end_blind_round(panel=panel, by=panel.chair)
    return skip_revision(panel=panel, by=panel.chair, because=NOTE)


def test_the_reason_for_skipping_is_kept_back_and_the_round_stays_skipped(client_of, skipped):
    chair, approver = client_of, skipped.approver
    kept_back(chair(skipped.chair), panel_url(skipped, "panel_report_real_data"), NOTE)
    panel = Panel.objects.get(pk=skipped.pk)
    assert (panel.revision_skipped_because, panel.skipped_withheld) == ("", "held")
    assert panel.is_revision_skipped
    assert not_yet_words(panel) is None
    with pytest.raises(PanelRefused, match="was skipped"):
        open_revision(panel=panel, by=panel.chair, due_on=due_soon())
    again = skip_revision(panel=panel, by=panel.chair, because="Another reason.")
    assert again.revision_skipped_because == ""
    page = words_of(client_of(panel.chair).get(panel_url(panel)))
    assert NOTICE in page
    assert "Decide on the revision round" not in page
    next_round = client_of(panel.chair).get(panel_url(panel, "panel_next_round"))
    assert next_round.status_code == 302
    close_as_chair(panel=panel, by=panel.chair)
    for name in ("panel", "panel_ratings", "panel_approve"):
        words = words_of(client_of(approver).get(panel_url(panel, name)))
        assert NOTICE in words, name
        assert NOTE not in words, name


def test_who_approves_can_report_it_and_a_panellist_is_not_listed_it(client_of, skipped):
    seat = skipped.panellists.first()
    own = words_of(client_of(seat.person).get(panel_url(skipped, "panel_report_real_data")))
    assert NOTE not in own
    kept_back(client_of(skipped.approver), panel_url(skipped, "panel_report_real_data"), NOTE)


def test_why_a_panel_was_sent_back_is_kept_back_and_does_not_come_back(client_of, administrator):
    panel = make_closed_panel(5)
    send_back(panel=panel, by=panel.approver, because=NOTE)
    url = panel_url(panel, "panel_report_real_data")
    kept_back(client_of(panel.chair), url, NOTE)
    assert NOTICE in words_of(client_of(panel.chair).get(panel_url(panel)))
    with pytest.raises(TextKeptBack):
        send_back(panel=panel, by=panel.approver, because=NOTE)
    send_back(panel=panel, by=panel.approver, because="A paper is missing.")
    assert "A paper is missing." in words_of(client_of(panel.chair).get(panel_url(panel)))
    release_text(report=Report.objects.get(), by=administrator)
    assert Panel.objects.get().returned_because == "A paper is missing."


def test_why_a_panel_was_called_off_is_kept_back(client_of):
    panel = make_closed_panel(5)
    call_off(panel=panel, by=panel.chair, because=NOTE)
    kept_back(client_of(panel.approver), panel_url(panel, "panel_report_real_data"), NOTE)
    words = words_of(client_of(panel.chair).get(panel_url(panel)))
    assert "This panel was called off" in words
    assert NOTICE in words


def test_the_lists_take_as_many_statements_for_large_panels_as_for_small(client_of):
    counts = []
    for size in (5, 12):
        panel = make_closed_panel(size)
        send_back(panel=panel, by=panel.approver, because="Look again.")
        client, url = client_of(panel.chair), panel_url(panel, "panel_report_real_data")
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(statements(captured))
    assert counts[0] == counts[1]

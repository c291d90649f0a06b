"""The chair asks a panellist who lies far from the others; no rating is changed by the answer."""

from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.public import Event, Role
from scenarios.models import PanelAnswer, PanelQuestion, PanelRating, Report
from scenarios.selectors.health_panellists import far_seats
from scenarios.selectors.reportable import reportable_for_seat, reportable_on_panel
from scenarios.services.closing import approve_panel, call_off
from scenarios.services.errors import PanelRefused
from scenarios.services.free_text import IdentifiersFound
from scenarios.services.inviting import replace_chair
from scenarios.services.panel_questions import answer_question, ask_panellist
from scenarios.services.quarantine import erase_text, release_text, report_text
from scoring.models import KeyUnit
from tests.factories import make_closed_panel, make_far_panel, make_national, make_person
from tests.scenarios.journey import HTMX, words_of
from tests.scenarios.test_query_counts import statements

pytestmark = pytest.mark.django_db
WHY = "He gave the keys back by himself, which nobody else seems to weigh."
ANSWER = {"stance": "stands", "text": WHY}
NOTICE = "This text was reported and is kept back until somebody has looked."


def page(name, panel, *more):
    return reverse(name, args=[panel.uuid, *more])


def health_of(panel):
    return reverse("workshop_health_of", args=[panel.case_version.scenario.ref, panel.key.uuid])


def asked(panel, seat, text="Why so low on desistance?"):
    return ask_panellist(panel=panel, by=panel.chair, label=seat.label, text=text).question


@pytest.fixture
def far():
    return make_far_panel()


# Asking


def test_the_chair_asks_from_the_health_page_and_the_letter_holds_a_link_alone(client_of, far):
    panel, last = far
    client = client_of(panel.chair)
    ask = page("panel_ask", panel, last.label)
    assert f'href="{ask}">Ask them' in client.get(health_of(panel)).content.decode()
    form = client.get(ask)
    for seat in panel.panellists.all():
        assert seat.person.last_name not in words_of(form)
    answer = client.post(ask, {"text": "Why so low?"}, follow=True)
    words = words_of(answer)
    assert f"{last.label} is asked." in words
    assert "Far from the others: ask why · Asked, not answered yet" in words
    assert "Why so low? The chair’s word No answer yet." in words
    assert ask not in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == [last.person.email]
    assert page("panel_question", panel) in letter.body
    version = panel.case_version
    for secret in (version.scenario.ref, version.title, str(panel.chair), last.label, "so low"):
        assert secret not in letter.body + letter.subject


def test_a_word_is_optional_and_an_htmx_post_asks_alike(client_of, far):
    panel, last = far
    ask = page("panel_ask", panel, last.label)
    assert client_of(panel.chair).post(ask, {"text": ""}, headers=HTMX).status_code == 302
    assert PanelQuestion.objects.get().text == ""
    words = words_of(client_of(last.person).get(page("panel_question", panel)))
    assert "How did you come to them?" in words
    assert "The chair," not in words


def test_asking_twice_is_like_once(client_of, far):
    panel, last = far
    client, ask = client_of(panel.chair), page("panel_ask", panel, last.label)
    for text in ("First.", "Second."):
        client.post(ask, {"text": text})
    assert PanelQuestion.objects.get().text == "First."
    assert len(mail.outbox) == 1
    assert Event.objects.filter(name="panel.panellist_asked").count() == 1
    assert client.get(ask).status_code == 302


def test_a_letter_that_failed_is_sent_by_asking_again(client_of, far, monkeypatch):
    panel, last = far
    where = "scenarios.services.panel_questions.send_mail"

    def fails(**_letter):
        raise SMTPException

    client, ask = client_of(panel.chair), page("panel_ask", panel, last.label)
    with monkeypatch.context() as patched:
        patched.setattr(where, fails)
        answer = client.post(ask, {"text": "Why?"}, follow=True)
    assert "the letter could not be sent: ask again later." in words_of(answer)
    assert f'href="{ask}">Ask again' in answer.content.decode()
    assert "Your word is kept." in words_of(client.get(ask))
    client.post(ask, {})
    assert len(mail.outbox) == 1
    assert PanelQuestion.objects.get().text == "Why?"


def test_somebody_who_cannot_be_written_to_is_asked_without_a_sign_of_it(client_of, far):
    panel, last = far
    last.person.is_active = False
    last.person.save()
    client = client_of(panel.chair)
    answer = client.post(page("panel_ask", panel, last.label), {}, follow=True)
    assert f"{last.label} is asked." in words_of(answer)
    assert "Asked, not answered yet" in words_of(answer)
    assert not mail.outbox


def test_a_word_that_names_a_real_person_is_refused_with_what_was_typed(client_of, far):
    panel, last = far
    ask = page("panel_ask", panel, last.label)
    answer = client_of(panel.chair).post(ask, {"text": "Ring me on 07911 123456."})
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert "Ring me on 07911 123456." in answer.content.decode()
    with pytest.raises(IdentifiersFound):
        asked(panel, last, "Ring me on 07911 123456.")
    assert not PanelQuestion.objects.exists()


def test_nobody_is_asked_who_lies_with_the_others(client_of, far):
    panel, last = far
    other = panel.panellists.exclude(pk=last.pk).first()
    for label in (other.label, "P99", "seat-1"):
        url = page("panel_ask", panel, label)
        assert client_of(panel.chair).get(url).status_code == 404
        assert client_of(panel.chair).post(url, {}).status_code == 404
    with pytest.raises(PanelRefused, match="far from the others"):
        asked(panel, other)
    assert far_seats(panel) == {last.pk}


def test_nobody_but_the_chair_asks(client_of, far):
    panel, last = far
    ask = page("panel_ask", panel, last.label)
    for person, status in (
        (panel.approver, 403),
        (last.person, 403),
        (make_person(role=Role.TRAINER), 404),
    ):
        assert client_of(person).post(ask, {}).status_code == status
    with pytest.raises(PanelRefused, match="Only the chair"):
        ask_panellist(panel=panel, by=panel.approver, label=last.label, text="")
    approver = client_of(panel.approver).get(health_of(panel))
    assert "Far from the others" in words_of(approver)
    assert "Ask them" not in words_of(approver)


def test_before_closing_and_after_calling_off_nobody_is_asked(client_of, far):
    panel, last = far
    call_off(panel=panel, by=panel.chair, because="Too unlike.")
    answer = client_of(panel.chair).post(page("panel_ask", panel, last.label), {})
    assert answer.status_code == 409
    assert "called off" in words_of(answer)
    assert "Ask them" not in words_of(client_of(panel.chair).get(health_of(panel)))


def test_the_record_says_that_somebody_was_asked_and_neither_whom_nor_what(far):
    panel, last = far
    asked(panel, last)
    answer_question(seat=last, **ANSWER)
    events = Event.objects.filter(name__in=("panel.panellist_asked", "panel.question_answered"))
    first, second = events.order_by("sequence")
    assert first.actor == panel.chair.event_subject.token
    assert second.actor == last.person.event_subject.token
    for event in (first, second):
        assert set(event.payload) == {"panel", "ref", "version"}


def test_asking_makes_readers_of_all_who_finished_so_that_no_list_gives_the_one_away(far):
    panel, last = far
    asked(panel, last)
    readers = set(panel.readers.values_list("pk", flat=True))
    assert readers >= set(panel.panellists.values_list("person", flat=True))


# Answering


def test_the_panellist_finds_the_question_with_their_ratings_and_the_spread(client_of, far):
    panel, last = far
    client = client_of(last.person)
    assert client.get(page("panel_question", panel)).status_code == 404
    asked(panel, last)
    assert "the chair asks you something" in words_of(client.get(reverse("panels")))
    queue = client.get(page("panel", panel))
    assert page("panel_question", panel) in queue.content.decode()
    words = words_of(client.get(page("panel_question", panel)))
    assert "Why so low on desistance? The chair," in words
    assert "Votes on Opportunity, blind round, and yours" in words
    assert "1 your rating" in words
    assert "Your reason" in words
    assert "no answer changes or drops a rating" in words
    assert "He fixes bicycles." in words
    for seat in panel.panellists.exclude(pk=last.pk):
        assert seat.person.last_name not in words
        assert seat.label not in words


def test_the_answer_stands_beside_the_label_for_chair_and_approver_alone(client_of, far):
    panel, last = far
    asked(panel, last)
    answer = client_of(last.person).post(page("panel_question", panel), ANSWER, follow=True)
    assert f"I stand by it, because… {WHY} You," in words_of(answer)
    for person in (panel.chair, panel.approver):
        for url in (health_of(panel), page("panel_ratings", panel)):
            words = words_of(client_of(person).get(url))
            assert f"I stand by it, because… {WHY} {last.label}," in words
            assert "The rating stands as it was given" in words
            assert last.person.last_name not in words
    owner = make_person(role=Role.TRAINER, organisation=make_national())
    assert WHY not in words_of(client_of(owner).get(health_of(panel)))
    queue = words_of(client_of(last.person).get(page("panel", panel)))
    assert "What the chair asked you" in queue
    assert "The chair asks you something" not in words_of(
        client_of(last.person).get(reverse("panels"))
    )


def test_who_sent_the_case_reads_no_answer(client_of):
    sender = make_person(role=Role.TRAINER)
    panel, last = make_far_panel(sent_by=sender)
    asked(panel, last)
    answer_question(seat=last, **ANSWER)
    words = words_of(client_of(sender).get(page("panel_ratings", panel)))
    assert "What the panel said" in words
    assert WHY not in words
    listed = words_of(client_of(sender).get(page("panel_report_real_data", panel)))
    assert WHY not in listed


def test_nothing_of_the_key_is_changed_or_dropped_by_an_answer(far):
    panel, last = far

    def rows():
        ratings = PanelRating.objects.filter(panellist__panel=panel).order_by("pk").values_list()
        return list(ratings), list(KeyUnit.objects.order_by("pk").values_list())

    before = rows()
    asked(panel, last)
    answer_question(seat=last, stance="misread", text="I took D1.2 for somebody else’s visit.")
    assert rows() == before
    approve_panel(panel=panel, by=panel.approver)
    assert rows() == before


def test_a_misreading_is_told_where_it_leads(client_of, far):
    panel, last = far
    asked(panel, last)
    answer_question(seat=last, stance="misread", text="I took it for another visit.")
    words = words_of(client_of(panel.chair).get(health_of(panel)))
    assert "leads to a new key only where a panel rates the text again" in words


def test_after_the_release_one_can_still_ask_and_answer(client_of):
    panel, last = make_far_panel(release=True)
    asked(panel, last)
    words = words_of(client_of(last.person).get(page("panel_question", panel)))
    assert "The case is released, so what was said is kept as it is" in words
    client_of(last.person).post(page("panel_question", panel), ANSWER)
    assert PanelAnswer.objects.get().text == WHY


def test_the_same_answer_again_is_like_once_and_another_is_refused_with_what_was_typed(
    client_of, far
):
    panel, last = far
    asked(panel, last)
    client, url = client_of(last.person), page("panel_question", panel)
    for _again in range(2):
        assert client.post(url, ANSWER).status_code == 302
    late = client.post(url, {"stance": "misread", "text": "No, I misread it."})
    assert late.status_code == 409
    assert "No, I misread it." in words_of(late)
    assert PanelAnswer.objects.get().text == WHY
    assert Event.objects.filter(name="panel.question_answered").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"stance": "stands", "text": " \u200b "},
        {"stance": "drop me", "text": WHY},
        {"stance": "stands", "text": "It is Mr Smith, 07911 123456."},
    ],
)
def test_an_answer_that_is_none_is_asked_for_again_with_what_was_typed(client_of, far, sent):
    panel, last = far
    asked(panel, last)
    answer = client_of(last.person).post(page("panel_question", panel), sent)
    assert answer.status_code == 200
    assert "There is a problem" in words_of(answer)
    assert sent.get("text", "").strip("\u200b ") in answer.content.decode()
    assert not PanelAnswer.objects.exists()


def test_nobody_else_sees_or_answers_the_question(client_of, far):
    panel, last = far
    asked(panel, last)
    other = panel.panellists.exclude(pk=last.pk).first()
    url = page("panel_question", panel)
    for person in (other.person, panel.chair, panel.approver, make_person(role=Role.PANELLIST)):
        assert client_of(person).get(url).status_code == 404
        assert client_of(person).post(url, ANSWER).status_code == 404
    with pytest.raises(PanelRefused, match="not asked"):
        answer_question(seat=other, **ANSWER)


def test_once_the_panel_is_called_off_no_answer_is_taken(client_of, far):
    panel, last = far
    asked(panel, last)
    call_off(panel=panel, by=panel.chair, because="Too unlike.")
    client = client_of(last.person)
    assert "no answer is needed" in words_of(client.get(page("panel_question", panel)))
    late = client.post(page("panel_question", panel), ANSWER)
    assert late.status_code == 409
    assert WHY in words_of(late)
    assert "The chair asks you something" not in words_of(client.get(reverse("panels")))


def test_a_successor_in_the_chair_sees_the_question_and_the_one_before_does_not(client_of, far):
    panel, last = far
    asked(panel, last)
    before, successor = panel.chair, make_person(role=Role.TRAINER)
    panel.sent_by = make_person(role=Role.TRAINER)
    panel.save()
    replace_chair(panel=panel, by=panel.sent_by, chair=successor)
    panel.refresh_from_db()
    answer_question(seat=last, **ANSWER)
    assert WHY in words_of(client_of(successor).get(health_of(panel)))
    assert client_of(before).get(page("panel_ratings", panel)).status_code == 404
    assert WHY not in words_of(client_of(before).get(health_of(panel)))


# Real data


def report_of(text, person):
    facts = {name: getattr(text, name) for name in ("kind", "row", "place", "organisation")}
    return report_text(person=person, what="name", **facts)


def test_question_and_answer_can_be_reported_from_both_sides(client_of, far, administrator):
    panel, last = far
    asked(panel, last)
    answer_question(seat=last, **ANSWER)
    own = words_of(client_of(last.person).get(page("panel_report_real_data", panel)))
    assert "The chair’s question: Why so low on desistance?" in own
    assert f"Your answer: {WHY[:30]}" in own
    run = words_of(client_of(panel.approver).get(page("panel_report_real_data", panel)))
    assert f"The answer of {last.label}: {WHY[:30]}" in run
    assert page("panel_report_real_data", panel) in (
        client_of(panel.chair).get(health_of(panel)).content.decode()
    )
    texts = reportable_on_panel(panel, may_look=True, may_read=True, may_read_answers=True)
    question, answer = (text for text in texts if text.kind in ("panel_question", "panel_answer"))
    held = report_of(answer, panel.chair)
    assert last.label in held.place
    assert PanelAnswer.objects.get().text == ""
    for person, url in (
        (panel.chair, health_of(panel)),
        (panel.approver, page("panel_ratings", panel)),
        (last.person, page("panel_question", panel)),
    ):
        words = words_of(client_of(person).get(url))
        assert WHY not in words
        assert NOTICE in words
    release_text(report=held, by=administrator)
    assert PanelAnswer.objects.get().text == WHY
    erase_text(report=report_of(question, last.person), by=administrator)
    assert (PanelQuestion.objects.get().text, PanelQuestion.objects.get().withheld) == (
        "",
        "erased",
    )
    assert Report.objects.count() == 2


def test_another_panellist_is_listed_neither(far):
    panel, last = far
    asked(panel, last)
    answer_question(seat=last, **ANSWER)
    other = panel.panellists.exclude(pk=last.pk).first()
    kinds = {text.kind for text in reportable_for_seat(other, stage=1)}
    assert not kinds & {"panel_question", "panel_answer"}


# What it costs


def test_the_pages_ask_the_database_as_often_for_few_panellists_as_for_many(client_of):
    counts = []
    for size in (6, 14):
        panel, last = make_far_panel(size)
        asked(panel, last)
        counted = []
        for person, url in (
            (last.person, page("panel_question", panel)),
            (panel.chair, page("panel_ratings", panel)),
            (panel.chair, health_of(panel)),
        ):
            client = client_of(person)
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counted.append(statements(captured))
        counts.append(counted)
    assert counts[0] == counts[1]


def test_a_panel_of_one_mind_asks_nobody(client_of):
    panel = make_closed_panel(5)
    assert far_seats(panel) == set()
    assert "Ask them" not in words_of(client_of(panel.chair).get(health_of(panel)))

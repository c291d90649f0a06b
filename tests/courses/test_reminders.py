"""Reminders by e-mail, and one's dates in a calendar."""

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from courses.calendar_file import calendar_file, folded
from courses.models import CheckAssignment, SentReminder
from courses.services.reading import complete_lesson
from courses.services.reminding import Reminded, send_reminders
from people.public import Organisation, User
from tests.factories import make_person, make_released_case
from tests.factories.courses import ask, lessons_of, make_course


def on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def asked(home, organisation: Organisation, force_lead: User, trainee: User):
    """A course to aim for in 20 days and to finish in 30."""
    course = make_course("A secret title")
    ask(course, force_lead, organisation, aim=20, by=30)
    return course


def test_each_date_is_reminded_of_once_however_often_it_runs(asked, trainee: User) -> None:
    sent = {day: send_reminders(today=on(day)).sent for day in range(0, 45)}
    assert [day for day, n in sent.items() if n] == [13, 20, 23, 29, 31]
    assert [send_reminders(today=on(day)).sent for day in (45, 31, 13, 0)] == [0, 0, 0, 0]
    assert len(mail.outbox) == 5
    assert {letter.to[0] for letter in mail.outbox} == {trainee.email}


def test_a_letter_holds_a_link_and_nothing_of_what_or_whom_it_is_about(
    asked, trainee: User
) -> None:
    send_reminders(today=on(24))
    (letter,) = mail.outbox
    assert "/my-learning/" in letter.body
    for told in ("secret", trainee.first_name, trainee.last_name):
        assert told not in letter.body + letter.subject


def test_days_that_were_missed_are_made_up_once_and_not_long_after(asked) -> None:
    assert send_reminders(today=on(27)).sent == 1  # of both dates, in one letter
    assert {row.kind for row in SentReminder.objects.all()} == {"by-7"}
    assert send_reminders(today=on(33)).sent == 1
    assert send_reminders(today=on(60)).sent == 0


def test_a_changed_date_is_a_date_of_its_own(
    asked, organisation: Organisation, force_lead: User
) -> None:
    assert send_reminders(today=on(29)).sent == 1
    ask(asked, force_lead, organisation, by=60)
    assert send_reminders(today=on(29)).sent == 0
    assert send_reminders(today=on(59)).sent == 1


def test_nobody_is_written_to_who_is_done_cannot_sign_in_or_does_not_want_it(
    asked, organisation: Organisation, trainee: User, client_of
) -> None:
    make_person(organisation=organisation, is_simulated=True)
    gone = make_person(organisation=organisation)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    off = make_person(organisation=organisation)
    client = client_of(off)
    client.post("/my-learning/reminders/")
    assert "You are not reminded by e-mail" in client.get("/my-learning/").content.decode()
    for lesson in lessons_of(asked):
        complete_lesson(person=trainee, lesson=lesson)
    assert send_reminders(today=on(29)) == Reminded(sent=0)
    client.post("/my-learning/reminders/", {"by_email": "on"})
    assert send_reminders(today=on(29)) == Reminded(sent=1)
    assert mail.outbox[0].to == [off.email]


def test_an_unpublished_course_reminds_nobody(asked) -> None:
    asked.unpublish()
    assert send_reminders(today=on(29)).sent == 0


def test_checks_are_reminded_of_too(db, trainee: User) -> None:
    CheckAssignment.objects.create(
        person=trainee, release=make_released_case("check"), due_on=on(5)
    )
    call_command("send_reminders")
    call_command("send_reminders")
    assert len(mail.outbox) == 1


def test_a_letter_that_failed_is_sent_with_the_next_run(
    asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**_letter: object) -> int:
        raise SMTPException

    with monkeypatch.context() as broken:
        broken.setattr("courses.services.reminding.send_mail", failing)
        assert send_reminders(today=on(29)) == Reminded(sent=0, failed=1)
    assert send_reminders(today=on(29)) == Reminded(sent=1)


def test_the_calendar_holds_ones_own_dates_as_whole_days(
    asked, client_of, trainee: User, other_trainee: User
) -> None:
    client = client_of(trainee)
    answer = client.get("/my-learning/due.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text == client.get("/my-learning/due.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert f"DTSTART;VALUE=DATE:{on(20):%Y%m%d}\r\nDTEND;VALUE=DATE:{on(21):%Y%m%d}" in text
    assert f"UID:course-{asked.pk}-by-{trainee.uuid}@"[:60] in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Put your dates into your calendar" in client.get("/my-learning/").content.decode()
    client.force_login(other_trainee)
    assert "VEVENT" not in client.get("/my-learning/due.ics").content.decode()


def test_the_calendar_is_for_people_who_are_signed_in(client: Client, db: None) -> None:
    assert client.get("/my-learning/due.ics").status_code == 302


def test_long_lines_are_folded_between_letters_and_unfold_to_the_same() -> None:
    line = "SUMMARY:" + "Llŷn, ŵy a thŷ " * 20
    parts = folded(line).split("\r\n ")
    assert "".join(parts) == line
    assert all(len(part.encode()) <= 74 for part in parts[1:])
    assert calendar_file([], name="a;b,c").splitlines()[5] == "X-WR-CALNAME:a\\;b\\,c"

"""The pages of the resources, the calendar files, and saying that a line was checked."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from courses.models import LessonPage, SupportLine
from people.public import Event, User
from tests.factories.courses import lessons_of, make_course
from tests.factories.resources import make_briefing, make_event, make_line, make_term

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def words(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    main = page.split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(strip_tags(main)).split())


@pytest.fixture
def as_trainee(client: Client, trainee: User) -> Client:
    client.force_login(trainee)
    return client


def test_a_briefing_says_what_it_does_not_show_and_what_is_not_known(as_trainee: Client) -> None:
    briefing = make_briefing(does_not_show="That **anybody** is right. <script>x</script>")
    page = words(as_trainee, f"/resources/research/{briefing.slug}/")
    assert "What it does not show That anybody is right." in page
    assert "YearNot recorded LinkNot recorded yet" in page
    assert "Compared with its sourceNot yet by a trainer" in page
    assert briefing.title in words(as_trainee, "/resources/research/")
    hidden = make_briefing("Hidden", live=False)
    assert "Hidden" not in words(as_trainee, "/resources/research/")
    assert as_trainee.get(f"/resources/research/{hidden.slug}/").status_code == 404


def test_the_glossary_goes_by_letter_and_leads_from_term_to_term(as_trainee: Client) -> None:
    other = make_term("zeal")
    term = make_term("Arms", welsh="Breichiau")
    term.see_also.add(other)
    make_term("7 factors")
    page = words(as_trainee, "/resources/glossary/")
    assert page.index("0–9 7 factors") < page.index("A Arms (Breichiau)") < page.index("Z zeal")
    content = as_trainee.get("/resources/glossary/").content.decode()
    assert f'<a href="#term-{other.pk}">zeal</a>' in content


def test_events_that_are_over_are_gone_by_themselves(as_trainee: Client) -> None:
    over = make_event("Over", days=-2)
    under_way = make_event("Under way", starts_at=timezone.now() - timedelta(hours=1))
    draft = make_event("Draft", live=False)
    page = words(as_trainee, "/resources/events/")
    assert ("Over" in page, "Under way" in page, "Draft" in page) == (False, True, False)
    got = {
        event.title: as_trainee.get(f"/resources/events/{event.uuid}.ics").status_code
        for event in (over, under_way, draft)
    }
    assert got == {"Over": 404, "Under way": 200, "Draft": 404}


def test_an_event_is_in_the_calendar_file_from_hour_to_hour(as_trainee: Client) -> None:
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    event = make_event(
        "Judging; together", place="Room 2, Northmoor",
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=3),
    )  # fmt: skip
    make_event("Another")
    one = as_trainee.get(f"/resources/events/{event.uuid}.ics")
    assert one["Content-Type"] == "text/calendar; charset=utf-8"
    lines = one.content.decode().split("\r\n")
    assert lines.count("BEGIN:VEVENT") == 1
    assert f"DTSTART:{starts_at:%Y%m%dT%H%M%SZ}" in lines
    assert f"DTEND:{starts_at + timedelta(hours=3):%Y%m%dT%H%M%SZ}" in lines
    assert "SUMMARY:Judging\\; together" in lines
    assert "LOCATION:Room 2\\, Northmoor" in lines
    both = as_trainee.get("/resources/events/events.ics").content.decode()
    assert both.count("BEGIN:VEVENT") == 2


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_trainer_says_that_a_line_was_checked_once_a_day(
    client: Client, trainer: User, headers: dict[str, str]
) -> None:
    line = make_line()
    client.force_login(trainer)
    page = words(client, "/resources/support/")
    assert "Not yet checked" in page
    assert "1 line is to be checked" in page
    for _twice in range(2):
        answer = client.post(f"/resources/support/{line.uuid}/checked/", **headers)
        assert answer["Location"] == f"/resources/support/#line-{line.uuid}"
    line.refresh_from_db()
    assert line.last_checked == timezone.localdate()
    event = Event.objects.get(name="support_line.checked")
    assert event.payload == {"line": str(line.uuid)}
    assert "to be checked" not in words(client, "/resources/support/")


def test_after_the_time_that_is_set_a_line_is_to_be_checked_again(
    client: Client, administrator: User, trainee: User, settings
) -> None:
    settings.SUPPORT_LINES_CHECKED_EVERY_DAYS = 30
    today = timezone.localdate()
    make_line("In time", last_checked=today - timedelta(days=30))
    make_line("Too long ago", last_checked=today - timedelta(days=31))
    client.force_login(administrator)
    assert "say below that you did. Too long ago In time" in words(client, "/resources/support/")
    client.force_login(trainee)
    page = words(client, "/resources/support/")
    assert "to be checked" not in page
    assert f"Last checked {(today - timedelta(days=31)).day} " in page
    assert "I checked it" not in page


def test_changing_how_a_line_is_reached_takes_the_check_away(client: Client, trainer: User) -> None:
    line = make_line(last_checked=timezone.localdate())
    client.force_login(trainer)
    address = f"/admin/snippets/courses/supportline/edit/{line.pk}/"
    form = {"name": line.name, "number": line.number, "hours": "Always", "position": "1"}
    client.post(address, {**form, "who_for": "Everybody"})
    line.refresh_from_db()
    assert (line.who_for, line.last_checked) == ("Everybody", timezone.localdate())
    client.post(address, {**form, "who_for": "Everybody", "number": "01632 960777"})
    line.refresh_from_db()
    assert (line.number, line.last_checked) == ("01632 960777", None)


def test_the_pages_take_as_many_queries_for_fifty_as_for_one(as_trainee: Client) -> None:
    pages = ("", "research/", "glossary/", "events/", "support/", "events/events.ics")
    first = make_term()
    counts = []
    for more in (1, 49):
        for _n in range(more):
            make_term().see_also.add(first)
            make_briefing()
            make_event()
            make_line()
        with CaptureQueriesContext(connection) as captured:
            for page in pages:
                assert as_trainee.get(f"/resources/{page}").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert SupportLine.objects.count() == 50


def test_a_lesson_shows_terms_on_cards_and_asks_no_more_without_any(
    home, as_trainee: Client
) -> None:
    lesson = lessons_of(make_course(lessons=1))[0]
    as_trainee.get(lesson.url)
    asked = {}
    terms = [make_term(f"Term{n}", meaning=f"Means {n}.") for n in range(5)]
    for n in (0, 1, 5):
        lesson.body = [("text", "Words."), *(("glossary_term", term) for term in terms[:n])]
        lesson.save_revision().publish()
        with CaptureQueriesContext(connection) as captured:
            as_trainee.get(lesson.url)
        asked[n] = len(captured)
    assert (asked[1] - asked[0], asked[5] - asked[0]) == (1, 1)
    terms[0].meaning = "Means another thing."
    terms[0].save()
    terms[1].delete()
    page = words(as_trainee, LessonPage.objects.get(pk=lesson.pk).url)
    assert "What “Term0” means Means another thing." in page
    assert "Term1" not in page
    assert "Term2" in page

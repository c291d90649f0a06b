"""Search finds what somebody may open, and nothing that they may not."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from courses.models import CheckAssignment, LessonPage
from people.public import Organisation, Role, User
from scenarios.models import Report
from scenarios.public import Release
from scenarios.selectors.reportable import reportable_in_session
from scenarios.services.moderation import Agreed, close_session, save_note
from scenarios.services.quarantine import report_text
from tests.factories import make_group, make_lead, make_person, make_released_case, make_session
from tests.factories.courses import lessons_of, make_course
from tests.factories.resources import make_briefing, make_event, make_line, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client: Client):
    def search(person: User, typed: str) -> str:
        """The page as text, with the words that are marked between square brackets."""
        client.force_login(person)
        answer = client.get("/search/", {"q": typed})
        assert answer.status_code == 200
        main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
        text = main.replace("<mark>", "[").replace("</mark>", "]")
        return " ".join(unescape(strip_tags(text)).split())

    return search


def test_whoever_is_signed_out_is_sent_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/search/?q=routine")
    assert answer["Location"] == "/accounts/login/?next=/search/%3Fq%3Droutine"


def test_every_kind_is_found_under_its_heading(home, trainee: User, found) -> None:
    course = make_course("A course on badgers", lessons=1)
    lesson = lessons_of(course)[0]
    lesson.body = [("text", "Say *where* the badgers <b>were</b> & when.")]
    lesson.save_revision().publish()
    make_term("Badgers", meaning="Animals.")
    make_briefing(found="Three badgers <script>alert(1)</script> of four.")
    make_line(who_for="Who met badgers")
    make_event("Badgers by night")
    page = found(trainee, "badgers")
    assert "6 results for “badgers”" in page
    for words in (
        "Lessons Lesson 1.1 Say where the [badgers] were & when.",
        "Courses and modules A course on [badgers]",
        "Glossary [Badgers]",
        "Three [badgers] <script>alert(1)</script> of four.",
        "Who met [badgers]",
        "Events [Badgers] by night",
    ):
        assert words in page
    assert found(trainee, "BADGERS night").count("[") == 2


def test_nothing_that_is_not_published_is_found(home, trainee: User, found) -> None:
    course = make_course(lessons=3)
    draft, of_draft_module, edited = lessons_of(course)
    for lesson in (draft, of_draft_module):
        lesson.body = [("text", "A secret otter.")]
        lesson.save_revision().publish()
    draft.unpublish()
    edited.body = [("text", "A secret otter.")]
    edited.save_revision()
    make_briefing("Otter", live=False)
    make_event("Otter", live=False)
    make_event("Otter", days=-1)
    of_draft_module.get_parent().unpublish()
    assert LessonPage.objects.get(pk=of_draft_module.pk).live
    assert "Nothing was found for “otter”" in found(trainee, "otter")


def test_cases_are_found_that_one_may_open(
    trainee: User, other_trainee: User, organisation: Organisation, found
) -> None:
    make_released_case("practice", "TS-0011")
    check = make_released_case("check", "TS-0012")
    CheckAssignment.objects.create(person=trainee, release=check, due_on="2099-01-01")
    retired = make_released_case("practice", "TS-0013")
    Release.objects.filter(pk=retired.pk).update(state=Release.State.CLOSED)
    mine, others = found(trainee, "ts 00"), found(other_trainee, "ts 00")
    assert [ref in mine for ref in ("[00]11", "[00]12", "[00]13")] == [True, True, False]
    assert [ref in others for ref in ("[00]11", "[00]12", "[00]13")] == [True, False, False]
    Release.objects.filter(pk=check.pk).update(state=Release.State.CLOSED)
    assert "[00]12" not in found(trainee, "ts 00")


def test_a_teaching_note_is_found_by_who_may_read_it_until_it_is_kept_back(
    organisation: Organisation, force_lead: User, trainee: User, other_force_lead: User, found
) -> None:
    release = make_released_case("practice")
    make_group(release, 5, organisation=organisation)
    session = make_session(release, holder=force_lead, organisation=organisation)
    factor = release.case_version.framework.factors.get(code="opportunity")
    save_note(
        session=session, by=force_lead, stage=1, factor=factor,
        agreed=Agreed("He kept the shed key."), revision=0,
    )  # fmt: skip
    assert "Nothing was found" in found(make_lead(organisation), "shed key")
    close_session(session=session, by=force_lead)
    assert "He kept the [shed] [key]." in found(make_lead(organisation), "shed key")
    for person in (trainee, other_force_lead, make_person(role=Role.PANELLIST)):
        assert "Nothing was found" in found(person, "shed key")
    (text,) = reportable_in_session(session, may_see_wall=False, may_read=True)
    report_text(
        person=force_lead, kind=text.kind, row=text.row, place=text.place,
        organisation=organisation, what=Report.What.NAME,
    )  # fmt: skip
    assert "Nothing was found" in found(force_lead, "shed key")


def test_teaching_notes_are_promised_to_those_alone_who_can_find_them(
    home, trainee: User, found, client: Client
) -> None:
    lead = make_lead(trainee.memberships.get().organisation)
    for person, is_promised in ((trainee, False), (lead, True)):
        assert ("teaching notes" in found(person, "badgers")) is is_promised
        assert (b"teaching notes" in client.get("/resources/").content) is is_promised


def test_a_search_takes_as_many_queries_for_fifty_hits_as_for_one(
    home, client: Client, trainer: User
) -> None:
    client.force_login(trainer)
    course = make_course("Heron", lessons=1)
    client.get("/search/?q=heron")  # what a process remembers from its first search on
    counts = []
    for more in (1, 49):
        for n in range(more):
            make_term(f"Heron {more} {n}")
            make_briefing(f"Heron {more} {n}")
            make_line(f"Heron {more} {n}")
            make_event(f"Heron {more} {n}")
            if n < 11:
                lesson = LessonPage(title=f"Heron {n}", slug=f"h-{more}-{n}", minutes=2)
                course.get_children()[0].add_child(instance=lesson)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/search/?q=heron").content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 40
    assert "The first 10 of 50." in page
    assert page.count("<mark>Heron</mark>") == 51


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Nothing to search for yet"),
        ("   ", "Nothing to search for yet"),
        ("* % _ \" ' ( -- ;", "Nothing to search for yet"),
        ("a", "Nothing to search for yet"),
        ("x" * 10_000, "at most 200 characters"),
        ("zebra\x00crossing", "Nothing was found for “zebra crossing”"),
        ('zebra" OR NOT *', "Nothing was found"),
        ("NEAR AND NOT", "Nothing was found"),
        ("<b>zebra</b>", "Nothing was found for “<b>zebra</b>”"),
        ("ŵŷ\u202e 斑馬 \U0001f993 zebra", "Nothing was found"),
        ("AB123456C", "looks like a National Insurance number"),
        (" ".join(["zebra"] * 30), "Nothing was found"),
    ],
)
def test_whatever_is_typed_is_answered_in_words(trainee: User, found, typed: str, said: str):
    assert said in found(trainee, typed)


def test_what_was_typed_stays_in_the_field(client: Client, trainee: User) -> None:
    client.force_login(trainee)
    for typed in ('zebra "one"', "y" * 300):
        answer = client.get("/search/", {"q": typed})
        assert answer.context["form"]["q"].value() == typed

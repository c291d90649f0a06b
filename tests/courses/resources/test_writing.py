"""What may be written in the resources, in the admin and in the file of the demonstration."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent
from courses.public import (
    load_resources,
)
from courses.services.reading_files import BadFile
from people.public import User
from tests.factories import FIXTURES
from tests.factories.resources import make_briefing, make_event, make_line, make_term

pytestmark = pytest.mark.django_db
FILE = FIXTURES / "resources.toml"
MODELS = (ResearchBriefing, GlossaryTerm, TrainingEvent, SupportLine)


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


def test_the_file_loads_once_and_leaves_an_edit_alone() -> None:
    loaded = load_resources(path=FILE, today=date(2026, 11, 30))
    assert counts() == [loaded.briefings, loaded.terms, loaded.events, loaded.lines]
    assert loaded.briefings == 5
    assert loaded.terms >= 25
    assert loaded.events == 2
    assert set(ResearchBriefing.objects.values_list("live", "source_link")) == {(True, "")}
    days = [event.starts_at.date() for event in TrainingEvent.objects.all()]
    assert days == [date(2026, 12, 16), date(2027, 1, 6)]
    # Nobody has checked a line or compared a page, so none says when; the lines are examples.
    assert set(SupportLine.objects.values_list("last_checked", "is_example")) == {(None, True)}
    assert set(ResearchBriefing.objects.values_list("last_reviewed", flat=True)) == {None}
    assert GlossaryTerm.objects.get(term="SHPO").see_also.count() == 0
    assert GlossaryTerm.objects.get(term="ARMS").see_also.count() == 3
    GlossaryTerm.objects.filter(term="SHPO").update(meaning="Changed by an author.")
    again = load_resources(path=FILE, today=date(2026, 12, 1))
    assert [again.briefings, again.terms, again.events, again.lines] == [0, 0, 0, 0]
    assert GlossaryTerm.objects.get(term="SHPO").meaning == "Changed by an author."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('who_for = "Staff and their families."', "", "who_for"),
        ('see_also = ["Protective factor", "Desistance"]', 'see_also = ["Luck"]', "no term Luck"),
        ('hours = "At any hour"', 'opens = "At any hour"', "opens: there is no such field"),
        ("in_days = 16", 'in_days = "soon"', "in_days as a number"),
        ("to = 15:30:00", "to = 12:30:00", "The end comes after the beginning"),
        ("[[events]]", "[[occasions]]", "no table called occasions"),
        ('term = "Licence"', 'term = "Licence", x', "resources.toml: "),
        ('meaning = "Stopping', f'meaning = "{"A" * 800} Stopping', "and may have 800 at most."),
        ('meaning = "Stopping', 'meaning = "Ring 07911 123456. Stopping', "looks like"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_whole(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    file = tmp_path / "resources.toml"
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BadFile, match=r"resources\.toml") as refused:
        load_resources(path=file)
    assert said in str(refused.value)
    assert counts() == [0, 0, 0, 0]


def test_no_event_of_the_file_is_at_a_weekend() -> None:
    load_resources(path=FILE, today=date(2026, 11, 26))
    assert TrainingEvent.objects.first().starts_at.date() == date(2026, 12, 14)


def test_each_problem_of_a_file_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "resources.toml"
    file.write_text('[[glossary]]\nterm = "A"\n\n[[support_lines]]\nname = "B"\n', "utf-8")
    with pytest.raises(BadFile) as refused:
        load_resources(path=file)
    lines = str(refused.value).splitlines()
    assert "resources.toml, line 1: meaning: This field cannot be blank." in lines
    assert any(line.startswith("resources.toml, line 4: hours: ") for line in lines)


def test_entries_that_are_written_on_one_line_are_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "resources.toml"
    file.write_text('glossary = [{ term = "A", meaning = "B." }, { term = "C" }]\n', "utf-8")
    with pytest.raises(BadFile, match=r"^resources\.toml: meaning: This field cannot be blank\.$"):
        load_resources(path=file)
    file.write_text('glossary = [{ term = "A", meaning = "B." }]\n', "utf-8")
    assert load_resources(path=file).terms == 1


def test_the_short_name_of_a_briefing_stays_once_it_was_published() -> None:
    briefing = make_briefing(slug="agreeing")
    briefing.slug = "agreement"
    briefing.clean()
    briefing.slug = "agreeing"
    briefing.save_revision().publish()
    briefing.slug = "agreement"
    with pytest.raises(ValidationError, match="The short name stays agreeing"):
        briefing.clean()


def test_a_number_may_stand_where_it_is_the_point_and_nowhere_else() -> None:
    number = "0800 123 4567"
    make_line(number=number, about=f"Or text {number}, or www.line.org.uk").clean()
    make_briefing(source=f"A journal, 2006, {number}, https://doi.org/x").clean()
    make_event(how_to_book=f"Ring {number} or write to a.b@police.uk").clean()
    for wrong in (
        make_term(meaning=f"Ring {number}."),
        make_briefing(found=f"Ring {number}."),
        make_line("Another", about="He is AB123456C."),
    ):
        with pytest.raises(ValidationError, match="looks like"):
            wrong.clean()


def test_an_event_that_is_over_is_published_only_if_it_was_on_the_site_before(
    client: Client, trainer: User
) -> None:
    client.force_login(trainer)
    form = {
        "title": "Last spring", "starts_at": "2026-03-02 10:00", "ends_at": "2026-03-02 12:00",
        "place": "Online", "who_for": "Everybody", "how_to_book": "Ask your lead.",
    }  # fmt: skip
    add = reverse("wagtailsnippets_courses_trainingevent:add")
    refused = client.post(add, {**form, "action-publish": "1"})
    assert "over before anybody saw it" in refused.content.decode()
    assert not TrainingEvent.objects.exists()
    client.post(add, form)
    event = TrainingEvent.objects.get()
    assert not event.live
    edit = reverse("wagtailsnippets_courses_trainingevent:edit", args=[event.pk])
    TrainingEvent.objects.update(live=True)
    client.post(edit, {**form, "place": "By video", "action-publish": "1"})
    event.refresh_from_db()
    assert event.place == "By video"


def test_a_day_that_is_over_is_not_brought_to_the_site_by_way_of_a_draft(
    client: Client, trainer: User
) -> None:
    client.force_login(trainer)
    day = timezone.localdate() + timedelta(days=30)
    form = {
        "title": "Next", "starts_at": f"{day} 10:00", "ends_at": f"{day} 12:00",
        "place": "Online", "who_for": "Everybody", "how_to_book": "Ask your lead.",
    }  # fmt: skip
    client.post(
        reverse("wagtailsnippets_courses_trainingevent:add"), {**form, "action-publish": "1"}
    )
    event = TrainingEvent.objects.get()
    edit = reverse("wagtailsnippets_courses_trainingevent:edit", args=[event.pk])
    mistyped = {**form, "starts_at": "2026-03-02 10:00", "ends_at": "2026-03-02 12:00"}
    client.post(edit, mistyped)
    refused = client.post(edit, {**mistyped, "action-publish": "1"})
    assert "over before anybody saw it" in refused.content.decode()
    event.refresh_from_db()
    assert timezone.localdate(event.ends_at) == day


def test_two_terms_do_not_have_one_name_and_a_line_can_be_reached() -> None:
    make_term("Opportunity")
    with pytest.raises(ValidationError, match="has this term already"):
        GlossaryTerm(term="opportunity", meaning="Again.").full_clean()
    with pytest.raises(ValidationError, match="a number, a link, or both"):
        make_line(number="").clean()


@pytest.mark.parametrize("actor", ["trainer", "administrator"])
def test_they_write_all_of_it_in_the_admin(client: Client, actor: str, request) -> None:
    person: User = request.getfixturevalue(actor)
    client.force_login(person)
    made = {
        "researchbriefing": make_briefing(), "glossaryterm": make_term(),
        "trainingevent": make_event(), "supportline": make_line(),
    }  # fmt: skip
    for name, one in made.items():
        route = f"wagtailsnippets_courses_{name}"
        pages = [reverse(f"{route}:{page}") for page in ("list", "add")]
        for address in (*pages, reverse(f"{route}:edit", args=[one.pk])):
            assert client.get(address).status_code == 200, address
    form = {"term": "Zeal", "welsh": "", "meaning": "Wanting to."}
    client.post(reverse("wagtailsnippets_courses_glossaryterm:add"), form)
    assert GlossaryTerm.objects.get(term="Zeal").meaning == "Wanting to."
    for name in ("researchbriefing", "trainingevent"):
        address = reverse(f"wagtailsnippets_courses_{name}:preview_on_edit", args=[made[name].pk])
        assert client.get(address, {"mode": ""}).status_code == 200

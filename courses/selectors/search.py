"""What a search finds, kind by kind: only what the reader could open by going there.

Each kind asks a fixed number of queries, whatever it finds: docs/decisions/resources.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db.models import Case, Count, Model, Q, QuerySet, Value, When, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent
from courses.search_words import Passage, marked, passage_around
from courses.selectors.search_cases import FoundCase, cases_called
from courses.selectors.search_pages import FoundPages, pages_with
from people.public import User
from scenarios.public import NotesAsked, asked_notes, library_note, notes_readable_by

MOST = 10
"""Of each kind so many are shown; who asks for more adds a word."""
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Hit:
    """One thing that was found: where it is, and the words around what was asked for."""

    url: str
    title: Passage
    passage: Passage
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """All of one kind: the first of them, and how many there are."""

    code: str
    heading: str
    hits: tuple[Hit, ...]
    total: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.hits)


def found_in_all(reader: User, words: Sequence[str]) -> list[Found]:
    """Every kind of which something was found, in the order in which they are shown."""
    lessons, outlines = pages_with(words, MOST)
    kinds = (
        _pages("lessons", _("Lessons"), lessons, words),
        _pages("courses", _("Courses and modules"), outlines, words),
        _terms(words),
        _briefings(words),
        _lines(words),
        _events(words),
        _cases(reader, words),
        _notes(reader, words),
    )
    return [kind for kind in kinds if kind.total]


def _pages(code: str, heading: str, pages: FoundPages, words: Sequence[str]) -> Found:
    hits = tuple(
        Hit(
            page.url,
            marked(page.title, words),
            passage_around(page.text, words),
            tuple(fact for fact in (page.above, page.facts) if fact),
        )
        for page in pages.first
    )
    return Found(code, heading, hits, pages.total)


def _terms(words: Sequence[str]) -> Found:
    def hit(term: GlossaryTerm) -> Hit:
        return Hit(
            f"{reverse('glossary')}#{term.anchor}",
            marked(term.term, words),
            passage_around(term.meaning, words),
            (_("In Welsh: %(word)s") % {"word": term.welsh},) if term.welsh else (),
        )

    rows = _rows(GlossaryTerm.objects.all(), words, "term", "welsh", "meaning")
    return _found("glossary", _("Glossary"), rows, hit)


def _briefings(words: Sequence[str]) -> Found:
    fields = ("summary", "studied", "found", "means", "does_not_show", "source")

    def hit(one: ResearchBriefing) -> Hit:
        texts = [str(getattr(one, name)) for name in fields]
        return Hit(
            reverse("briefing", args=[one.slug]),
            marked(one.title, words),
            passage_around(_most_telling(texts, words), words),
            (str(one.year),) if one.year else (),
        )

    rows = _rows(ResearchBriefing.objects.published(), words, "title", *fields)
    return _found("research", _("Research briefings"), rows, hit)


def _lines(words: Sequence[str]) -> Found:
    def hit(line: SupportLine) -> Hit:
        facts = (line.number, line.hours, _("Example, not a real line") if line.is_example else "")
        return Hit(
            f"{reverse('support_lines')}#line-{line.uuid}",
            marked(line.name, words),
            passage_around(_most_telling([line.who_for, line.about], words), words),
            tuple(fact for fact in facts if fact),
        )

    rows = _rows(SupportLine.objects.all(), words, "name", "who_for", "about", "hours", "number")
    return _found("support", _("Support lines"), rows, hit)


def _events(words: Sequence[str]) -> Found:
    def hit(event: TrainingEvent) -> Hit:
        texts = [event.about, event.who_for, event.how_to_book]
        when = date_format(timezone.localtime(event.starts_at), "j F Y, H:i")
        return Hit(
            f"{reverse('events')}#event-{event.uuid}",
            marked(event.title, words),
            passage_around(_most_telling(texts, words), words),
            (when, event.place),
        )

    rows = _rows(
        TrainingEvent.objects.to_come(), words, "title", "place", "who_for", "about", "how_to_book"
    )
    return _found("events", _("Events"), rows, hit)


def _cases(reader: User, words: Sequence[str]) -> Found:
    def hit(case: FoundCase) -> Hit:
        return Hit(
            case.url, marked(f"{case.ref} {case.title}", words), marked(case.summary, words),
            (case.kind,),
        )  # fmt: skip

    cases = cases_called(reader, words)
    return Found("cases", _("Cases"), tuple(map(hit, cases[:MOST])), len(cases))


def _notes(reader: User, words: Sequence[str]) -> Found:
    def hit(row: Any) -> Hit:
        note = library_note(row)
        closed = date_format(timezone.localtime(note.closed_at), "j F Y")
        return Hit(
            note.session_url,
            marked(f"{note.ref}: {note.factor}", words),
            passage_around(note.text, words),
            (note.group, closed),
        )

    notes = asked_notes(notes_readable_by(reader), NotesAsked(words=words))
    return _found("notes", _("Teaching notes"), list(_counted(notes)[:MOST]), hit)


def _rows(rows: QuerySet[M], words: Sequence[str], title: str, *others: str) -> list[M]:
    """Those with all the words somewhere, first those that have them in their title."""
    fields = (title, *others)
    for word in words:
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields)))
    in_title = reduce(and_, (Q(**{f"{title}__icontains": word}) for word in words))
    rank = Case(When(in_title, then=Value(0)), default=Value(1))
    ordering = rows.model._meta.ordering
    return list(_counted(rows).annotate(rank=rank).order_by("rank", *ordering)[:MOST])


def _counted(rows: QuerySet[M]) -> QuerySet[M]:
    """The same with how many there are on each row, so that it takes no query of its own."""
    return rows.annotate(total=Window(Count("pk")))


def _found(code: str, heading: str, rows: Sequence[Any], hit: Callable[[Any], Hit]) -> Found:
    total = rows[0].total if rows else 0
    return Found(code, heading, tuple(map(hit, rows)), total)


def _most_telling(texts: Sequence[str], words: Sequence[str]) -> str:
    """Of several texts the one that has most of the words; the first of them if none has any."""
    return max(texts, key=lambda text: sum(word in text.lower() for word in words))

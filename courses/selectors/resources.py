"""What the pages of the resources show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.calendar_file import TimedEvent
from courses.models import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent
from people.public import Role
from scenarios.public import LibraryNote, NotesAsked, asked_notes, library_note, render_markdown

READERS_OF_NOTES = (Role.FORCE_LEAD, Role.TRAINER)


@dataclass(frozen=True)
class Letter:
    """The terms that begin with one letter; a digit comes under “0–9”."""

    letter: str
    terms: tuple[GlossaryTerm, ...]


@dataclass(frozen=True)
class LineRow:
    """A support line, and whether somebody should check it again."""

    line: SupportLine
    is_to_be_checked: bool


@dataclass(frozen=True)
class Part:
    """A part of a briefing under its heading."""

    code: str
    heading: str
    text: SafeString


@dataclass(frozen=True)
class EventRow:
    """An event with what its author says about it."""

    event: TrainingEvent
    about: SafeString


def briefing_parts(briefing: ResearchBriefing) -> list[Part]:
    """What was studied, what came of it, what follows, and what does not."""
    return [
        Part("studied", _("What was studied"), render_markdown(briefing.studied)),
        Part("found", _("What was found"), render_markdown(briefing.found)),
        Part("means", _("What it means for practice"), render_markdown(briefing.means)),
        Part("not", _("What it does not show"), render_markdown(briefing.does_not_show)),
    ]


def event_rows(events: Iterable[TrainingEvent]) -> list[EventRow]:
    """Events as the page shows them."""
    return [EventRow(event, render_markdown(event.about)) for event in events]


def resource_counts() -> dict[str, int]:
    """How many there are of each kind: four queries."""
    return {
        "briefings": ResearchBriefing.objects.published().count(),
        "terms": GlossaryTerm.objects.count(),
        "events": TrainingEvent.objects.to_come().count(),
        "lines": SupportLine.objects.count(),
    }


def glossary_letters() -> list[Letter]:
    """The whole glossary, letter by letter, with what each term leads to: two queries."""
    found: dict[str, list[GlossaryTerm]] = {}
    for term in GlossaryTerm.objects.prefetch_related("see_also"):
        first = term.term[0].upper()
        found.setdefault(first if first.isalpha() else "0–9", []).append(term)
    return [Letter(letter, tuple(terms)) for letter, terms in found.items()]


def support_rows(today: date) -> list[LineRow]:
    """Every line, in the order of the list."""
    return [LineRow(line, line.is_to_be_checked(today)) for line in SupportLine.objects.all()]


def library_rows(notes: Iterable[Any]) -> list[LibraryNote]:
    """A page of notes as the library shows them."""
    return [library_note(note) for note in notes]


def asked_for(notes: QuerySet[Any], *, factor: str, ref: str) -> QuerySet[Any]:
    """The readable notes of a factor, of a case, or of both."""
    return asked_notes(notes, NotesAsked(factor=factor, ref=ref))


def calendar_entries(events: Iterable[TrainingEvent]) -> list[TimedEvent]:
    """Events as a calendar takes them, with a link to the page that they stand on."""
    address = settings.WAGTAILADMIN_BASE_URL
    page = f"{address}{reverse('events')}"
    return [
        TimedEvent(
            uid=f"event-{event.uuid}@{urlsplit(address).hostname}",
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            place=event.place,
            summary=event.title,
            description="\n".join(
                [
                    _("For: %(who)s") % {"who": event.who_for},
                    _("How to book: %(how)s") % {"how": event.how_to_book},
                    *([event.link] if event.link else []),
                ]
            ),
            url=f"{page}#event-{event.uuid}",
            stamp=_changed(event),
        )
        for event in events
    ]


def _changed(event: TrainingEvent) -> datetime:
    stamp: datetime = event.last_published_at or event.starts_at
    return stamp

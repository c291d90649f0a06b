"""The library of teaching notes: what groups agreed on, for whoever may read it.

Who may is said where moderation sessions are: ``ModerationSession.visible_to`` for the group and
the author, ``releases_shown_to`` for the case. Nothing here adds to it
(docs/decisions/moderation.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_

from django.db.models import Q, QuerySet
from django.urls import reverse

from people.public import User, has_role
from scenarios.models import ModerationSession, Release, TeachingNote
from scenarios.models.moderation import HOLDERS
from scenarios.selectors.moderation_pages import level_words
from scenarios.services.moderation_people import releases_shown_to


@dataclass(frozen=True)
class LibraryNote:
    """A teaching note away from its session: which case and factor, and who agreed on it when."""

    ref: str
    title: str
    stage: int
    is_staged: bool
    factor: str
    level: str
    text: str
    group: str
    closed_at: datetime
    session_url: str


@dataclass(frozen=True)
class NotesAsked:
    """Which notes are asked for: of a factor, of a case, or with all of these words in them."""

    factor: str = ""
    ref: str = ""
    words: Sequence[str] = ()


def notes_readable_by(user: User) -> QuerySet[TeachingNote]:
    """The notes of closed sessions that somebody may read now, without any that is kept back.

    Nothing is left of a case of which a check or an anchor is in use, nor of one that they have
    open, are asked to rate, or as a trainee have not done.
    """
    if not has_role(user, *HOLDERS):
        return TeachingNote.objects.none()  # what the rule comes to, without asking it
    sessions = ModerationSession.objects.visible_to(user).filter(closed_at__isnull=False)
    shown = releases_shown_to(user, Release.objects.filter(moderation_sessions__in=sessions))
    return TeachingNote.objects.filter(
        session__in=sessions, session__release__in=[release.pk for release in shown], withheld=""
    ).exclude(text="", level=None)


def note_choices(notes: QuerySet[TeachingNote]) -> tuple[list[tuple[str, str]], list[str]]:
    """The factors, by code and name, and the cases by reference, that there are notes on."""
    rows = notes.order_by("factor__number").values_list(
        "factor__code", "factor__name", "session__release__case_version__scenario__ref"
    )
    found = list(rows.distinct())
    factors = {code: name for code, name, _ref in found}
    return list(factors.items()), sorted({ref for _code, _name, ref in found})


def asked_notes(notes: QuerySet[TeachingNote], asked: NotesAsked) -> QuerySet[TeachingNote]:
    """Those of them that are asked for, the latest session first."""
    if asked.factor:
        notes = notes.filter(factor__code=asked.factor)
    if asked.ref:
        notes = notes.filter(session__release__case_version__scenario__ref=asked.ref)
    if asked.words:
        notes = notes.exclude(text="").filter(reduce(and_, map(_says, asked.words)))
    notes = notes.select_related("factor__scale", "session__release__case_version__scenario")
    notes = notes.prefetch_related("factor__scale__levels")
    return notes.order_by("-session__closed_at", "session", "stage", "factor__number")


def library_note(note: TeachingNote) -> LibraryNote:
    """A note as the library and the search show it."""
    version = note.session.release.case_version
    return LibraryNote(
        ref=version.scenario.ref,
        title=version.title,
        stage=note.stage,
        is_staged=version.stages > 1,
        factor=note.factor.name,
        level=level_words(note),
        text=note.text,
        group=note.session.group_name,
        closed_at=note.session.closed_at,
        session_url=reverse("moderation_session", args=[note.session.uuid]),
    )


def _says(word: str) -> Q:
    return (
        Q(text__icontains=word)
        | Q(factor__name__icontains=word)
        | Q(session__release__case_version__scenario__ref__icontains=word)
    )

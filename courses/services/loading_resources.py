"""Resources from a file: what is not there yet is made and published, the rest is left alone.

All of the file or nothing. What is wrong is said for every entry at once, each with its line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from courses.lengths import refuse_too_long
from courses.models import GlossaryTerm, ResearchBriefing, SupportLine, TrainingEvent
from courses.services.reading_files import BadFile, Row, read, words_in

FRIDAY = 4
TABLES = ("briefings", "glossary", "events", "support_lines")


@dataclass
class Loaded:
    """How many were made; those that were there already are not counted."""

    briefings: int = 0
    terms: int = 0
    events: int = 0
    lines: int = 0


@transaction.atomic
def load_resources(*, path: Path, today: date | None = None) -> Loaded:
    """Everything in the file that is not there yet. Again, it changes nothing.

    An event says in how many days from ``today`` it is; at a weekend it is on the Monday after.
    BadFile: an entry lacks something, or would be refused in the editor too.
    """
    file = _File(path, read(path))
    day = today or timezone.localdate()
    loaded = Loaded(
        briefings=file.each("briefings", _briefing),
        terms=file.each("glossary", _term),
        events=file.each("events", lambda row: _event(row, day)),
        lines=file.each("support_lines", _line),
    )
    for table in file.data.keys() - set(TABLES):
        file.problems.append(f"{path.name}: there is no table called {table}.")
    if not file.problems:
        file.each("glossary", _see_also)
    if file.problems:
        raise BadFile("\n".join(file.problems))
    return loaded


@dataclass
class _File:
    path: Path
    data: Row
    problems: list[str] = field(default_factory=list)

    def each(self, table: str, load: Callable[[Row], bool]) -> int:
        """Load every entry of a table, and keep what is wrong with it; how many were made."""
        rows = self.data.get(table, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.problems.append(f"{self.path.name}: {table} is to be a list: [[{table}]].")
            return 0
        made = 0
        lines = list(self._lines(table))
        for place, row in enumerate(rows):
            try:
                with transaction.atomic():
                    made += load(row)
            except ValidationError as error:
                where = self.path.name
                if len(lines) == len(rows):  # otherwise they are written in another way
                    where = f"{where}, line {lines[place]}"
                self.problems += [f"{where}: {words}" for words in _words(error)]
        return made

    def _lines(self, table: str) -> Iterator[int]:
        text = words_in(self.path).splitlines()
        heading = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
        return (number for number, line in enumerate(text, start=1) if heading.match(line))


def _briefing(row: Row) -> bool:
    if ResearchBriefing.objects.filter(slug=row.get("slug", "")).exists():
        return False
    names = (
        "title", "slug", "summary", "studied", "found", "means", "does_not_show", "source",
        "source_link", "year", "last_reviewed",
    )  # fmt: skip
    _publish(_made(ResearchBriefing, row, names))
    return True


def _term(row: Row) -> bool:
    if GlossaryTerm.objects.filter(term__iexact=row.get("term", "")).exists():
        return False
    _made(GlossaryTerm, row, ("term", "welsh", "meaning"), ("see_also",)).save()
    return True


def _see_also(row: Row) -> bool:
    """After all terms are there. An author's own choice is left alone."""
    term = GlossaryTerm.objects.get(term__iexact=row["term"])
    names = row.get("see_also", [])
    if not names or term.see_also.exists():
        return False
    found = {other.term: other for other in GlossaryTerm.objects.filter(term__in=names)}
    if lost := [name for name in names if name not in found]:
        raise ValidationError({"see_also": f"there is no term {', '.join(map(str, lost))}."})
    term.see_also.set(found.values())
    return False


def _event(row: Row, today: date) -> bool:
    uuid = uuid5(NAMESPACE_URL, f"resources/events/{row.get('id')}")
    if TrainingEvent.objects.filter(uuid=uuid).exists():
        return False
    days = row.get("in_days")
    if not isinstance(row.get("id"), str) or not isinstance(days, int):
        raise ValidationError({"id": "an event needs its id, and in_days as a number."})
    day = _working_day(today + timedelta(days=days))
    times = {}
    for name, key in (("starts_at", "from"), ("ends_at", "to")):
        at = row.get(key)
        if not isinstance(at, time):
            raise ValidationError({key: "write a time, as 10:00:00."})
        times[name] = timezone.make_aware(datetime.combine(day, at))
    names = ("title", "place", "link", "who_for", "how_to_book", "about")
    _publish(_made(TrainingEvent, row, names, ("id", "in_days", "from", "to"), uuid=uuid, **times))
    return True


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)


def _line(row: Row) -> bool:
    """Nobody has checked a line that comes from a file, so it does not say when."""
    if SupportLine.objects.filter(name=row.get("name", "")).exists():
        return False
    names = ("name", "number", "link", "hours", "who_for", "about", "position", "is_example")
    _made(SupportLine, row, names).save()
    return True


def _made(
    model: type[models.Model],
    row: Row,
    names: tuple[str, ...],
    beside: tuple[str, ...] = (),
    **given: Any,
) -> Any:
    """An object that the editor would take too, not saved yet."""
    if unknown := row.keys() - {*names, *beside}:
        raise ValidationError({min(unknown): "there is no such field."})
    made = model(**{name: _stripped(row[name]) for name in names if name in row}, **given)
    refuse_too_long(made)
    made.full_clean()
    return made


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _publish(made: ResearchBriefing | TrainingEvent) -> None:
    made.save()
    made.save_revision().publish()


def _words(error: ValidationError) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    found: Mapping[str, list[str]] = error.message_dict
    for name, messages in found.items():
        yield f"{name}: {' '.join(messages)}"

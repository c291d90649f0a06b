"""A calendar file (RFC 5545) of days and of events with an hour, in lines of 75 bytes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_BYTES = 75
PRODUCT = "-//ARMS training site//My learning//EN"


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One day in a calendar. The same ``uid`` again is the same event, perhaps on another day."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    stamp: datetime


@dataclass(frozen=True, slots=True)
class TimedEvent:
    """Something from one hour to another, at a place."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    place: str
    summary: str
    description: str
    url: str
    stamp: datetime


def calendar_file(events: Iterable[DayEvent | TimedEvent], *, name: str) -> str:
    """The whole file. The same events make the same file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{_moment(event.stamp)}",
            *_when_and_where(event),
            f"SUMMARY:{escaped(event.summary)}",
            f"DESCRIPTION:{escaped(event.description)}",
            f"URL:{event.url}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _when_and_where(event: DayEvent | TimedEvent) -> list[str]:
    """A day is no time that somebody is busy; an event is."""
    if isinstance(event, TimedEvent):
        return [
            f"DTSTART:{_moment(event.starts_at)}",
            f"DTEND:{_moment(event.ends_at)}",
            f"LOCATION:{escaped(event.place)}",
        ]
    return [
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        "TRANSP:TRANSPARENT",
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a property may hold it.

    >>> escaped("Read; then, rest" + chr(10) + "well")
    'Read\\\\; then\\\\, rest\\\\nwell'
    """
    words = re.sub(r"([\\;,])", r"\\\1", text)
    return re.sub(r"\r\n|\r|\n", r"\\n", words)


def folded(line: str) -> str:
    """A line of at most 75 bytes, and what is left of it on lines that begin with a blank.

    A letter of several bytes is never cut.
    """
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > MOST_BYTES:
            parts.append(part)
            part, size = " ", 1
        part += letter
        size += width
    return "\r\n".join([*parts, part])

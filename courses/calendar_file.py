"""A calendar file (RFC 5545) of a person's own dates: whole days, in lines of 75 bytes."""

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


def calendar_file(events: Iterable[DayEvent], *, name: str) -> str:
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
            f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(event.summary)}",
            f"DESCRIPTION:{escaped(event.description)}",
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


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

"""Reading relative dates: "Week 6 of licence", "Weeks 3 to 12", "Two weeks before release".

A date is a stretch of days counted from a turning point. The licence begins with the release, so
both are one. Weeks are taken to begin on a Monday: a weekday orders papers of one week.
"""

import re
from dataclasses import dataclass, replace

WORDS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50,
}  # fmt: skip
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(WORDS)})"
DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
# What the days are counted from, where it goes by several names.
SAME = {"release": "licence", "being released": "licence", "his licence": "licence"}
POINT = r"(?:(?:the|his|her|their) )?(?P<point>[a-z]{2,20}(?: [a-z]{2,20})?)"
TO = r" ?(?:to|and|until|-|–|—) ?"
AT = re.compile(
    rf"\b(?P<unit>day|week|month)s? (?P<first>{NUMBER})(?:{TO}(?P<last>{NUMBER}))?\b"
    rf"(?: (?:of|after|into|on|since|in) {POINT})?",
    re.IGNORECASE,
)
AWAY = re.compile(
    rf"\b(?P<first>{NUMBER}) (?P<unit>day|week|fortnight|month)s? (?P<way>before|after) {POINT}",
    re.IGNORECASE,
)
OF = re.compile(rf"\b(?:the )?(?P<unit>day|week) (?:of|before|after) {POINT}", re.IGNORECASE)


@dataclass(frozen=True)
class When:
    """A stretch of days, from the first to the last, counted from a point (0 is its first day)."""

    point: str
    first: int
    last: int
    unit: str = "week"
    weekday: int | None = None

    @property
    def last_week(self) -> int:
        """The number of the week in which it ends, from 1."""
        return self.last // 7 + 1

    @property
    def first_week(self) -> int:
        return self.first // 7 + 1


def read_when(text: str) -> When | None:
    """The date that some words give, or None where they give none that can be placed.

    >>> read_when("Weeks 3 to 12 of licence")
    When(point='licence', first=14, last=83, unit='week', weekday=None)
    >>> read_when("Two weeks before release").first, read_when("Week of the review").last
    (-14, 6)
    >>> read_when("Some time ago")
    """
    text = " ".join(text[:200].split())
    day = WEEKDAY.search(text)
    when = _away(text) or _at(text) or _of(text)
    if when is None or day is None:
        return when
    weekday = WEEKDAYS.index(day[1].lower())
    if when.unit == "week" and when.last - when.first == 6:
        return replace(when, first=when.first + weekday, last=when.first + weekday, weekday=weekday)
    return replace(when, weekday=weekday)


def number(word: str) -> int:
    """A number in digits or in words."""
    return int(word) if word.isdigit() else WORDS[word.lower()]


def _at(text: str) -> When | None:
    if (found := AT.search(text)) is None:
        return None
    unit = found["unit"].lower()
    first = number(found["first"])
    last = number(found["last"]) if found["last"] else first
    if not 1 <= first <= last:
        return None
    days = DAYS[unit]
    return When(_point(found["point"]), (first - 1) * days, last * days - 1, unit)


def _away(text: str) -> When | None:
    if (found := AWAY.search(text)) is None:
        return None
    unit = found["unit"].lower()
    days, length = number(found["first"]) * DAYS[unit], DAYS[unit]
    start = -days if found["way"].lower() == "before" else days
    return When(_point(found["point"]), start, start + length - 1, unit)


def _of(text: str) -> When | None:
    if (found := OF.search(text)) is None:
        return None
    length = DAYS[found["unit"].lower()]
    words = found.group().lower()
    start = -length if " before " in words else length if " after " in words else 0
    return When(_point(found["point"]), start, start + length - 1, found["unit"].lower())


def _point(words: str | None) -> str:
    """What is counted from; a weekday or a word of time behind it is none of it."""
    if not words:
        return ""
    found = " ".join(word for word in words.lower().split() if word not in WEEKDAYS)
    return SAME.get(found, found)

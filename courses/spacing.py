"""When a factor comes back: what was wrong soon, what was right later, what was guessed not later.

Plain values in, plain values out: nothing here asks a database or a clock. Days are the person's
own, so that what was practised in the evening may be practised the next morning.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

BOXES = (1, 2, 3, 4, 5)
FIRST, LAST = BOXES[0], BOXES[-1]
WAITS: Mapping[int, int] = {1: 1, 2: 2, 3: 4, 4: 8, 5: 16}
"""Each box with the days until a factor in it comes back."""
NEW_A_DAY = 3
"""Factors that were never practised are brought in a few at a time."""
RECENT = 5
"""How many of the newest answers say how one is doing."""


@dataclass(frozen=True)
class Tried:
    """One answer. ``was_seen``: to a page that the person had answered before."""

    factor: str
    day: date
    right: bool
    guessed: bool = False
    was_seen: bool = False


@dataclass(frozen=True)
class Place:
    """Where a factor stands after all answers: its box, and the day on which it is due."""

    box: int
    due: date
    last: Tried

    def is_due(self, today: date) -> bool:
        """Whether it is to be practised today.

        A day further off than its box lets it be can only come from a clock that was ahead when it
        was answered, and has been put right: it is then due at once, not in a year.
        """
        return self.due <= today or self.due - today > timedelta(days=WAITS[self.box])

    def days_left(self, today: date) -> int:
        """Days until it is due: never fewer than none, never more than its box has."""
        return 0 if self.is_due(today) else (self.due - today).days


class Why(StrEnum):
    """Why a factor comes next."""

    WRONG = "wrong"
    GUESSED = "guessed"
    DUE = "due"
    NEW = "new"
    AHEAD = "ahead"
    ASKED = "asked"


@dataclass(frozen=True)
class Next:
    """The factor that comes next, and why."""

    factor: str
    why: Why


def places(answers: Iterable[Tried]) -> dict[str, Place]:
    """Where each factor stands, by the answers in the order in which they were given.

    A factor begins in box 1. Wrong puts it back there. Right moves it up one box, to box 5 at most,
    but not where it was a guess, or where the person had seen that page before: it then stays in
    its box. It comes back after 1, 2, 4, 8 or 16 days. Right before it is due changes nothing, so
    that a long evening does not push everything out of sight.

    >>> day = date(2026, 3, 2)
    >>> place = places([Tried("desist", day, right=True)])["desist"]
    >>> place.box, (place.due - day).days
    (2, 2)
    >>> place = places([Tried("desist", day, True), Tried("desist", day, False)])["desist"]
    >>> place.box, (place.due - day).days
    (1, 1)
    """
    found: dict[str, Place] = {}
    for answer in answers:
        before = found.get(answer.factor)
        found[answer.factor] = _after(before, answer)
    return found


def _after(before: Place | None, answer: Tried) -> Place:
    if not answer.right:
        return _put(FIRST, answer)
    if before is None:
        return _put(FIRST if answer.guessed else FIRST + 1, answer)
    if not before.is_due(answer.day):
        return Place(before.box, before.due, answer)
    stays = answer.guessed or answer.was_seen
    return _put(before.box if stays else min(before.box + 1, LAST), answer)


def _put(box: int, answer: Tried) -> Place:
    return Place(box, answer.day + timedelta(days=WAITS[box]), answer)


def due_today(
    factors: Sequence[str], found: Mapping[str, Place], today: date, new_today: int = 0
) -> list[Next]:
    """What is due today, what comes first at the head.

    First what was wrong, then by box from the lowest, then by how long it has been due; after
    those a few factors that were never practised, in their own order. ``new_today``: how many were
    brought in today already. Where a factor was wrong it is always before one that was right.
    """
    order = {factor: number for number, factor in enumerate(factors)}
    tried = [one for one in factors if one in found and found[one].is_due(today)]
    tried.sort(key=lambda one: (found[one].box, found[one].due, order[one]))
    fresh = [one for one in factors if one not in found][: max(0, NEW_A_DAY - new_today)]
    return [Next(one, _why(found[one])) for one in tried] + [Next(one, Why.NEW) for one in fresh]


def _why(place: Place) -> Why:
    if not place.last.right:
        return Why.WRONG
    return Why.GUESSED if place.last.guessed else Why.DUE


def next_factor(
    factors: Sequence[str],
    found: Mapping[str, Place],
    today: date,
    *,
    new_today: int = 0,
    just_had: str = "",
) -> Next | None:
    """What comes next: the first of what is due, or else what will be due soonest.

    Not the factor that was just had, as long as another may come. None: there is no factor.
    """
    due = due_today(factors, found, today, new_today)
    named = {one.factor for one in due}
    ahead = sorted(
        (one for one in factors if one in found and one not in named),
        key=lambda one: (found[one].days_left(today), found[one].box, factors.index(one)),
    )
    fresh = [one for one in factors if one not in found and one not in named]
    line = due + [Next(one, Why.AHEAD) for one in ahead] + [Next(one, Why.NEW) for one in fresh]
    others = [one for one in line if one.factor != just_had]
    return next(iter(others or line), None)


def seen_least(versions: Sequence[str], shown: Sequence[str]) -> str | None:
    """Of the pages there are, the one not shown yet or longest ago; ``shown`` in their order.

    Never the one shown last, as long as there is another.

    >>> seen_least(["a", "b", "c"], ["a", "b"]), seen_least(["a", "b"], ["b", "a"])
    ('c', 'b')
    >>> seen_least(["a"], ["a"]), seen_least([], ["a"])
    ('a', None)
    """
    last = {version: number for number, version in enumerate(shown)}
    return min(versions, key=lambda one: last.get(one, -1), default=None)


def new_on(answers: Collection[Tried], today: date) -> int:
    """How many factors were practised for the first time on a day."""
    first: dict[str, date] = {}
    for answer in answers:
        first.setdefault(answer.factor, answer.day)
    return sum(day == today for day in first.values())

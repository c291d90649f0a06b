"""With what somebody is overdue at once who is put into a place: known by an app above this one.

``courses`` knows what is asked of trainees and by when, and registers it here when the site starts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Placing:
    """Where somebody becomes a trainee on a day, or is one already and changes cohorts.

    ``person`` is None for whoever is new, or is to be taken for new; cohorts are ids. Of whoever
    ``is_asked_elsewhere`` nothing may be told of what they are asked today, and by whom.
    """

    person: int | None
    path: str
    since: date
    enters: frozenset[int] = frozenset()
    quits: frozenset[int] = frozenset()
    is_asked_elsewhere: bool = False


@dataclass(frozen=True)
class Overdue:
    """Something that had its last day before somebody was asked for it."""

    title: str
    due_on: date


Source = Callable[[Sequence[Placing]], Sequence[Sequence[Overdue]]]
_sources: list[Source] = []


def register_overdue(source: Source) -> None:
    """Let ``source`` say, for each placing in order, what the person is overdue with by it."""
    if source not in _sources:
        _sources.append(source)


def overdue_by(placings: Sequence[Placing]) -> list[list[Overdue]]:
    """What each of them is overdue with from the first day, and was not before."""
    found: list[list[Overdue]] = [[] for _ in placings]
    for source in _sources if placings else ():
        for own, more in zip(found, source(placings), strict=True):
            own += more
    return found

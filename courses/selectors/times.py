"""How long a course takes, honestly: its reading, and what its lessons have people do."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import LessonPage
from courses.selectors.cases import practice_cases_of
from courses.selectors.outlines import Outline

MinutesOf = Callable[[Collection[Any]], Mapping[Any, int]]
"""For the values that blocks of one type hold, the minutes that each takes."""
Thing = tuple[str, Any]
"""What takes time in a lesson: the type of a block, and its value."""


def _minutes_of_cases(refs: Collection[str]) -> dict[str, int]:
    return {case.ref: case.minutes for case in practice_cases_of({}, refs)}


_minutes_of: dict[str, MinutesOf] = {"practice_case": _minutes_of_cases}


def register_minutes(block: str, minutes_of: MinutesOf) -> None:
    """Let the blocks of a type count in the time of the lessons they stand in.

    ``minutes_of`` is given the values of all such blocks at once, and asks as many queries as for
    one. What it leaves out, such as a case that is not open, takes no time.
    """
    _minutes_of[block] = minutes_of


@dataclass(frozen=True)
class Minutes:
    """What a course or a part of it takes: to read, and to do."""

    reading: int
    doing: int = 0

    @property
    def all(self) -> int:
        return self.reading + self.doing

    @property
    def words(self) -> str:
        return duration_words(self.all)


@dataclass(frozen=True)
class TimedCourse:
    """A course's outline with its time, and that of each of its modules by page."""

    outline: Outline
    minutes: Minutes
    by_module: Mapping[int, Minutes]
    held: Mapping[int, set[Thing]] = field(repr=False, compare=False)
    known: Mapping[Thing, int] = field(repr=False, compare=False)

    def left_after(self, done: Collection[int], settled: Mapping[int, Collection[str]]) -> Minutes:
        """The time of the needed lessons that are not done.

        ``settled`` are types of blocks, by module, of which there is nothing more to do in it.
        """
        needed = [part for part in self.outline.modules if part.module.is_needed]
        reading, things = 0, set()
        for part in needed or self.outline.modules:
            for lesson in part.lessons:
                if lesson.pk not in done:
                    reading += lesson.minutes
                    nothing = settled.get(part.module.pk, ())
                    things |= {each for each in self.held[lesson.pk] if each[0] not in nothing}
        return Minutes(reading, sum(self.known.get(thing, 0) for thing in things))


def timed(outlines: Iterable[Outline]) -> list[TimedCourse]:
    """The time of each course: as many queries as there are types of blocks that take time.

    What stands in two lessons is done once, so a course counts it once.
    """
    found = list(outlines)
    held = {lesson.pk: _held(lesson) for outline in found for lesson in outline.lessons}
    known: dict[Thing, int] = {}
    for block, minutes_of in _minutes_of.items():
        values = {value for things in held.values() for kind, value in things if kind == block}
        if values:
            known |= {(block, value): n for value, n in minutes_of(values).items()}
    return [
        TimedCourse(
            outline,
            _minutes(outline.lessons, held, known),
            {part.module.pk: _minutes(part.lessons, held, known) for part in outline.modules},
            held,
            known,
        )
        for outline in found
    ]


def duration_words(minutes: int) -> str:
    """A time as a person would say it."""
    hours, rest = divmod(minutes, 60)
    in_minutes = ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}
    if not hours:
        return in_minutes
    in_hours = ngettext("about %(n)d hour", "about %(n)d hours", hours) % {"n": hours}
    if not rest:
        return in_hours
    more = ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    return _("%(hours)s %(minutes)s") % {"hours": in_hours, "minutes": more}


def _minutes(
    lessons: Collection[LessonPage], held: Mapping[int, set[Thing]], known: Mapping[Thing, int]
) -> Minutes:
    things = set().union(*(held[lesson.pk] for lesson in lessons))
    return Minutes(
        reading=sum(lesson.minutes for lesson in lessons),
        doing=sum(known.get(thing, 0) for thing in things),
    )


def _held(lesson: LessonPage) -> set[Thing]:
    """What the lesson holds of what takes time: type of block, and its value."""
    return {
        (child["type"], child["value"])
        for child in lesson.body.raw_data
        if child["type"] in _minutes_of
    }

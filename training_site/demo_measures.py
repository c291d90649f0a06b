"""Measures of a demonstration, with a gain that is stated, so that pages have figures to recover.

What was put in, and what came out, is told in docs/courses.md.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from courses.public import (
    Completion,
    CoursePage,
    Enrolment,
    Measure,
    Taking,
    forms_of,
    measure_for_all,
)
from people.public import User
from scoring.public import Rater
from training_site.simulation.cast import Part, generator

FORCES = ("X01", "X11", "X21")
EACH = 20  # of a force: ten of each intake, and the intakes one after the other
CAME_BACK = 12  # of each force, after a month
SEED = 20268
Point = Measure.Point


@dataclass(frozen=True)
class State:
    """How people answer at one point: stated, and the same for all but their own leaning."""

    days_ago: int
    shift: float  # levels above the panel; below 0 under it
    spread: float  # levels by which an answer scatters
    boldness: float  # steps added to the stated confidence
    minutes: float
    right: float  # the chance of a right drill


BEFORE = State(days_ago=66, shift=-0.35, spread=1.0, boldness=0.3, minutes=27, right=0.45)
AFTER = State(days_ago=44, shift=-0.05, spread=0.55, boldness=0.2, minutes=22, right=0.70)
MONTH_1 = State(days_ago=6, shift=-0.1, spread=0.65, boldness=0.2, minutes=22, right=0.70)


@dataclass(frozen=True)
class MeasuredPeople:
    """Who of the crowd is measured, in the order in which they finish; nobody without forms."""

    course: CoursePage | None
    people: tuple[tuple[Part, User, int], ...]

    @classmethod
    def of(cls, parts: Sequence[Part], people: Sequence[User]) -> "MeasuredPeople":
        course = CoursePage.objects.live().first()
        if course is None or not forms_of(course):
            return cls(None, ())
        return cls(course, tuple(_chosen(parts, people)))

    def take_before(self) -> None:
        """The baselines: before anybody has read a lesson, as the rules have it."""
        self._take(Point.BASELINE, BEFORE, self.people)

    def take_after(self) -> None:
        """The finals, once all have read the course; then all of it is moved back in time."""
        if self.course is None:
            return
        self._take(Point.FINAL, AFTER, self.people)
        self._move_back(_moment(AFTER.days_ago) - timedelta(hours=2))
        self._take(Point.MONTH_1, MONTH_1, list(_first_of_each(self.people)))

    def _move_back(self, finished: datetime) -> None:
        """They finished the course just before their final, and had begun it after the baseline."""
        people = [one for _part, one, _order in self.people]
        begun = finished - timedelta(days=14)
        Enrolment.objects.filter(course=self.course, person__in=people).update(
            enrolled_at=begun, begun_at=begun, finished_at=finished
        )
        Completion.objects.filter(
            lesson__path__startswith=self.course.path if self.course else "", person__in=people
        ).update(completed_at=finished)

    def _take(self, point: str, state: State, people: Sequence[tuple[Part, User, int]]) -> None:
        if self.course is None:
            return
        measure_for_all(
            course=self.course,
            point=point,
            takings=[
                _taking(point, state, part, person, order, place)
                for place, (part, person, order) in enumerate(people)
            ],
        )


def _chosen(parts: Sequence[Part], people: Sequence[User]) -> Iterator[tuple[Part, User, int]]:
    """Of each force the first of either intake, who are every second person; the orders in turn."""
    by_force: defaultdict[str, list[tuple[Part, User, int]]] = defaultdict(list)
    for at, (part, person) in enumerate(zip(parts, people, strict=True)):
        by_force[part.organisation.code].append((part, person, at % 2))
    for code in FORCES:
        for intake in (0, 1):
            theirs = [row for row in by_force[code] if row[2] == intake][: EACH // 2]
            for order, (part, person, _intake) in enumerate(theirs):
                yield part, person, order % 2


def _first_of_each(
    people: Sequence[tuple[Part, User, int]],
) -> Iterator[tuple[Part, User, int]]:
    back: defaultdict[str, int] = defaultdict(int)
    for row in people:
        code = row[0].organisation.code
        back[code] += 1
        if back[code] <= CAME_BACK:
            yield row


def _taking(point: str, state: State, part: Part, person: User, order: int, place: int) -> Taking:
    drawn = generator(SEED, point, *part.seeds)
    return Taking(
        person=person,
        first_form=order,
        at=_moment(state.days_ago) + timedelta(minutes=10 * place),
        minutes=float(drawn.lognormal(0, 0.25)) * state.minutes,
        rater=rater_at(state, part.rater),
        right=state.right,
        generator=drawn,
    )


def rater_at(state: State, own: Rater) -> Rater:
    """The stated habits, and of the person's own how far they lean from the others."""
    return replace(
        own,
        shift=state.shift + own.shift / 2,
        spread=state.spread,
        boldness=state.boldness,
        not_enough=own.not_enough,
    )


def _moment(days_ago: int) -> datetime:
    return (timezone.localtime() - timedelta(days=days_ago)).replace(hour=9, minute=0, second=0)

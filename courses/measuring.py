"""The two forms of a course's measure, and the days on which each of its points can be taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from courses.certificate.dates import months_after
from courses.measure_blocks import FORMS
from courses.models import CoursePage, Measure
from people.public import User, is_never_counted, trainee_organisation

Point = Measure.Point
WITH_DRILLS = (Point.BASELINE, Point.FINAL)
MONTHS = {Point.MONTH_1: 1, Point.MONTH_3: 3, Point.MONTH_6: 6}


@dataclass(frozen=True)
class Form:
    """A case by its reference, and drills by their codes in their order."""

    case: str
    drills: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """The days on which a point can be taken, both of them included."""

    first: date
    last: date


def forms_of(course: CoursePage) -> tuple[Form, ...]:
    """The two forms of a course; none where it has no measure."""
    found = tuple(
        Form(str(block.value["case"]).upper(), tuple(str(code) for code in block.value["drills"]))
        for block in course.measuring_forms
    )
    return found if len(found) == FORMS else ()


def may_be_measured(person: User) -> bool:
    """Whether somebody is of those who take measures: trainees who are nothing else as well."""
    return not is_never_counted(person) and trainee_organisation(person) is not None


def window_of_final(finished_on: date) -> Window:
    """From the day the course was finished: what comes long after it measures forgetting."""
    days = int(settings.MEASURES["days_for_final"])
    return Window(finished_on, finished_on + timedelta(days=days))


def window_of_later(point: str, final_on: date) -> Window:
    """From so many months after the final on; of a short month its last day stands in."""
    months, wide = MONTHS[Point(point)], int(settings.MEASURES["months_for_later"])
    return Window(
        months_after(final_on, months), months_after(final_on, months + wide) - timedelta(days=1)
    )


def form_of(point: str, first_form: int, taken: Collection[tuple[str, int]]) -> int:
    """Which form comes at a point after the baseline: of the two the one that was had longer ago.

    ``taken`` are the points that were taken with their forms, in their order.

    >>> form_of("final", 0, [("baseline", 0)])
    1
    >>> form_of("month_3", 0, [("baseline", 0), ("final", 1), ("month_1", 0)])
    1

    Where one of the later ones was missed, the order goes on without it.

    >>> form_of("month_3", 0, [("baseline", 0), ("final", 1)])
    0
    """
    if point == Point.FINAL or not taken:
        return 1 - first_form
    *_before, (_point, last) = taken
    return 1 - last

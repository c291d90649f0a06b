"""What each finished measure says of its person, in a few figures, for many at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from courses.drill_content import Outcome
from courses.models import Measure, MeasureDrill
from people.public import Organisation, User
from scenarios.public import Release
from scoring.public import CaseFigures, case_figures


class Figure(StrEnum):
    """What is measured in a person. All but ``DRILLS`` are of the case."""

    EXACT = "exact"
    DRILLS = "drills"
    MISSED = "missed"
    MINUTES = "minutes"
    OVER_CONFIDENCE = "over_confidence"
    BRIER = "brier"


CourseKey = int | str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A finished measure. Shares are in percent and over-confidence in points.

    ``course`` is its id, or of a deleted one its title. ``case`` tells the two cases of the forms
    apart, whichever release was asked. A figure that cannot be said of the person is left out, and
    all of them where the case was withdrawn or no factor of it is scored.
    """

    person: int
    course: CourseKey
    course_title: str
    edition: int
    point: str
    form: int
    case: int
    finished_at: datetime
    organisation: int
    values: Mapping[Figure, float]


def counted_measures(
    organisations: QuerySet[Organisation], *, viewer: User
) -> QuerySet[Measure, Measure]:
    """The finished measures of everybody who has finished one in these organisations.

    What they finished elsewhere is with it, so that somebody who moved is a pair and counted once.
    The viewer's own are left out, and those that are in nobody's figures.
    """
    counted = Measure.objects.filter(finished_at__isnull=False, counted_in__isnull=False)
    here = counted.filter(counted_in__in=organisations.values("pk")).values("person")
    return counted.filter(person__in=here).exclude(person=viewer)


def sittings_of(measures: QuerySet[Measure, Measure]) -> list[Sitting]:
    """The values of these measures in the order in which they were finished: four queries."""
    cases = case_figures(measures.order_by().values("assessment"))
    drills = _share_right(measures)
    rows = measures.order_by("finished_at", "pk").values_list(
        "pk", "assessment", "release__state", "person_id", "course_id", "course_title", "edition",
        "point", "form", "release__case_version__scenario", "finished_at", "counted_in_id",
    )  # fmt: skip
    return [
        Sitting(person, course or title, title, *rest, dict(_values(case, drills.get(pk))))
        for pk, assessment, state, person, course, title, *rest in rows
        for case in [None if state == Release.State.WITHDRAWN else cases.get(assessment)]
    ]


def _share_right(measures: QuerySet[Measure, Measure]) -> dict[int, float]:
    rows = (
        MeasureDrill.objects.filter(
            measure__in=measures.order_by().values("pk"), answered_at__isnull=False
        )
        .order_by()
        .values_list("measure")
        .annotate(n=Count("pk"), right=Count("pk", filter=Q(outcome=Outcome.RIGHT)))
    )
    return {measure: 100 * right / n for measure, n, right in rows}


def _values(case: CaseFigures | None, drills: float | None) -> Iterator[tuple[Figure, float]]:
    if case is None:
        return
    yield Figure.EXACT, 100 * case.share_exact
    yield Figure.MISSED, case.missed_per_ten
    if drills is not None:
        yield Figure.DRILLS, drills
    if case.seconds is not None:
        yield Figure.MINUTES, case.seconds / 60
    if case.over_confidence is not None and case.brier is not None:
        yield Figure.OVER_CONFIDENCE, 100 * case.over_confidence
        yield Figure.BRIER, case.brier

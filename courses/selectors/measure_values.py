"""What each finished measure says of its person, in a few figures, for many at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet

from courses.drill_content import Outcome
from courses.models import Measure, MeasureDrill
from people.public import User
from scenarios.public import Release, withdrawn_at
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
FEW = 2000


@dataclass(frozen=True, slots=True)
class Sitting:
    """A finished measure. Shares are in percent and over-confidence in points.

    ``course`` is its id, also of a deleted one; its title where no id was kept. ``case`` tells the
    two cases of the forms apart, whichever release was asked. A figure that cannot be said of the
    person is left out, and all of them where no factor of the case is scored. ``withdrawn_at`` is
    when its case was withdrawn: from then on it counts for nothing.
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
    withdrawn_at: datetime | None


def counted_measures(organisations: Collection[int], *, viewer: User) -> QuerySet[Measure, Measure]:
    """The finished measures of everybody who has finished one in the organisations of these ids.

    What they finished elsewhere is with it, so that somebody who moved is a pair and counted once.
    The viewer's own are left out, and those that are in nobody's figures. Ids, and no query for
    them: a database that knows which force is asked about does not read through the nation.
    """
    counted = Measure.objects.filter(finished_at__isnull=False, counted_in__isnull=False)
    here = counted.filter(counted_in__in=organisations).values("person")
    return counted.filter(person__in=here).exclude(person=viewer)


def sittings_of(measures: QuerySet[Measure, Measure]) -> list[Sitting]:
    """The values of these measures in the order in which they were finished.

    Four queries, and one more where a case of them was withdrawn.
    """
    rows = list(
        measures.order_by("finished_at", "pk").values_list(
            "pk", "assessment", "release__uuid", "release__state", "course_id", "course_number",
            "course_title", "person_id", "edition", "point", "form",
            "release__case_version__scenario", "finished_at", "counted_in_id",
        )
    )  # fmt: skip
    cases = case_figures(_ids(measures, "assessment", [row[1] for row in rows]))
    drills = _share_right(_ids(measures, "pk", [row[0] for row in rows]))
    withdrawn = withdrawn_at({row[2] for row in rows if row[3] == Release.State.WITHDRAWN})
    return [
        Sitting(
            person,
            course or number or title,
            title,
            *rest,
            values=dict(_values(cases.get(assessment), drills.get(pk))),
            withdrawn_at=withdrawn.get(release),
        )
        for pk, assessment, release, _state, course, number, title, person, *rest in rows
    ]


def _ids(measures: QuerySet[Measure, Measure], name: str, ids: Sequence[Any]) -> Any:
    """So few ids are found by an index; of more it is quicker to give the query for them."""
    return ids if len(ids) <= FEW else measures.order_by().values(name)


def _share_right(measures: Any) -> dict[int, float]:
    rows = (
        MeasureDrill.objects.filter(measure__in=measures, answered_at__isnull=False)
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

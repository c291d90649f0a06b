"""The practice cases of a course come before its final: they are a part of what it measures."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from courses.due_words import PRESSING
from courses.measuring import Point, window_of_final
from courses.selectors.cases import PracticeCase, State
from courses.selectors.measures import PointLine
from courses.selectors.my_courses import MyCourse

ORDER: Mapping[State, int] = {State.OPEN: 0, State.NOT_BEGUN: 1}


def case_before_final(
    mine: MyCourse | None, line: PointLine, cases: Iterable[PracticeCase]
) -> PracticeCase | None:
    """The case to practise first where a final could be begun, one that is begun before others.

    None: there is none left, or the last days of the final have come. A practice case can wait
    then, and a final cannot.
    """
    at = mine.enrolment.finished_at if mine and mine.enrolment else None
    if mine is None or at is None or line.point != Point.FINAL or line.measure is not None:
        return None
    if window_of_final(timezone.localdate(at)).last <= mine.today + PRESSING:
        return None
    refs = mine.progress.outline.practice_refs
    waiting = (case for case in cases if case.ref in refs and case.state in ORDER)
    return min(waiting, key=lambda case: ORDER[case.state], default=None)

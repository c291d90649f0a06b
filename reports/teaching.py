"""What a lead can ask their people to do about a factor: lessons on it, and a case to practise."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.public import LessonPage, PracticeCase, lessons_on, practice_cases_scoring
from reports.progress import PersonProgress


@dataclass(frozen=True, slots=True)
class Teaching:
    """The lessons on a factor, and a practice case with how many of the people have done it."""

    lessons: tuple[LessonPage, ...]
    case: PracticeCase | None
    have_done: int
    people: int


def teaching_on(factor_code: str, people: Sequence[PersonProgress]) -> Teaching:
    """All lessons on the factor, and the first practice case that most have not done yet.

    It is one in which the panel's answer on the factor is scored: else there is nothing to learn
    it by. A case that anybody here sits as a check is not offered: practice would show its levels.
    """
    checks = {check.ref for person in people for check in person.checks}
    lessons = tuple(lessons_on(factor_code))
    for case in practice_cases_scoring(factor_code):
        have_done = sum(case.ref in person.practice_done for person in people)
        if case.ref not in checks and 2 * have_done <= len(people):
            return Teaching(lessons, case, have_done, len(people))
    return Teaching(lessons, None, 0, len(people))

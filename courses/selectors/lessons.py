"""A lesson with all that it shows, its place among the others, and where it leads."""

from typing import Any

from wagtail.models import Page

from courses.factors import rated_factors
from courses.models import Completion, LessonPage
from courses.selectors.cases import Reader, practice_cases
from courses.selectors.drills_in_lessons import lesson_drills
from courses.selectors.exercises import exercise_standings
from courses.selectors.knowledge import standings
from scoring.public import Factor


def lesson_context(lesson: LessonPage, reader: Reader) -> dict[str, Any]:
    """What the lesson's template needs, however many cards and cases the lesson holds."""
    previous, following = neighbours(lesson)
    return {
        "factors": _factors(lesson.factor_codes),
        "practice_cases": _practice_cases(lesson, reader),
        "drills": lesson_drills(lesson, reader),
        "knowledge_checks": standings(reader, lesson.embedded("knowledge_check")),
        "evidence_exercises": exercise_standings(reader, lesson.embedded("evidence_exercise")),
        "read": _read(lesson, reader),
        "previous_lesson": previous,
        "next_lesson": following,
    }


def neighbours(lesson: LessonPage) -> tuple[Page | None, Page | None]:
    """The lessons before and after this one in its course, across modules: one query."""
    step = lesson.steplen
    below = Page.objects.live().filter(
        path__startswith=lesson.path[: -2 * step], depth__in=(lesson.depth - 1, lesson.depth)
    )
    pages = list(below.order_by("path"))
    modules = {page.path for page in pages if page.depth < lesson.depth}
    lessons = [page for page in pages if page.path[:-step] in modules]
    places = {row.pk: place for place, row in enumerate(lessons)}
    here = places.get(lesson.pk)
    if here is None:
        return None, None
    before = lessons[here - 1] if here else None
    after = lessons[here + 1] if here + 1 < len(lessons) else None
    return before, after


def _factors(codes: set[str]) -> dict[str, Factor]:
    if not codes:
        return {}
    return {factor.code: factor for factor in rated_factors() if factor.code in codes}


def _practice_cases(lesson: LessonPage, reader: Reader) -> dict[str, Any]:
    if not lesson.practice_refs:
        return {}
    return {case.ref: case for case in practice_cases(reader, lesson.practice_refs)}


def _read(lesson: LessonPage, reader: Reader) -> Completion | None:
    if lesson.pk is None or not reader.is_authenticated:
        return None
    return Completion.objects.filter(person=reader, lesson=lesson).first()

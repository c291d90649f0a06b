"""A lesson with all that it shows, its place among the others, and where it leads."""

from operator import attrgetter
from typing import Any

from wagtail.models import Page

from courses.factors import factors_with_levels
from courses.models import LessonPage
from courses.selectors.cases import Reader, practice_cases
from courses.selectors.drills_in_lessons import lesson_drills, names_in_drills
from courses.selectors.exercises import exercise_standings
from courses.selectors.knowledge import standings
from courses.selectors.opinions import opinions_asked
from courses.selectors.pictures import lesson_pictures
from courses.selectors.places import Place, place_of
from courses.selectors.reflections import reflections_of
from courses.selectors.tries_in_lessons import tries_in_lesson


def lesson_context(lesson: LessonPage, reader: Reader) -> dict[str, Any]:
    """What the lesson's template needs, however many cards and cases the lesson holds."""
    previous, following = neighbours(lesson)
    place = place_of(reader, lesson, previous) if reader.is_authenticated else Place()
    drills, drilled = names_in_drills(lesson)
    factors = factors_with_levels() if lesson.factor_codes or drills or drilled else []
    checks = lesson.embedded("knowledge_check")
    exercises = lesson.embedded("evidence_exercise")
    tries = tries_in_lesson(
        reader,
        checks=[each.pk for each in checks],
        exercises=[each.pk for each in exercises],
        drills=drills,
        factors=drilled,
    )
    return {
        "factors": {each.code: each for each in factors if each.code in lesson.factor_codes},
        "practice_cases": _practice_cases(lesson, reader),
        "drills": lesson_drills(lesson, factors, tries),
        "knowledge_checks": standings(checks, tries.knowledge),
        "evidence_exercises": exercise_standings(exercises, tries.exercises),
        "place": place,
        "pictures": lesson_pictures(lesson),
        "reflections": reflections_of(lesson, reader),
        "previous_lesson": previous,
        "next_lesson": following,
        **opinions_asked(lesson, previous, place),
    }


def neighbours(lesson: LessonPage) -> tuple[Page | None, Page | None]:
    """The lessons before and after this one in its course, across modules.

    No query: the lesson has read what is around it for its trail.
    """
    pages = sorted((page for page in lesson.around if page.live), key=attrgetter("path"))
    modules = {page.path for page in pages if page.depth == lesson.depth - 1}
    lessons = [page for page in pages if page.path[: -lesson.steplen] in modules]
    places = {row.pk: place for place, row in enumerate(lessons)}
    here = places.get(lesson.pk)
    if here is None:
        return None, None
    before = lessons[here - 1] if here else None
    after = lessons[here + 1] if here + 1 < len(lessons) else None
    return before, after


def _practice_cases(lesson: LessonPage, reader: Reader) -> dict[str, Any]:
    if not lesson.practice_refs:
        return {}
    return {case.ref: case for case in practice_cases(reader, lesson.practice_refs)}

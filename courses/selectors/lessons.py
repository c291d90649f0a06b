"""A lesson with all that it shows, its place among the others, and where it leads."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from courses.models import EvidenceExercise, KnowledgeCheck, LessonPage
from courses.selectors.at_once import asked_at_once
from courses.selectors.cases import Reader, State, practice_cases
from courses.selectors.drills_in_lessons import (
    lesson_drills,
    names_in_drills,
    offered_in,
    offered_rows,
)
from courses.selectors.exercises import exercise_standings
from courses.selectors.knowledge import CheckState, standings
from courses.selectors.opinions import opinions_asked
from courses.selectors.pictures import lesson_pictures
from courses.selectors.places import place_in, place_rows
from courses.selectors.reflections import note_rows, notes_in, reflections_with
from courses.selectors.tries_in_lessons import tries_in, try_rows

NOTHING_TO_DO = (State.DONE, CheckState.PASSED, CheckState.USED_UP)


def lesson_context(lesson: LessonPage, reader: Reader) -> dict[str, Any]:
    """What the lesson's template needs, however many cards and cases the lesson holds."""
    previous, following = neighbours(lesson)
    checks = lesson.embedded("knowledge_check")
    exercises = lesson.embedded("evidence_exercise")
    rows = asked_at_once(
        [*offered_rows(lesson), *_own_rows(lesson, reader, previous, checks, exercises)]
    )
    place = place_in(rows, lesson, previous)
    offered, tries = offered_in(rows, lesson), tries_in(rows)
    cases = _practice_cases(lesson, reader)
    knowledge = standings(reader, checks, tries.knowledge, tries.more)
    marking = exercise_standings(exercises, tries.exercises)
    return {
        "factors": {
            each.code: each for each in offered.factors if each.code in lesson.factor_codes
        },
        "practice_cases": cases,
        "drills": lesson_drills(lesson, offered, tries),
        "knowledge_checks": knowledge,
        "evidence_exercises": marking,
        "first_to_do": _first_to_do(
            lesson,
            {"practice_case": cases, "knowledge_check": knowledge, "evidence_exercise": marking},
        ),
        "place": place,
        "pictures": lesson_pictures(lesson),
        "reflections": reflections_with(lesson, notes_in(rows)),
        "previous_lesson": previous,
        "next_lesson": following,
        **opinions_asked(lesson, previous, place),
    }


def _own_rows(
    lesson: LessonPage,
    reader: Reader,
    previous: Page | None,
    checks: list[KnowledgeCheck],
    exercises: list[EvidenceExercise],
) -> list[QuerySet[Any]]:
    """What is kept of the reader and the lesson; nothing of whoever is signed out."""
    if not reader.is_authenticated:
        return []
    drills, factors = names_in_drills(lesson)
    return [
        *place_rows(reader, lesson, previous),
        *try_rows(
            reader,
            checks=[each.pk for each in checks],
            exercises=[each.pk for each in exercises],
            drills=drills,
            factors=factors,
        ),
        *note_rows(lesson, reader),
    ]


def _first_to_do(lesson: LessonPage, shown: Mapping[str, Mapping[Any, Any]]) -> Any:
    """The first case, check or exercise of the lesson that can be done: its one clear action."""
    for row in lesson.body.raw_data:
        standing = shown[row["type"]].get(row["value"]) if row["type"] in shown else None
        if standing and standing.state not in NOTHING_TO_DO:
            return standing
    return None


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

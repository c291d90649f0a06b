"""The drills that a lesson offers, with what the reader has done of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from courses.drill_choices import ANY, WRITTEN, split_choice
from courses.factors import factors_of_framework
from courses.models import Drill, LessonPage
from courses.selectors.at_once import Row, rows_of
from courses.selectors.drill_sources import MINUTES
from courses.selectors.tries_in_lessons import TriesInLesson
from scenarios.public import factors_in_library, newest_library_hash
from scoring.public import Factor, newest_framework_row

FRAMEWORK = "framework"


@dataclass(frozen=True)
class LessonDrill:
    """A drill as a lesson offers it: a written one, or the next of its factor."""

    factor: str
    factor_name: str
    title: str = ""
    code: str = ""
    minutes: int = MINUTES
    done_at: datetime | None = None


@dataclass(frozen=True)
class Offered:
    """What there is for the cards and drills of a lesson, whoever reads it."""

    factors: tuple[Factor, ...] = ()
    """Those of the current framework."""
    drills: Mapping[str, LessonDrill] = field(default_factory=dict)
    """The written ones, by their code."""
    there: frozenset[str] = frozenset()
    """The factors on which anything can be asked."""


def drill_choices_of(lesson: LessonPage) -> set[str]:
    """What the drill blocks of a lesson name, without building the whole body."""
    return {child["value"] for child in lesson.body.raw_data if child["type"] == "factor_drill"}


def lessons_with_drill(code: str) -> list[LessonPage]:
    """The lessons, published or not, that hold a written drill; read through once, on a save."""
    choice = f"{WRITTEN}:{code}"
    lessons = LessonPage.objects.order_by("path")
    return [lesson for lesson in lessons if choice in drill_choices_of(lesson)]


def names_in_drills(lesson: LessonPage) -> tuple[set[str], set[str]]:
    """The codes of written drills that the blocks of a lesson name, and the factors."""
    parts = [split_choice(choice) for choice in drill_choices_of(lesson)]
    return (
        {name for kind, name in parts if kind == WRITTEN},
        {name for kind, name in parts if kind == ANY},
    )


def offered_rows(lesson: LessonPage) -> list[QuerySet[Any]]:
    """What ``offered_in`` reads; nothing where a lesson has neither cards nor drills."""
    codes, asked = names_in_drills(lesson)
    if not (codes or asked or lesson.factor_codes):
        return []
    framework = newest_framework_row()
    if asked:
        framework = framework.annotate(library=Subquery(newest_library_hash()))
    rows = [rows_of(FRAMEWORK, framework, "pk", known_by="library" if asked else "")]
    if codes or asked:
        drills = Drill.objects.to_practise().filter(Q(code__in=codes) | Q(factor__in=asked))
        rows.append(
            rows_of(WRITTEN, drills, "code", number="minutes", words="title", known_by="factor")
        )
    return rows


def offered_in(rows: Collection[Row], lesson: LessonPage) -> Offered:
    """What is there for cards and drills, of what was asked for it."""
    framework = next((row for row in rows if row.kind == FRAMEWORK), None)
    if framework is None:
        return Offered()
    factors = factors_of_framework(framework.place)
    names = {factor.code: factor.name for factor in factors}
    written = {
        row.what: LessonDrill(
            row.known_by,
            names[row.known_by],
            title=row.words or "",
            code=row.what,
            minutes=row.number or MINUTES,
        )
        for row in rows
        if row.kind == WRITTEN and row.known_by in names
    }
    there = {drill.factor for drill in written.values()}
    _codes, asked = names_in_drills(lesson)
    if framework.known_by and asked - there:
        there |= factors_in_library(framework.known_by)
    return Offered(tuple(factors), written, frozenset(there))


def lesson_drills(
    lesson: LessonPage, offered: Offered, done: TriesInLesson
) -> dict[str, LessonDrill]:
    """The drills of a lesson by what its blocks name.

    One that is not there any more, or is kept for measuring, is left out.
    """
    names = {factor.code: factor.name for factor in offered.factors}
    found = {}
    for choice in drill_choices_of(lesson):
        kind, name = split_choice(choice)
        if kind == ANY and name in names and name in offered.there:
            found[choice] = LessonDrill(name, names[name], done_at=done.factors.get(name))
        elif kind == WRITTEN and name in offered.drills:
            found[choice] = replace(offered.drills[name], done_at=done.drills.get(name))
    return found

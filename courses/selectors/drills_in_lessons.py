"""The drills that a lesson offers, with what the reader has done of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from courses.drill_choices import ANY, WRITTEN, split_choice
from courses.models import Drill, LessonPage
from courses.selectors.drill_sources import MINUTES
from courses.selectors.tries_in_lessons import TriesInLesson
from scenarios.public import factors_with_evidence
from scoring.public import Factor


@dataclass(frozen=True)
class LessonDrill:
    """A drill as a lesson offers it: a written one, or the next of its factor."""

    factor: str
    factor_name: str
    title: str = ""
    code: str = ""
    minutes: int = MINUTES
    done_at: datetime | None = None


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


def lesson_drills(
    lesson: LessonPage, factors: Collection[Factor], done: TriesInLesson
) -> dict[str, LessonDrill]:
    """The drills of a lesson by what its blocks name; none, without a query, where it has none.

    ``factors`` are those of the current framework. One query, however many there are, and another
    where nothing is written on a factor. One that is not there any more, or is kept for
    measuring, is left out.
    """
    wanted = drill_choices_of(lesson)
    if not wanted:
        return {}
    codes, asked = names_in_drills(lesson)
    drills = {
        each.code: each
        for each in Drill.objects.to_practise()
        .filter(Q(code__in=codes) | Q(factor__in=asked))
        .only("code", "factor", "title", "minutes")
    }
    there = {each.factor for each in drills.values()}
    if asked - there:
        there |= factors_with_evidence()
    names = {factor.code: factor.name for factor in factors}
    found = {}
    for choice in wanted:
        kind, name = split_choice(choice)
        if kind == ANY and name in names and name in there:
            found[choice] = LessonDrill(name, names[name], done_at=done.factors.get(name))
        elif kind == WRITTEN and (drill := drills.get(name)) and drill.factor in names:
            found[choice] = LessonDrill(
                drill.factor,
                names[drill.factor],
                title=drill.title,
                code=drill.code,
                minutes=drill.minutes,
                done_at=done.drills.get(name),
            )
    return found

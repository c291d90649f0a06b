"""The drills that a lesson offers, with what the reader has done of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from courses.drill_choices import ANY, WRITTEN, split_choice
from courses.factors import factors_with_levels
from courses.models import Drill, DrillAnswer, LessonPage
from courses.selectors.drill_sources import MINUTES, factors_to_drill
from people.public import User


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


def lesson_drills(lesson: LessonPage, reader: User | AnonymousUser) -> dict[str, LessonDrill]:
    """The drills of a lesson by what its blocks name; none, without a query, where it has none.

    Five queries at most, however many there are. One that is not there any more, or is
    kept for measuring, is left out.
    """
    wanted = drill_choices_of(lesson)
    if not wanted:
        return {}
    parts = {choice: split_choice(choice) for choice in wanted}
    codes = {name for kind, name in parts.values() if kind == WRITTEN}
    drills = {each.code: each for each in Drill.objects.to_practise().filter(code__in=codes)}
    asked = {name for kind, name in parts.values() if kind == ANY}
    there = factors_to_drill() if asked else factors_with_levels()
    names = {factor.code: factor.name for factor in there}
    done = _done(reader, codes, asked)
    found = {}
    for choice, (kind, name) in parts.items():
        if kind == ANY and name in names:
            found[choice] = LessonDrill(name, names[name], done_at=done.get(choice))
        elif kind == WRITTEN and (drill := drills.get(name)) and drill.factor in names:
            found[choice] = LessonDrill(
                drill.factor,
                names[drill.factor],
                title=drill.title,
                code=drill.code,
                minutes=drill.minutes,
                done_at=done.get(choice),
            )
    return found


def _done(
    reader: User | AnonymousUser, codes: Collection[str], factors: Collection[str]
) -> dict[str, datetime]:
    """When the reader last answered each of them, by what the blocks name."""
    if not reader.is_authenticated:
        return {}
    rows = DrillAnswer.objects.filter(person=reader, answered_at__isnull=False)
    found: dict[str, datetime] = {}
    for code, factor, at in rows.order_by("pk").values_list(
        "version__drill__code", "version__factor", "answered_at"
    ):
        if code in codes:
            found[f"{WRITTEN}:{code}"] = at
        if factor in factors:
            found[f"{ANY}:{factor}"] = at
    return found

"""One drill as its page shows it: the evidence, and once it is answered what there is to learn."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from courses.drill_content import DrillContent, Outcome, Statement
from courses.drill_words import (
    MARKS,
    STYLES,
    answer_label,
    comes_back_words,
    direction_words,
    meant_label,
    stance_words,
    verdict_words,
    why_words,
)
from courses.factors import factors_with_levels
from courses.models import Drill, DrillAnswer, LessonPage
from courses.selectors.drill_cases import case_of
from courses.selectors.drill_history import history_of
from courses.selectors.drill_sources import written_content
from courses.selectors.drills_today import drills_due
from courses.spacing import Place
from people.public import User
from scenarios.public import Confidence


@dataclass(frozen=True)
class ShownStatement:
    """A statement with the words of which way it points, for after the answer."""

    statement: Statement
    points: str


@dataclass(frozen=True)
class Feedback:
    """What is said of an answer."""

    outcome: Outcome
    verdict: str
    direction: str
    mine: str
    meant: str
    words: str
    confidence: str
    comes_back: str = ""
    due_left: int = 0
    lesson: LessonPage | None = None

    @property
    def mark(self) -> str:
        return MARKS[self.outcome]

    @property
    def style(self) -> str:
        return STYLES[self.outcome]


def own_drill_or_404(person: User, uuid: UUID) -> DrillAnswer:
    """A drill that was put before this person; somebody else's is one that does not exist."""
    found = (
        DrillAnswer.objects.filter(person=person, uuid=uuid)
        .select_related("version__drill")
        .first()
    )
    if found is None:
        raise Http404
    return found


def drill_page(person: User, row: DrillAnswer) -> dict[str, Any]:
    """What the page of a drill needs, in a number of queries that does not grow."""
    content = DrillContent.from_content(row.version.content)
    behind = case_of(person, row.version)
    return {
        "row": row,
        "content": content,
        "kind": row.version.kind,
        "case": behind.page,
        "may_be_shown": behind.may_be_shown,
        "statements": shown_statements(content),
        "why": why_words(row.why, content.factor_name),
        "feedback": _feedback(person, row, content) if row.is_answered else None,
    }


def shown_statements(content: DrillContent) -> list[ShownStatement]:
    """The statements, each with which way it points."""
    return [
        ShownStatement(
            each, stance_words(each.stance, each.weight, is_protective=content.is_protective)
        )
        for each in content.statements
    ]


def _feedback(person: User, row: DrillAnswer, content: DrillContent) -> Feedback:
    answer, today, history = row.answer, timezone.localdate(), history_of(person)
    place = history.places.get(content.factor)
    return Feedback(
        outcome=Outcome(row.outcome),
        verdict=verdict_words(content, answer),
        direction=direction_words(content, answer),
        mine=answer_label(content, answer),
        meant=meant_label(content),
        words=content.words_for(answer),
        confidence=str(Confidence(row.confidence).label) if row.confidence else "",
        comes_back=_comes_back(content, place, today),
        due_left=drills_due(person, history).n,
        lesson=LessonPage.objects.live().filter(factor=content.factor).order_by("path").first(),
    )


def _comes_back(content: DrillContent, place: Place | None, today: date) -> str:
    return comes_back_words(content.factor_name, place, place.days_left(today)) if place else ""


def preview_context(drill: Drill) -> dict[str, Any]:
    """A draft as it would be shown, with its feedback under it, as far as it is written."""
    factor = next((each for each in factors_with_levels() if each.code == drill.factor), None)
    if factor is None:
        return {"content": None}
    content = written_content(drill, factor)
    said = [
        (answer_label(content, answer), content.words_for(answer), answer in content.right)
        for answer in (content.answers if drill.level else ())  # by the level meant
    ]
    return {"content": content, "statements": shown_statements(content), "said": said}

"""A knowledge check and an exercise as the editor's preview shows them: with what is right."""

from typing import Any

from courses.exercise_wording import exercise_content, marked
from courses.factors import factor_choices
from courses.models import EvidenceExercise, KnowledgeCheck
from courses.wording import Kind


def preview_of_check(check: KnowledgeCheck) -> dict[str, Any]:
    """Every question that could be drawn, with the right answer and the feedback."""
    names = dict(factor_choices())
    return {
        "check": check,
        "questions": [
            {
                "wording": question.wording(names),
                "kind": Kind(question.kind).label,
                "pool": question.pool,
            }
            for question in check.written
        ],
    }


def preview_of_exercise(exercise: EvidenceExercise) -> dict[str, Any]:
    """The document with the numbers that trainees see, and what each passage is."""
    content = exercise_content(exercise, dict(factor_choices()))
    return {"exercise": exercise, "content": content, "passages": marked(content, {})}

"""Which factors somebody should study all the same: weak in their baseline, or in their checks."""

from collections.abc import Collection, Iterable

from django.db.models import F

from courses.drill_content import Outcome
from courses.models import KnowledgeAnswer, KnowledgeAttempt, LessonPage, Measure, MeasureDrill
from courses.wording import Kind
from scenarios.public import strong_and_weak
from scoring.public import stored_units


def weak_factors(
    baseline: Measure | None, tries: Collection[KnowledgeAttempt], lessons: Iterable[LessonPage]
) -> frozenset[str]:
    """The factors that were weak in either, by code: which of the two is told to nobody.

    ``tries`` are those in which the knowledge checks were passed, and ``lessons`` those that the
    checks stand in.
    """
    return frozenset(_weak_in(baseline) | _wrong_in(tries, lessons))


def _weak_in(baseline: Measure | None) -> set[str]:
    """Far from the panel in the anchor case, or a drill that was not right."""
    if baseline is None or baseline.assessment is None:
        return set()
    _strong, weak = strong_and_weak(stored_units([baseline.assessment]))
    drills = MeasureDrill.objects.filter(measure=baseline, answered_at__isnull=False)
    not_right = drills.exclude(outcome=Outcome.RIGHT).values_list("version__factor", flat=True)
    return {factor.code for factor in weak} | set(not_right)


def _wrong_in(tries: Collection[KnowledgeAttempt], lessons: Iterable[LessonPage]) -> set[str]:
    """The factors of the questions that were wrong in a try that passed all the same."""
    if not tries:
        return set()
    by_check = [(set(lesson.knowledge_check_ids), lesson.factor) for lesson in lessons]
    answers = (
        KnowledgeAnswer.objects.filter(attempt__in=tries, right=False)
        .select_related("version", "attempt")
        .annotate(lesson_factor=F("lesson__factor"))
    )
    found: set[str] = set()
    for answer in answers:
        wording = answer.version.wording
        if wording.kind == Kind.MATCHING:
            given = answer.given or []
            found |= {
                option.match
                for place, option in enumerate(wording.options)
                if not wording.option_is_right(place, given)
            }
        elif answer.lesson_id is not None:
            found.add(answer.lesson_factor)
        else:
            check = answer.attempt.check_of_id
            found |= {factor for checks, factor in by_check if check in checks}
    return found - {""}

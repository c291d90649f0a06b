"""What a reader has done of all that a lesson embeds: knowledge checks, exercises and drills."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from courses.models import DrillAnswer, ExerciseAttempt, KnowledgeAttempt, MoreTries
from courses.selectors.at_once import Row, rows_of
from people.public import User

KNOWLEDGE, EXERCISE, DRILL, FACTOR = "knowledge", "exercise", "drill", "factor"
MORE = "more"


@dataclass(frozen=True)
class TriesInLesson:
    """One person's tries and goes, the oldest first, and when they last did each drill."""

    knowledge: Mapping[int, list[KnowledgeAttempt]] = field(default_factory=dict)
    more: Mapping[int, list[MoreTries]] = field(default_factory=dict)
    """Requests for another try, allowed or not."""
    exercises: Mapping[int, list[ExerciseAttempt]] = field(default_factory=dict)
    drills: Mapping[str, datetime] = field(default_factory=dict)
    """By the code of a written drill."""
    factors: Mapping[str, datetime] = field(default_factory=dict)


def try_rows(
    reader: User,
    *,
    checks: Collection[int],
    exercises: Collection[int],
    drills: Collection[str],
    factors: Collection[str],
) -> list[QuerySet[Any]]:
    """What ``tries_in`` reads: nothing of what was answered, and nothing that is not embedded."""
    tries = KnowledgeAttempt.objects.filter(person=reader, check_of__in=checks)
    goes = ExerciseAttempt.objects.filter(person=reader, exercise__in=exercises)
    answers = DrillAnswer.objects.filter(person=reader, answered_at__isnull=False)
    asked = []
    if checks:
        more = MoreTries.objects.filter(person=reader, check_of__in=checks)
        asked.append(rows_of(KNOWLEDGE, tries, "check_of_id", at="submitted_at", number="passed"))
        asked.append(rows_of(MORE, more, "check_of_id", at="allowed_at"))
    if exercises:
        asked.append(rows_of(EXERCISE, goes, "exercise_id", at="submitted_at"))
    if drills:
        done = answers.filter(version__drill__code__in=drills)
        asked.append(rows_of(DRILL, done, "version__drill__code", at="answered_at"))
    if factors:
        done = answers.filter(version__factor__in=factors)
        asked.append(rows_of(FACTOR, done, "version__factor", at="answered_at"))
    return asked


def tries_in(rows: Iterable[Row]) -> TriesInLesson:
    """The person's tries, of what was asked for them."""
    knowledge: defaultdict[int, list[KnowledgeAttempt]] = defaultdict(list)
    more: defaultdict[int, list[MoreTries]] = defaultdict(list)
    gone: defaultdict[int, list[ExerciseAttempt]] = defaultdict(list)
    last: dict[str, dict[str, datetime]] = {DRILL: {}, FACTOR: {}}
    for row in rows:
        if row.kind == KNOWLEDGE:
            check = int(row.what)
            knowledge[check].append(
                KnowledgeAttempt(check_of_id=check, submitted_at=row.at, passed=bool(row.number))
            )
        elif row.kind == MORE:
            check = int(row.what)
            more[check].append(MoreTries(check_of_id=check, allowed_at=row.at))
        elif row.kind == EXERCISE:
            exercise = int(row.what)
            gone[exercise].append(ExerciseAttempt(exercise_id=exercise, submitted_at=row.at))
        elif row.kind in last and row.at:
            last[row.kind][row.what] = row.at
    return TriesInLesson(knowledge, more, gone, last[DRILL], last[FACTOR])

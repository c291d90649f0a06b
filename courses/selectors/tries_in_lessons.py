"""What a reader has done of all that a lesson embeds: knowledge checks, exercises and drills."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from courses.models import DrillAnswer, ExerciseAttempt, KnowledgeAttempt
from people.public import User

KNOWLEDGE, EXERCISE, DRILL, FACTOR = "knowledge", "exercise", "drill", "factor"


@dataclass(frozen=True)
class TriesInLesson:
    """One person's tries and goes, the oldest first, and when they last did each drill."""

    knowledge: Mapping[int, list[KnowledgeAttempt]] = field(default_factory=dict)
    exercises: Mapping[int, list[ExerciseAttempt]] = field(default_factory=dict)
    drills: Mapping[str, datetime] = field(default_factory=dict)
    """By the code of a written drill."""
    factors: Mapping[str, datetime] = field(default_factory=dict)


def tries_in_lesson(
    reader: User | AnonymousUser,
    *,
    checks: Collection[int],
    exercises: Collection[int],
    drills: Collection[str],
    factors: Collection[str],
) -> TriesInLesson:
    """All of it in one query; none for whoever is signed out, and none where nothing is embedded.

    The rows carry what a lesson shows, and nothing of what was answered.
    """
    if not reader.is_authenticated:
        return TriesInLesson()
    tries = KnowledgeAttempt.objects.filter(person=reader, check_of__in=checks)
    goes = ExerciseAttempt.objects.filter(person=reader, exercise__in=exercises)
    answers = DrillAnswer.objects.filter(person=reader, answered_at__isnull=False)
    asked = []
    if checks:
        asked.append(_rows(KNOWLEDGE, "check_of_id", tries, "submitted_at", "passed"))
    if exercises:
        asked.append(_rows(EXERCISE, "exercise_id", goes, "submitted_at"))
    if drills:
        of_drills = answers.filter(version__drill__code__in=drills)
        asked.append(_rows(DRILL, "version__drill__code", of_drills))
    if factors:
        asked.append(_rows(FACTOR, "version__factor", answers.filter(version__factor__in=factors)))
    if not asked:
        return TriesInLesson()
    knowledge: defaultdict[int, list[KnowledgeAttempt]] = defaultdict(list)
    gone: defaultdict[int, list[ExerciseAttempt]] = defaultdict(list)
    last: dict[str, dict[str, datetime]] = {DRILL: {}, FACTOR: {}}
    for kind, what, _place, at, passed in asked[0].union(*asked[1:], all=True).order_by("place"):
        if kind == KNOWLEDGE:
            check = int(what)
            knowledge[check].append(
                KnowledgeAttempt(check_of_id=check, submitted_at=at, passed=passed)
            )
        elif kind == EXERCISE:
            gone[int(what)].append(ExerciseAttempt(exercise_id=int(what), submitted_at=at))
        else:
            last[kind][what] = at
    return TriesInLesson(knowledge, gone, last[DRILL], last[FACTOR])


def _rows(
    kind: str, what: str, rows: QuerySet, at: str = "answered_at", passed: str = ""
) -> QuerySet:
    """The rows of one kind under the columns of all kinds, in the order they were begun."""
    return (
        rows.order_by()
        .annotate(
            of=Value(kind, output_field=CharField()),
            what=Cast(what, CharField()),
            place=F("pk"),
            at=F(at),
            is_passed=F(passed) if passed else Value(False, output_field=BooleanField()),
        )
        .values_list("of", "what", "place", "at", "is_passed")
    )

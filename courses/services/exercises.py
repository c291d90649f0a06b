"""A person marks the passages of an evidence exercise; drafts are kept until it is marked once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.exercise_blocks import Stance
from courses.exercise_wording import exercise_content
from courses.factors import factor_choices
from courses.models import EvidenceExercise, ExerciseAttempt, ExerciseVersion
from courses.services.events import note
from courses.services.knowledge import AlreadyHandedIn, CannotTry, NotAnswered
from courses.wording import hash_of
from people.public import User


def start_exercise(*, person: User, exercise: EvidenceExercise) -> ExerciseAttempt:
    """The person's open go at this exercise, begun now unless there is one already.

    CannotTry: it is not published.
    """
    open_one = ExerciseAttempt.objects.filter(
        person=person, exercise=exercise, submitted_at__isnull=True
    )
    if found := open_one.first():
        return found
    if not exercise.live:
        raise CannotTry(_("This exercise is not open at present."))
    try:
        with transaction.atomic():
            attempt = ExerciseAttempt.objects.create(
                person=person,
                exercise=exercise,
                exercise_title=exercise.title,
                version=_freeze(exercise),
            )
            note("exercise.started", person, exercise=str(exercise.uuid))
    except IntegrityError:  # a second click or tab was quicker: theirs is the one
        return open_one.get()
    return attempt


def _freeze(exercise: EvidenceExercise) -> ExerciseVersion:
    content = exercise_content(exercise, dict(factor_choices()))
    hashed = hash_of(content)
    # The database leaves alone what is there already.
    ExerciseVersion.objects.bulk_create(
        [ExerciseVersion(exercise=exercise, content_hash=hashed, content=content)],
        ignore_conflicts=True,
    )
    return ExerciseVersion.objects.get(exercise=exercise, content_hash=hashed)


@transaction.atomic
def save_marks(*, person: User, uuid: UUID, marks: Mapping[int, str]) -> ExerciseAttempt:
    """Keep marks in a person's own open go; passages that are not named keep theirs.

    ``ExerciseAttempt.DoesNotExist``: it is not theirs, or not there. AlreadyHandedIn.
    """
    attempt = _lock(person, uuid)
    if attempt.is_submitted:
        raise AlreadyHandedIn
    there = _numbers(attempt)
    kept = {
        str(number): mark
        for number, mark in marks.items()
        if number in there and mark in Stance.values
    }
    attempt.marks = {**attempt.marks, **kept}
    attempt.save(update_fields=["marks"])
    return attempt


@transaction.atomic
def hand_in_exercise(*, person: User, uuid: UUID) -> ExerciseAttempt:
    """Mark a person's own go, once: handing it in twice is the same as once.

    NotAnswered: some passages have no mark yet.
    """
    attempt = _lock(person, uuid)
    if attempt.is_submitted:
        return attempt
    if missing := [number for number in _numbers(attempt) if str(number) not in attempt.marks]:
        raise NotAnswered(missing)
    passages = attempt.version.content["passages"]
    attempt.right = sum(attempt.marks[str(row["number"])] == row["stance"] for row in passages)
    attempt.submitted_at = timezone.now()
    attempt.save(update_fields=["right", "submitted_at"])
    exercise = str(attempt.exercise.uuid) if attempt.exercise else None
    note("exercise.submitted", person, exercise=exercise)
    return attempt


def _numbers(attempt: ExerciseAttempt) -> Sequence[int]:
    return [row["number"] for row in attempt.version.content["passages"]]


def _lock(person: User, uuid: UUID) -> ExerciseAttempt:
    own = ExerciseAttempt.objects.select_for_update(of=("self",), no_key=True)
    attempt: ExerciseAttempt = own.select_related("version", "exercise").get(
        person=person, uuid=uuid
    )
    return attempt

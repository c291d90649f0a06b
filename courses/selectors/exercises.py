"""How far a person has come in evidence exercises. Their marks are theirs alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from courses.models import EvidenceExercise, ExerciseAttempt
from courses.selectors.cases import State
from people.public import User


@dataclass(frozen=True)
class ExerciseStanding:
    """An exercise with one person's goes, the oldest first."""

    exercise: EvidenceExercise
    submitted: tuple[ExerciseAttempt, ...] = ()
    open_one: ExerciseAttempt | None = None

    @property
    def state(self) -> State:
        if self.open_one:
            return State.OPEN
        return State.DONE if self.submitted else State.NOT_BEGUN

    @property
    def last(self) -> ExerciseAttempt | None:
        return self.submitted[-1] if self.submitted else None


def exercise_standings(
    exercises: Iterable[EvidenceExercise], goes: Mapping[int, list[ExerciseAttempt]]
) -> dict[int, ExerciseStanding]:
    """The published ones of these exercises with the goes at each, by id."""
    return {each.pk: _standing(each, goes.get(each.pk, [])) for each in exercises if each.live}


def standing_at(person: User, exercise: EvidenceExercise) -> ExerciseStanding:
    """One person's goes at one exercise: one query."""
    goes = ExerciseAttempt.objects.filter(person=person, exercise=exercise)
    return _standing(exercise, list(goes))


def _standing(exercise: EvidenceExercise, goes: list[ExerciseAttempt]) -> ExerciseStanding:
    return ExerciseStanding(
        exercise,
        submitted=tuple(row for row in goes if row.is_submitted),
        open_one=next((row for row in goes if not row.is_submitted), None),
    )


def own_go(person: User, uuid: UUID) -> ExerciseAttempt:
    """The person's go. ``DoesNotExist``: it is not theirs, or not there."""
    found: ExerciseAttempt = ExerciseAttempt.objects.select_related("exercise", "version").get(
        person=person, uuid=uuid
    )
    return found

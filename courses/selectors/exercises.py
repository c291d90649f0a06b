"""How far a person has come in evidence exercises. Their marks are theirs alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from courses.models import EvidenceExercise, ExerciseAttempt
from courses.selectors.cases import Reader, State
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
    reader: Reader, exercises: Iterable[EvidenceExercise]
) -> dict[int, ExerciseStanding]:
    """The published ones of these exercises with the reader's goes, by id: one query."""
    there = {each.pk: each for each in exercises if each.live}
    goes: defaultdict[int, list[ExerciseAttempt]] = defaultdict(list)
    if there and reader.is_authenticated:
        for row in ExerciseAttempt.objects.filter(person=reader, exercise__in=there):
            goes[row.exercise_id].append(row)
    return {
        pk: ExerciseStanding(
            exercise,
            submitted=tuple(row for row in goes[pk] if row.is_submitted),
            open_one=next((row for row in goes[pk] if not row.is_submitted), None),
        )
        for pk, exercise in there.items()
    }


def own_go(person: User, uuid: UUID) -> ExerciseAttempt:
    """The person's go. ``DoesNotExist``: it is not theirs, or not there."""
    found: ExerciseAttempt = ExerciseAttempt.objects.select_related("exercise", "version").get(
        person=person, uuid=uuid
    )
    return found

"""Drills that were answered in a demonstration, so that no page about them is empty."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from django.utils import timezone

from courses.public import Drill, answer_drill, answer_drill_for_all, begin_drill
from people.public import User

# The days before today on which the trainee who is shown practised, and what came of each drill.
PRACTISED = ((6, "right"), (6, "wrong"), (5, "right"), (4, "guess"), (2, "right"), (1, "right"))
PEOPLE = 40
SHARE_RIGHT, SHARE_TEMPTED = 0.55, 0.3
GUESS, FAIRLY_SURE = 25, 70
SEED = 20266


def practise_drills(person: User, crowd: Sequence[User]) -> None:
    """What one trainee has practised in the last days, and forty others on the same drills."""
    now = timezone.now()
    for days, how in PRACTISED:
        at = now - timedelta(days=days)
        row = begin_drill(person=person, at=at)
        if row is None:
            return
        right = row.version.right[0]
        wrong = next(each for each in ("1", "2") if each not in row.version.right)
        answer_drill(
            person=person,
            uuid=row.uuid,
            answer=wrong if how == "wrong" else right,
            confidence=GUESS if how == "guess" else FAIRLY_SURE,
            at=at + timedelta(minutes=2),
        )
    generator = np.random.default_rng(SEED)
    for drill in Drill.objects.to_practise().order_by("code")[:4]:
        answers = list(_answers(drill, crowd[:PEOPLE], generator))
        answer_drill_for_all(drill=drill, answers=answers, at=now - timedelta(days=3))


def _answers(
    drill: Drill, people: Sequence[User], generator: np.random.Generator
) -> Iterator[tuple[User, str, int]]:
    """About half are right, and most of the others take the tempting answer."""
    for person in people:
        drawn = generator.random()
        if drawn < SHARE_RIGHT:
            answer = drill.level
        elif drawn < SHARE_RIGHT + SHARE_TEMPTED:
            answer = drill.tempting
        else:
            answer = str(generator.choice(["1", "2"]))
        yield person, answer, FAIRLY_SURE

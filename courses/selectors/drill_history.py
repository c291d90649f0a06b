"""What one person has practised on drills, in the order in which it was put before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from courses.drill_content import Outcome
from courses.models import DrillAnswer
from courses.spacing import Place, Tried, new_on, places
from people.public import Prepared, Slot, User
from scenarios.public import Confidence


@dataclass(frozen=True)
class HistoryRow:
    """One drill that was put before the person, answered or not."""

    factor: str
    kind: str
    drill: int | None
    content_hash: str
    answered_at: datetime | None
    outcome: str
    confidence: int | None
    is_first: bool

    @property
    def tried(self) -> Tried:
        """The row as the spacing knows it; for rows that were answered."""
        assert self.answered_at is not None  # the caller has looked  # noqa: S101
        return Tried(
            factor=self.factor,
            day=timezone.localdate(self.answered_at),
            right=self.outcome == Outcome.RIGHT,
            guessed=self.confidence == Confidence.GUESS,
            was_seen=not self.is_first,
        )


@dataclass(frozen=True)
class History:
    """All of it, the oldest first."""

    rows: tuple[HistoryRow, ...]

    @cached_property
    def answered(self) -> tuple[HistoryRow, ...]:
        return tuple(row for row in self.rows if row.answered_at is not None)

    @cached_property
    def tried(self) -> tuple[Tried, ...]:
        return tuple(row.tried for row in self.answered)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each factor stands."""
        return places(self.tried)

    @property
    def shown(self) -> tuple[str, ...]:
        """What the pages were known by, in the order in which they were shown."""
        return tuple(row.content_hash for row in self.rows)

    @property
    def last_factor(self) -> str:
        return self.rows[-1].factor if self.rows else ""

    def new_on(self, today: date) -> int:
        """How many factors came in for the first time on a day."""
        return new_on(self.tried, today)


_answers = Prepared(
    lambda: DrillAnswer.objects.filter(person=Slot(DrillAnswer, "person"))
    .order_by("pk")
    .values_list(
        "version__factor", "version__kind", "version__drill", "version__content_hash",
        "answered_at", "outcome", "confidence", "is_first",
    )
)  # fmt: skip


def history_of(person: User) -> History:
    """The drills of one person: one query."""
    return History(tuple(HistoryRow(*row) for row in _answers.tuples(person=person.pk)))

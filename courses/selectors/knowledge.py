"""How far a person has come in knowledge checks. Answers are theirs alone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from courses.models import KnowledgeAttempt, KnowledgeCheck, MoreTries
from courses.selectors.cases import Reader
from people.public import User, is_never_counted, trainee_organisation


class CheckState(StrEnum):
    """How far a person has come in one knowledge check."""

    NOT_BEGUN = "not_begun"
    OPEN = "open"
    TRIED = "tried"
    USED_UP = "used_up"
    PASSED = "passed"


@dataclass(frozen=True)
class CheckStanding:
    """A knowledge check with one person's tries, the oldest first."""

    check: KnowledgeCheck
    submitted: tuple[KnowledgeAttempt, ...] = ()
    open_one: KnowledgeAttempt | None = None
    is_limited: bool = False
    more_allowed: int = 0
    has_asked: bool = False

    @property
    def tries(self) -> tuple[KnowledgeAttempt, ...]:
        return self.submitted + ((self.open_one,) if self.open_one else ())

    @property
    def passed_at(self) -> datetime | None:
        """When it was passed first: what was passed stays passed."""
        return next((row.submitted_at for row in self.submitted if row.passed), None)

    @property
    def state(self) -> CheckState:
        if self.passed_at:
            return CheckState.PASSED
        if self.open_one:
            return CheckState.OPEN
        if not self.may_begin:
            return CheckState.USED_UP
        return CheckState.TRIED if self.submitted else CheckState.NOT_BEGUN

    @property
    def tries_left(self) -> int | None:
        """How many more may be begun; None where there is no end.

        Only trainees have a number of tries, and only until they have passed.
        """
        if not self.is_limited or self.passed_at:
            return None
        return max(0, self.check.attempts_allowed + self.more_allowed - len(self.tries))

    @property
    def may_begin(self) -> bool:
        return self.tries_left is None or self.tries_left > 0

    @property
    def is_used_up(self) -> bool:
        return not self.may_begin and self.open_one is None


def standing_in(person: User, check: KnowledgeCheck) -> CheckStanding:
    """One person's tries of one check: two queries, and their roles."""
    rows = list(KnowledgeAttempt.objects.filter(person=person, check_of=check))
    asked = list(MoreTries.objects.filter(person=person, check_of=check))
    return _standing(check, rows, asked, is_limited=_has_a_number_of_tries(person))


def standings(
    reader: Reader,
    checks: Iterable[KnowledgeCheck],
    tries: Mapping[int, list[KnowledgeAttempt]],
    asked: Mapping[int, list[MoreTries]],
) -> dict[int, CheckStanding]:
    """The published ones of these checks with the tries of each, by id: no query but their roles.

    ``asked`` are the requests for another try.
    """
    is_limited = isinstance(reader, User) and _has_a_number_of_tries(reader)
    return {
        check.pk: _standing(
            check, tries.get(check.pk, []), asked.get(check.pk, []), is_limited=is_limited
        )
        for check in checks
        if check.live
    }


def knowledge_passed(person: Reader) -> dict[int, datetime]:
    """When the person first passed each knowledge check, by the check's id: one query.

    Whatever was edited or unpublished since. A deleted check has no id to be listed under.
    """
    if not person.is_authenticated:
        return {}
    rows = KnowledgeAttempt.objects.filter(person=person, passed=True, check_of__isnull=False)
    found: dict[int, datetime] = {}
    for check, at in rows.order_by("submitted_at").values_list("check_of_id", "submitted_at"):
        found.setdefault(check, at)
    return found


def _has_a_number_of_tries(person: User) -> bool:
    return trainee_organisation(person) is not None and not is_never_counted(person)


def _standing(
    check: KnowledgeCheck,
    tries: Collection[KnowledgeAttempt],
    asked: Collection[MoreTries],
    *,
    is_limited: bool,
) -> CheckStanding:
    return CheckStanding(
        check,
        submitted=tuple(row for row in tries if row.is_submitted),
        open_one=next((row for row in tries if not row.is_submitted), None),
        is_limited=is_limited,
        more_allowed=sum(row.allowed_at is not None for row in asked),
        has_asked=any(row.allowed_at is None for row in asked),
    )

"""How far a person has come in knowledge checks. Answers are theirs alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q

from courses.models import KnowledgeAttempt, KnowledgeCheck, MoreTries
from courses.selectors.cases import Reader
from people.public import User, is_never_counted, trainee_organisation


class CheckState(StrEnum):
    """How far a person has come in one knowledge check."""

    NOT_BEGUN = "not_begun"
    OPEN = "open"
    TRIED = "tried"
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
    return _standings(person, [check])[check.pk]


def standings(reader: Reader, checks: Collection[int]) -> dict[int, CheckStanding]:
    """The published checks among these ids, each with the reader's tries, by id: three queries."""
    found = KnowledgeCheck.objects.filter(pk__in=checks, live=True) if checks else []
    return _standings(reader, list(found))


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


def _standings(reader: Reader, checks: Iterable[KnowledgeCheck]) -> dict[int, CheckStanding]:
    there = {check.pk: check for check in checks}
    if not there or not reader.is_authenticated:
        return {pk: CheckStanding(check) for pk, check in there.items()}
    tries: defaultdict[int, list[KnowledgeAttempt]] = defaultdict(list)
    for row in KnowledgeAttempt.objects.filter(person=reader, check_of__in=there):
        tries[row.check_of_id].append(row)
    asked = {
        row["check_of"]: row
        for row in MoreTries.objects.filter(person=reader, check_of__in=there)
        .order_by()
        .values("check_of")
        .annotate(
            allowed=Count("pk", filter=Q(allowed_at__isnull=False)),
            waiting=Count("pk", filter=Q(allowed_at__isnull=True)),
        )
    }
    is_limited = trainee_organisation(reader) is not None and not is_never_counted(reader)
    return {
        pk: CheckStanding(
            check,
            submitted=tuple(row for row in tries[pk] if row.is_submitted),
            open_one=next((row for row in tries[pk] if not row.is_submitted), None),
            is_limited=is_limited,
            more_allowed=asked.get(pk, {}).get("allowed", 0),
            has_asked=bool(asked.get(pk, {}).get("waiting", 0)),
        )
        for pk, check in there.items()
    }

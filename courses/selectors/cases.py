"""Open practice cases, and how far one person has come in each."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import Prepared, User
from scenarios.public import AttemptRow, Release, Use, attempt_rows_of, case_url

Reader = User | AnonymousUser
Case = tuple[str, str]
"""A reference and a use."""


_open_for_practice = Prepared(
    lambda: Release.objects.filter(use=Use.PRACTICE, state=Release.State.OPEN).select_related(
        "case_version__scenario"
    )
)


def open_practice_releases() -> list[Release]:
    """The releases that anybody can practise on, each with its case: one query."""
    return _open_for_practice.rows()


class State(StrEnum):
    """How far a person has come in a case."""

    NOT_BEGUN = "not_begun"
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class Attempts:
    """One person's attempts at a case in one use: the open one, and those submitted, newest first.

    A case whose key or text has changed is the same case.
    """

    open_one: AttemptRow | None = None
    submitted: tuple[AttemptRow, ...] = ()

    @property
    def state(self) -> State:
        if self.open_one:
            return State.OPEN
        return State.DONE if self.submitted else State.NOT_BEGUN

    @property
    def submitted_at(self) -> datetime | None:
        return self.submitted[0].submitted_at if self.submitted else None

    @property
    def feedback_url(self) -> str:
        return feedback_url(self.submitted[0]) if self.submitted else ""


@dataclass(frozen=True)
class PracticeCase:
    """A practice case as a lesson or My learning shows it."""

    ref: str
    title: str
    summary: str
    content_label: str
    minutes: int
    documents: int
    attempts: Attempts

    @property
    def url(self) -> str:
        return case_url(self.ref)

    @property
    def state(self) -> State:
        return self.attempts.state

    @property
    def who_sees_it(self) -> str:
        return who_sees_practice()


def who_sees_practice() -> str:
    """What others can know of a person's practice, said wherever practice is offered."""
    return _(
        "Others can see that you did a practice case, never your marks. Trainees’ answers enter "
        "group figures only in groups of 10 or more."
    )


def feedback_url(attempt: AttemptRow) -> str:
    """Where the person reads how a submitted attempt compares with the panel."""
    return reverse("feedback", args=[attempt.assessment])


def attempts_by_case(reader: Reader) -> dict[Case, Attempts]:
    """All attempts of one person that were not stopped, by reference and use: one query."""
    if not reader.is_authenticated:
        return {}
    found: defaultdict[Case, list[AttemptRow]] = defaultdict(list)
    for attempt in attempt_rows_of(reader):
        found[attempt.ref, attempt.use].insert(0, attempt)
    return {
        case: Attempts(
            open_one=next((row for row in rows if not row.is_submitted), None),
            submitted=tuple(row for row in rows if row.is_submitted),
        )
        for case, rows in found.items()
    }


def practice_cases(reader: Reader, refs: Collection[str]) -> list[PracticeCase]:
    """The open practice cases of these references, with the reader's attempts: two queries."""
    return practice_cases_of(attempts_by_case(reader), refs)


def practice_cases_of(
    attempts: dict[Case, Attempts], refs: Collection[str] | None = None
) -> list[PracticeCase]:
    """Open practice cases, by default all of them, beside attempts that are at hand: one query."""
    return [
        _practice_case(
            release, attempts.get((release.case_version.scenario.ref, Use.PRACTICE), Attempts())
        )
        for release in _open_for_practice.rows()
        if refs is None or release.case_version.scenario.ref in refs
    ]


def _practice_case(release: Release, attempts: Attempts) -> PracticeCase:
    version = release.case_version
    return PracticeCase(
        ref=version.scenario.ref,
        title=version.title,
        summary=version.summary,
        content_label=version.content_label,
        minutes=version.minutes,
        documents=len(version.documents),
        attempts=attempts,
    )

"""Who has done what, by name: practice as done or not yet, checks with their figures."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.public import (
    AssignedRow,
    LessonsDone,
    assigned_rows,
    lessons_done_by,
)
from people.public import Cohort, Organisation, User, organisation_subtree, trainees_in
from scenarios.public import AttemptRow, Release, Use, attempt_rows, submitted_checks
from scoring.public import NamedResult, named_results


class CheckState(StrEnum):
    """Where a person is with a check. That one was begun is theirs to know, so it is no state."""

    ASSIGNED = "assigned"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class CheckProgress:
    """One person and one check that they were assigned or have submitted."""

    ref: str
    title: str
    is_specimen: bool
    due_on: date | None
    submitted_on: date | None
    result: NamedResult | None
    today: date

    @property
    def state(self) -> CheckState:
        if self.submitted_on:
            return CheckState.SUBMITTED
        is_late = self.due_on is not None and self.due_on < self.today
        return CheckState.OVERDUE if is_late else CheckState.ASSIGNED

    @property
    def is_assigned(self) -> bool:
        return self.due_on is not None

    @property
    def facts(self) -> Hashable:
        """What a report says of it: all but whose it is."""
        figures = self.result.figures if self.result else None
        return self.ref, self.is_specimen, self.due_on, self.submitted_on, self.today, figures


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """One current trainee. Of practice it is known that a case was done, and nothing else."""

    person: User
    cohorts: tuple[str, ...]
    lessons_done: LessonsDone
    practice_done: tuple[str, ...]
    practice_not_yet: tuple[str, ...]
    checks: tuple[CheckProgress, ...]

    @property
    def learning_facts(self) -> Hashable:
        """What a report says of their learning: all but whose it is."""
        done = self.practice_done, self.practice_not_yet
        return self.cohorts, self.lessons_done, *done

    @property
    def assigned(self) -> tuple[CheckProgress, ...]:
        return tuple(check for check in self.checks if check.is_assigned)

    @property
    def is_overdue(self) -> bool:
        return any(check.state == CheckState.OVERDUE for check in self.checks)

    @property
    def has_done_all_assigned(self) -> bool:
        assigned = self.assigned
        return bool(assigned) and all(c.state == CheckState.SUBMITTED for c in assigned)


def progress_of(organisation: Organisation, only: list[User] | None = None) -> list[PersonProgress]:
    """Every current trainee of the organisation and below it, in a fixed number of queries.

    ``only`` are some of them, where no more is wanted.
    """
    # Of thousands it is quicker to give the query for them than their ids.
    trainees = trainees_in(organisation) if only is None else only
    people = list(trainees)
    cohorts = Cohort.objects.filter(organisation__in=organisation_subtree(organisation))
    prefetch_related_objects(people, Prefetch("cohorts", cohorts, to_attr="own_cohorts"))
    assigned: defaultdict[int, list[AssignedRow]] = defaultdict(list)
    for row in assigned_rows(trainees):
        assigned[row.person_id].append(row)
    submitted: defaultdict[int, list[AttemptRow]] = defaultdict(list)
    for attempt in attempt_rows(trainees):
        if attempt.is_submitted:  # that something was begun goes no further than here
            submitted[attempt.person_id].append(attempt)
    results = named_results(submitted_checks(trainees))
    lessons_done = lessons_done_by(trainees)
    practice, now = _open_practice_refs(), timezone.localtime()
    return [
        _person_progress(
            person,
            assigned=assigned[person.pk],
            submitted=submitted[person.pk],
            results=results,
            lessons_done=lessons_done.get(person.pk, LessonsDone()),
            practice=practice,
            now=now,
        )
        for person in people
    ]


def _person_progress(
    person: User,
    *,
    assigned: list[AssignedRow],
    submitted: list[AttemptRow],
    results: dict[UUID, NamedResult],
    lessons_done: LessonsDone,
    practice: list[str],
    now: datetime,
) -> PersonProgress:
    done = {row.ref for row in submitted if row.use == Use.PRACTICE}
    checks = [row for row in submitted if row.use == Use.CHECK]
    return PersonProgress(
        person=person,
        cohorts=tuple(cohort.name for cohort in person.own_cohorts),
        lessons_done=lessons_done,
        practice_done=tuple(sorted(done)),
        practice_not_yet=tuple(ref for ref in practice if ref not in done),
        checks=tuple(_checks(assigned, checks, results, now)),
    )


def _checks(
    assigned: list[AssignedRow],
    submitted: list[AttemptRow],
    results: dict[UUID, NamedResult],
    now: datetime,
) -> Iterator[CheckProgress]:
    """Assigned checks by their date, then those submitted without being assigned."""
    done: dict[int, AttemptRow] = {}
    for attempt in sorted(submitted, key=attrgetter("submitted_at")):
        done.setdefault(attempt.release_id, attempt)  # of several attempts the first counts
    for row in assigned:
        yield _check(
            ref=row.release.case_version.scenario.ref,
            title=row.release.case_version.title,
            is_specimen=row.release.is_specimen,
            due_on=row.due_on,
            done=done.pop(row.release.pk, None),
            results=results,
            now=now,
        )
    for attempt in done.values():
        yield _check(
            ref=attempt.ref,
            title=attempt.title,
            is_specimen=attempt.is_specimen,
            due_on=None,
            done=attempt,
            results=results,
            now=now,
        )


def _check(
    *, done: AttemptRow | None, results: dict[UUID, NamedResult], now: datetime, **facts: Any
) -> CheckProgress:
    at = done.submitted_at if done else None
    return CheckProgress(
        submitted_on=at.astimezone(now.tzinfo).date() if at else None,
        result=results.get(done.assessment) if done else None,
        today=now.date(),
        **facts,
    )


def _open_practice_refs() -> list[str]:
    releases = Release.objects.filter(use=Use.PRACTICE, state=Release.State.OPEN)
    refs = releases.order_by("case_version__scenario__ref").values_list(
        "case_version__scenario__ref", flat=True
    )
    return list(dict.fromkeys(refs))


def why_not_counted(result: NamedResult) -> str:
    """The reason, in words, for which a result stays out of the figures; none if it counts."""
    if result.counts_in_figures:
        return ""
    return {
        "trainer_or_panellist": _("No: was a trainer or panellist then"),
        "not_a_trainee": _("No: was not a trainee then"),
        "rated_it_on_the_panel": _("No: rated this case on its panel"),
        "ran_its_panel": _("No: had a part in running this case’s panel"),
        "held_a_session_on_it": _("No: held a moderation session on this case"),
        "repeat": _("No: had submitted this case before"),
    }.get(result.counts_reason, _("No"))

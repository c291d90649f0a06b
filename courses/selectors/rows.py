"""Rows about many people for those who may see them: reports ask for the people first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from courses.models import CheckAssignment, Completion, LessonPage
from courses.selectors.cases import PracticeCase, practice_cases_of
from people.public import Organisation, User
from scenarios.public import Release, open_check_releases, practice_refs_scoring

People = QuerySet[User] | Collection[User] | Collection[int]


@dataclass(frozen=True)
class AssignedRow:
    """A check that a person was asked to sit."""

    person_id: int
    release: Release
    due_on: date
    assigned_by: str
    assigned_at: datetime


@dataclass(frozen=True)
class LessonsDone:
    """How many lessons somebody has read, and how many they left out by testing out."""

    read: int = 0
    tested_out: int = 0


def assigned_rows(people: People) -> list[AssignedRow]:
    """The checks these people were asked to sit, the earliest date first: two queries.

    Ten thousand people are asked to sit the same few checks, so each check is read once.
    """
    rows = CheckAssignment.objects.filter(person__in=people).values_list(
        "person_id", "release_id", "due_on",
        "assigned_by__first_name", "assigned_by__last_name", "assigned_at",
    )  # fmt: skip
    releases = Release.objects.select_related("case_version__scenario").in_bulk(
        {row[1] for row in rows}
    )
    return [
        AssignedRow(
            person_id=person,
            release=releases[release],
            due_on=due_on,
            assigned_by=f"{first or ''} {last or ''}".strip(),
            assigned_at=at,
        )
        for person, release, due_on, first, last, at in rows
    ]


def lessons_done_by(people: People) -> dict[int, LessonsDone]:
    """How many lessons each of these people has read and left out: one query.

    Counted by the database.
    """
    done = Completion.objects.filter(person__in=people, lesson__isnull=False).order_by()
    counts = done.values("person").annotate(
        read=Count("pk", filter=Q(how=Completion.How.READ)),
        out=Count("pk", filter=Q(how=Completion.How.TESTED_OUT)),
    )
    return {
        person: LessonsDone(read, out)
        for person, read, out in counts.values_list("person", "read", "out")
    }


def lessons_on(factor_code: str) -> list[LessonPage]:
    """The published lessons on a factor, in their order: one query."""
    return list(LessonPage.objects.live().filter(factor=factor_code).order_by("path"))


def practice_cases_scoring(factor_code: str) -> list[PracticeCase]:
    """The practice cases that can be begun and score a factor, without attempts: two queries."""
    return practice_cases_of({}, practice_refs_scoring(factor_code))


def assignable_checks(organisation: Organisation) -> QuerySet[Release]:
    """Open checks that trainees of this organisation can sit: no specimens in a real one."""
    checks = open_check_releases()
    if not organisation.is_invented:
        checks = checks.filter(is_specimen=False)
    return checks

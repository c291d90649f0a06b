"""Who has begun and submitted what, as other apps may know it: that it was done, never how."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from people.public import Prepared, Slot, User
from scenarios.models import Assessment, Release, Use
from scoring.public import KeyUnit, Standing


@dataclass(frozen=True)
class AttemptRow:
    """One attempt that was not stopped. It holds no answer and no mark."""

    person_id: int
    release_id: int
    ref: str
    title: str
    use: str
    is_specimen: bool
    assessment: UUID
    submitted_at: datetime | None

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


def attempt_rows(
    people: QuerySet[User] | Collection[User] | Iterable[int],
    releases: Iterable[Release] | None = None,
) -> list[AttemptRow]:
    """The attempts of these people, oldest first, in one query."""
    attempts = Assessment.objects.filter(person__in=people)
    if releases is not None:
        attempts = attempts.filter(release__in=list(releases))
    return [AttemptRow(*row) for row in _as_rows(attempts)]


def submitted_checks(people: QuerySet[User] | Collection[User]) -> QuerySet[Assessment, UUID]:
    """The checks that these people have submitted, as a query for what they are known by."""
    done = Assessment.objects.filter(
        person__in=people, use=Use.CHECK, submitted_at__isnull=False, stopped_at__isnull=True
    )
    return done.values_list("uuid", flat=True)


def attempt_rows_of(person: User) -> list[AttemptRow]:
    """The attempts of one person, oldest first: every page of somebody's own asks for them."""
    return [AttemptRow(*row) for row in _attempts_of_one.tuples(person=person.pk)]


def _as_rows(attempts: QuerySet[Assessment]) -> QuerySet[Assessment, tuple[Any, ...]]:
    return (
        attempts.filter(stopped_at__isnull=True)
        .order_by("started_at", "pk")
        .values_list(
            "person_id",
            "release_id",
            "release__case_version__scenario__ref",
            "release__case_version__title",
            "release__use",
            "release__is_specimen",
            "uuid",
            "submitted_at",
        )
    )


_attempts_of_one = Prepared(
    lambda: _as_rows(Assessment.objects.filter(person=Slot(Assessment, "person")))
)


def _open_releases() -> QuerySet[Release]:
    return Release.objects.filter(state=Release.State.OPEN).select_related(
        "case_version__scenario", "case_version__framework", "key"
    )


def open_release(ref: str, use: str) -> Release | None:
    """The open release of a case for one use, the newest if there are several."""
    return _open_releases().filter(case_version__scenario__ref__iexact=ref, use=use).last()


def open_check_releases() -> QuerySet[Release]:
    """The checks that can be assigned and begun now."""
    return _open_releases().filter(use=Use.CHECK)


def anchor_releases(refs: Collection[str]) -> dict[str, Release]:
    """The open anchors among the cases of these references, the newest of each: one query."""
    found = _open_releases().filter(use=Use.ANCHOR, case_version__scenario__ref__in=refs)
    return {release.case_version.scenario.ref: release for release in found}


def practice_refs_scoring(factor_code: str) -> set[str]:
    """The open practice cases in which a factor is scored at one stage at least: one query."""
    scored = KeyUnit.objects.filter(unit__factor__code=factor_code, standing=Standing.SCORED)
    releases = _open_releases().filter(use=Use.PRACTICE, key__in=scored.values("key"))
    return {one.case_version.scenario.ref for one in releases if not one.key.is_wrong_tool}


def retired_releases() -> set[UUID]:
    """The releases whose panel's levels are no secret any more, in one query."""
    retired = Release.objects.filter(state=Release.State.RETIRED)
    return set(retired.values_list("uuid", flat=True))

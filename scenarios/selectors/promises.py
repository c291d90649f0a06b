"""Promises to look at a key: which wait, and which a look or a new key has kept.

They are promises about a case in one use, whichever of its releases the person did. A key that
was copied to the next text is the same votes, and keeps none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from scenarios.models import Disagreement, Release

WAITS_FOR_LOOK = Q(reply__will_look_at_key=True, reply__looked_at__isnull=True, has_newer_key=False)
"""Of those that ``with_promises`` has looked at: nobody has looked at the key yet."""

_RELEASE = "assessment__release"


def with_promises(said: QuerySet[Disagreement]) -> QuerySet[Disagreement]:
    """Each with ``has_newer_key``: its case has another key since it was answered."""
    newer = _of_same_case().filter(
        released_at__gt=OuterRef("reply__replied_at"), key__copied_from__isnull=True
    )
    return said.annotate(has_newer_key=Exists(newer))


def waits_for_look(said: Disagreement) -> bool:
    """Whether one of ``with_promises`` was promised a look at the key that still has to come."""
    if not said.is_answered or said.has_newer_key:
        return False
    return said.reply.will_look_at_key and said.reply.looked_at is None


@dataclass(frozen=True)
class Promised:
    """How many were told that the key of one factor will be looked at, and wait for it."""

    key: int
    stage: int
    number: int
    factor: str
    people: int


def promises_on(keys: Collection[int]) -> list[Promised]:
    """The promises that wait, of cases whose key in force is one of these: one query."""
    in_force = _of_same_case().order_by("-released_at", "-pk").values("key")[:1]
    rows = (
        with_promises(Disagreement.objects.all())
        .filter(WAITS_FOR_LOOK)
        .annotate(key=Subquery(in_force))
        .filter(key__in=keys)
        .order_by()
        .values_list("key", "stage", "factor__number", "factor__name")
        .annotate(people=Count("pk"))
        .order_by("stage", "factor__number")
    )
    return [Promised(*row) for row in rows]


def same_case_and_use(release: Release) -> Mapping[str, Any]:
    """As a filter of what has a ``release``: that of the same case, use and language."""
    version = release.case_version
    return {
        "release__use": release.use,
        "release__case_version__scenario": version.scenario_id,
        "release__case_version__language": version.language,
    }


def _of_same_case() -> QuerySet[Release]:
    """Within a query of disagreements: the releases of their case in the same use and language."""
    version = f"{_RELEASE}__case_version"
    return Release.objects.filter(
        use=OuterRef(f"{_RELEASE}__use"),
        case_version__scenario=OuterRef(f"{version}__scenario"),
        case_version__language=OuterRef(f"{version}__language"),
    ).exclude(state=Release.State.WITHDRAWN)

"""Why a result stands in the place of another: both are shown to the person they are about."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import Prepared, Slot, User
from scenarios.models import Assessment, Rescoring
from scoring.public import Result, results_of


@dataclass(frozen=True)
class Earlier:
    """A result as it was, as it became, and why. In a check in use the reason is not told."""

    was: str
    now: str
    because: str
    on: datetime
    reason: str


def earlier_results(
    assessment: Assessment, result: Result, *, held_back: bool
) -> tuple[Earlier, ...]:
    """Each step from the first result to the one that stands. No query where nothing was changed.

    What a trainer wrote could tell a level of a case that others still sit: it waits, as levels do.
    """
    if result.rescoring is None:
        return ()
    results = results_of(assessment.uuid)
    acts = {
        act.uuid: act
        for act in Rescoring.objects.filter(
            uuid__in=[one.rescoring for one in results if one.rescoring]
        ).select_related("keychange", "yardstickchange")
    }
    steps = []
    for before, after in pairwise(results):
        act = acts.get(after.rescoring)
        if act is not None:
            steps.append(_step(before, after, act, held_back=held_back))
    return tuple(steps)


@dataclass(frozen=True)
class JudgedAgain:
    """A case that a new key judged again, which the person has not read yet, and where it says so.

    It tells no count: those stand on the feedback page.
    """

    ref: str
    title: str
    url: str


def _judged_again_and_not_read() -> QuerySet[Any, Any]:
    of_new_keys = Rescoring.objects.filter(release__isnull=False).values("uuid")
    by_new_key = Result.objects.filter(assessment=OuterRef("uuid"), rescoring__in=of_new_keys)
    # A result has the date of its assessment: when it came is when the one before it made way.
    before = Result.objects.filter(assessment=OuterRef("uuid"), pk__lt=OuterRef("newest"))
    return (
        Assessment.objects.filter(person=Slot(Assessment, "person"), submitted_at__isnull=False)
        .annotate(newest=Subquery(by_new_key.order_by("-pk").values("pk")[:1]))
        .annotate(judged_at=Subquery(before.order_by("-pk").values("superseded_at")[:1]))
        .filter(judged_at__isnull=False)
        .exclude(judged_again_seen_at__gte=F("judged_at"))
        .order_by("judged_at", "pk")
        .values_list("release__case_version__scenario__ref", "release__case_version__title", "uuid")
    )


_not_read = Prepared(_judged_again_and_not_read)


def judged_again(person: User) -> list[JudgedAgain]:
    """What was judged again by a new key and not read by the person since: one query."""
    return [
        JudgedAgain(ref, title, f"{reverse('feedback', args=[uuid])}#judged-again")
        for ref, title, uuid in _not_read.tuples(person=person.pk)
    ]


def _step(before: Result, after: Result, act: Rescoring, *, held_back: bool) -> Earlier:
    if act.release_id is not None:
        change, because = act.keychange, _("because the key was changed")
    else:
        change, because = act.yardstickchange, _("because the yardstick was changed")
    reason = change.or_notice(change.reason)
    if held_back and act.release_id is not None:
        reason = _("The reason is told once the case is retired, because others still sit it.")
    return Earlier(
        was=counts_of(before),
        now=counts_of(after),
        because=because,
        on=change.decided_at,
        reason=reason,
    )


def counts_of(result: Result) -> str:
    """The counts of one result in a few words, to stand beside those of another."""
    if result.tool_right is not None:
        return _("right about the tool") if result.tool_right else _("wrong about the tool")
    return _("%(exact)d of %(scored)d the same as the panel, %(within)d within one level") % {
        "exact": result.exact_units,
        "scored": result.scored_units,
        "within": result.within_one_units,
    }

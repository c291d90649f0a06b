"""Judging submitted assessments again, by another key or yardstick: rows are added, none lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from scoring.models import FrameworkVersion, Key, Result, UnitResult, Yardstick
from scoring.services.judging import METHOD_VERSION, AnswerSheet, Judge, Submitted


@dataclass(frozen=True, slots=True)
class Again:
    """A result that stands, and what its assessment said: to be judged anew.

    ``result`` comes with its organisation. There is a sheet unless the person said wrong tool.
    """

    result: Result
    sheet: AnswerSheet | None
    said_wrong_tool: bool = False


def standing_under_other_keys(key: Key, use: str) -> QuerySet[Result]:
    """The results that a new key of a case version would replace, in one use."""
    return _standing().filter(subject=key.subject, use=use).exclude(key=key)


def standing_on_other_yardsticks(
    framework: FrameworkVersion, yardstick: Yardstick | None = None
) -> QuerySet[Result]:
    """The results that a yardstick would replace; right or wrong about the tool is not read on one.

    Without a yardstick, all that one could replace.
    """
    standing = _standing().filter(key__framework=framework, tool_right__isnull=True)
    return standing.exclude(yardstick=yardstick) if yardstick else standing


def _standing() -> QuerySet[Result]:
    standing = Result.objects.filter(superseded_at__isnull=True)
    return standing.select_related("organisation", "key").order_by("key", "pk")


def judge_again(
    judge: Judge,
    again: Again,
    *,
    rescoring: UUID | None = None,
    snapshot: Mapping[str, Any] | None = None,
) -> tuple[Result, list[UnitResult]] | None:
    """The result that would stand instead and its units, not written.

    What it copies is as it was at submit; ``snapshot`` are the parts that another release changes.
    Nothing where the person left out something that this key has votes on.
    """
    sheet = again.sheet
    if sheet is not None and not (again.said_wrong_tool or judge.key.is_wrong_tool):
        answers = tuple(each for each in sheet.answers if each.at in judge.places)
        if len(answers) < len(judge.places):
            return None
        sheet = replace(sheet, answers=answers)
    old = again.result
    return judge.rows(
        Submitted(
            assessment=old.assessment,
            person=old.person,
            organisation=old.organisation,
            use=old.use,
            snapshot={**old.snapshot, **(snapshot or {})},
            counts_in_figures=old.counts_in_figures,
            counts_reason=old.counts_reason,
            seconds=old.seconds,
            at=old.created_at,
            rescoring=rescoring,
            sheet=sheet,
            said_wrong_tool=again.said_wrong_tool,
        )
    )


@transaction.atomic(savepoint=False)
def replace_results(
    *,
    judge: Judge,
    standing: Sequence[Again],
    rescoring: UUID,
    snapshot: Callable[[Result], Mapping[str, Any]] | None = None,
) -> int:
    """Add a result for each and mark the old one as superseded; answers how many were left.

    The same statements however many there are. Left as they stand are those that this key cannot
    judge. A result that is there already, of this key, yardstick and method, is not made twice.
    """
    judged = [
        (
            one.result,
            judge_again(
                judge,
                one,
                rescoring=rescoring,
                snapshot=snapshot(one.result) if snapshot else None,
            ),
        )
        for one in standing
    ]
    rows = [(old, new) for old, new in judged if new is not None]
    there = _there(judge, [old.assessment for old, _new in rows])
    fresh = [(result, units) for old, (result, units) in rows if old.assessment not in there]
    Result.objects.bulk_create([result for result, _units in fresh])
    UnitResult.objects.bulk_create([unit for _result, units in fresh for unit in units])
    olds = Result.objects.filter(pk__in=[old.pk for old, _new in rows])
    olds.filter(superseded_at__isnull=True).update(superseded_at=timezone.now())
    return len(standing) - len(rows)


def _there(judge: Judge, assessments: Sequence[UUID]) -> set[UUID]:
    same = Result.objects.filter(
        assessment__in=assessments,
        key=judge.key,
        method_version=METHOD_VERSION,
        superseded_at__isnull=True,
    )
    # Whoever said wrong tool has a result without a yardstick, of which there is one for each key.
    rows = same.values_list("assessment", "yardstick", "tool_right")
    mine = judge.yardstick.pk if judge.yardstick else None
    return {who for who, yardstick, tool in rows if tool is not None or yardstick == mine}

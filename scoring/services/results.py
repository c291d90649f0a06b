"""Recording how submitted assessments compare with the panel, each of them once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from people.public import Organisation
from scoring.models import Key, Result, UnitResult
from scoring.services.judging import AnswerSheet, Judge, Submitted


@transaction.atomic(savepoint=False)
def record_result(
    *,
    assessment: UUID,
    person: UUID,
    organisation: Organisation,
    use: str,
    snapshot: dict[str, Any],
    key: Key,
    sheet: AnswerSheet,
    counts_in_figures: bool,
    counts_reason: str,
    seconds: int | None,
    at: datetime | None = None,
) -> Result:
    """Compare a sheet with a key, on the yardstick of the day, and write the result once.

    The same assessment, key, yardstick and method version again give the row that is there
    already, also when two processes write at the same moment. ``at`` is when it was submitted, if
    not now.

    ValueError: answers that do not match the units of the key, a level off the scale, an interval
    or an action that is not in the framework.
    """
    result, units = Judge(key).rows(
        Submitted(
            assessment=assessment,
            person=person,
            organisation=organisation,
            use=use,
            snapshot=snapshot,
            sheet=sheet,
            counts_in_figures=counts_in_figures,
            counts_reason=counts_reason,
            seconds=seconds,
            at=at,
        )
    )
    written = write_once(result)
    if written.uuid == result.uuid:
        for unit in units:
            unit.result = written
        UnitResult.objects.bulk_create(units)
    return written


def write_once(result: Result) -> Result:
    """The row of this assessment, key, yardstick and method: this one, or the one that is there."""
    # The database leaves an existing row alone, so two writers at once need no retry.
    Result.objects.bulk_create([result], ignore_conflicts=True)
    return Result.objects.get(
        assessment=result.assessment,
        key=result.key,
        yardstick=result.yardstick,
        method_version=result.method_version,
    )


@transaction.atomic(savepoint=False)
def record_results(*, judge: Judge, submitted: Iterable[Submitted]) -> list[Result]:
    """The same for many assessments without a result, in a few statements; all of them or none.

    IntegrityError: one of them has a result already.
    """
    rows = [judge.rows(one) for one in submitted]
    results = Result.objects.bulk_create([result for result, _units in rows])
    UnitResult.objects.bulk_create([unit for _result, units in rows for unit in units])
    return results

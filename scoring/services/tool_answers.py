"""Results of attempts that were, or should have been, ended by "ARMS is not the tool"."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from people.public import Organisation
from scoring.core import Reason
from scoring.models import Key, Result
from scoring.services.results import METHOD_VERSION


@transaction.atomic(savepoint=False)
def record_tool_answer(
    *,
    assessment: UUID,
    person: UUID,
    organisation: Organisation,
    use: str,
    snapshot: dict[str, Any],
    key: Key,
    said_wrong_tool: bool,
    counts_in_figures: bool,
    counts_reason: str,
    seconds: int | None,
    at: datetime | None = None,
) -> Result:
    """Write once whether the person was right about the tool: outside the score and the yardstick.

    The same assessment and key again give the row that is there already. ValueError: neither the
    person nor the panel said wrong tool, so that the ratings are what is to be judged.
    """
    if not (said_wrong_tool or key.is_wrong_tool):
        raise ValueError("Where ARMS is the tool for both, the ratings are judged.")
    result = Result(
        assessment=assessment,
        subject=key.subject,
        key=key,
        method_version=METHOD_VERSION,
        snapshot=snapshot,
        organisation=organisation,
        person=person,
        use=use,
        counts_in_figures=counts_in_figures,
        counts_reason=counts_reason,
        score_undefined=Reason.WRONG_TOOL.value,
        scored_units=0,
        exact_units=0,
        within_one_units=0,
        missed_concerns=0,
        false_alarms=0,
        tool_right=said_wrong_tool is key.is_wrong_tool,
        seconds=seconds,
        created_at=at or timezone.now(),
    )
    # The database leaves an existing row alone, so two writers at once need no retry.
    Result.objects.bulk_create([result], ignore_conflicts=True)
    return Result.objects.get(
        assessment=assessment, key=key, yardstick=None, method_version=METHOD_VERSION
    )

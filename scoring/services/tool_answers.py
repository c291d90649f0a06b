"""Results of attempts that were, or should have been, ended by "ARMS is not the tool"."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from people.public import Organisation
from scoring.models import Key, Result
from scoring.services.judging import Submitted, tool_result
from scoring.services.results import write_once


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
    submitted = Submitted(
        assessment=assessment,
        person=person,
        organisation=organisation,
        use=use,
        snapshot=snapshot,
        said_wrong_tool=said_wrong_tool,
        counts_in_figures=counts_in_figures,
        counts_reason=counts_reason,
        seconds=seconds,
        at=at,
    )
    return write_once(tool_result(key, submitted))

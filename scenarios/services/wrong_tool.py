"""Ending a case by saying that ARMS is not the tool for it: in place of every rating."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from people.public import User
from scenarios.models import Assessment, WrongTool
from scenarios.services.assessing import (
    close,
    lock_to_close,
    record_submission,
    refuse_unless_open,
    refuse_unless_standing,
    result_facts,
)
from scenarios.services.free_text import refuse_identifiers
from scenarios.services.replacing import release_to_judge_by
from scenarios.services.standing import history_of
from scoring.public import record_tool_answer


@transaction.atomic
def stop_as_wrong_tool(
    *, person: User, uuid: UUID, ground: str, text: str, at: datetime | None = None
) -> Assessment:
    """Submit the person's assessment with this one answer, at whatever stage. Twice is like once.

    What was rated so far stays as it is and is judged by nobody. ``at`` dates a simulated attempt
    in the past; otherwise it is now.
    ``Assessment.DoesNotExist``: it is not theirs or not there. ``IdentifiersFound``: the text looks
    as if it named a real person.
    """
    refuse_identifiers(text, field="text")
    assessment = lock_to_close(Assessment.objects.filter(person=person, uuid=uuid))
    if assessment.is_submitted and assessment.is_wrong_tool:
        return assessment
    judged_by = release_to_judge_by(assessment.release)
    refuse_unless_open(assessment)
    history = history_of(assessment)
    refuse_unless_standing(assessment, history)
    assessment.is_wrong_tool = True
    close(assessment, history, at or timezone.now())
    WrongTool.objects.create(assessment=assessment, ground=ground, text=text)
    record_tool_answer(said_wrong_tool=True, **result_facts(assessment, judged_by))
    record_submission(assessment)
    return assessment

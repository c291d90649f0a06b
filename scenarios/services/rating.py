"""Save what a person says, a step at a time. An older page never replaces a newer save."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.public import Prepared, Slot
from scenarios.models import (
    Answer,
    AnswerKind,
    Assessment,
    ChosenAction,
    Citation,
    Passage,
    Reason,
    Report,
    StageSubmission,
)
from scenarios.services.assessing import refuse_unless_open
from scenarios.services.clock import tick
from scenarios.services.errors import OlderRevision, StageLocked
from scenarios.services.free_text import refuse_identifiers, refuse_text_kept_back
from scoring.public import Action, Factor, IntervalBand

_stored_answer = Prepared(
    lambda: Answer.objects.filter(
        assessment=Slot(Answer, "assessment"),
        stage=Slot(Answer, "stage"),
        factor=Slot(Answer, "factor"),
    ).select_related("reason")
)
_stored_stage = Prepared(
    lambda: StageSubmission.objects.filter(
        assessment=Slot(StageSubmission, "assessment"), stage=Slot(StageSubmission, "stage")
    )
)
_locked_assessment = Prepared(
    lambda: (
        Assessment.objects.filter(id=Slot(Assessment, "id"))
        .select_for_update(of=("self",))
        .select_related("release")
    )
)


@dataclass(frozen=True)
class Rating:
    """What one page says of one factor. An empty ``kind`` is "not yet"."""

    kind: str = ""
    level: int | None = None
    confidence: int | None = None
    reason: str = ""

    @classmethod
    def from_choice(cls, choice: str, confidence: int | None, reason: str = "") -> "Rating":
        """From the value of a radio button: a level's number or the name of another answer."""
        if choice.isdigit():
            return cls(AnswerKind.LEVEL, int(choice), confidence, reason)
        return cls(choice, None, confidence, reason)


@dataclass(frozen=True)
class Cite:
    """A passage to cite for or against the factor in hand; without a stance, no longer."""

    passage: Passage
    stance: str | None


@transaction.atomic
def save_rating(
    *,
    assessment: Assessment,
    stage: int,
    factor: Factor,
    rating: Rating,
    revision: int,
    timed: bool,
    cite: Cite | None = None,
    interval: IntervalBand | None = None,
) -> Answer:
    """Save one factor as the page has it.

    ``revision`` is the one the page was drawn with; if the row has moved on and says something
    else, nothing is saved and ``OlderRevision`` is raised. ``timed`` is false without JavaScript:
    then the gap since the last save counts for the whole case, not for this factor.
    ``IdentifiersFound``: the reason looks as if it named a real person.
    """
    refuse_identifiers(rating.reason, field="reason")
    assessment = lock_open_assessment(assessment)
    answer = _stored_answer.get(assessment=assessment.pk, stage=stage, factor=factor.pk) or Answer(
        assessment=assessment, stage=stage, factor=factor
    )
    answer.factor = factor
    stored = _open_stage_of(assessment, stage)
    is_overall = factor.kind == Factor.Kind.OVERALL
    reason = getattr(answer, "reason", None)
    changed = rating != _stored_rating(answer, reason) or (
        is_overall and stored.interval_id != (interval.pk if interval else None)
    )
    if changed and revision != answer.revision:
        raise OlderRevision(saved_revision=answer.revision)
    if changed and reason and rating.reason != reason.text:
        refuse_text_kept_back(Report.Kind.REASON, reason.pk, rating.reason)
    seconds = _count_time(assessment)
    if timed:
        answer.seconds = (answer.seconds or 0) + seconds
    if changed:
        answer.kind, answer.level, answer.confidence = rating.kind, rating.level, rating.confidence
        answer.revision += 1
        answer.saved_at = timezone.now()
    answer.save()
    if changed and rating.reason != (reason.text if reason else ""):
        # A new text in place of one that was reported and taken out is a text like any other.
        new = Reason(answer=answer, text=rating.reason)
        _keep(new, unique=("answer",), update=("text", "withheld"))
    if changed and is_overall:
        stored.interval = interval
        stored.save(update_fields=["interval"])
    if cite is not None:
        _cite(answer, cite)
    return answer


@transaction.atomic
def save_actions(
    *,
    assessment: Assessment,
    stage: int,
    chosen: Mapping[Action, Factor],
    revision: int,
) -> int:
    """Replace the chosen actions, each tied to its factor; answers the new revision."""
    assessment = lock_open_assessment(assessment)
    stored = _open_stage_of(assessment, stage)
    rows = ChosenAction.objects.filter(assessment=assessment, stage=stage)
    wanted = {action.pk: factor.pk for action, factor in chosen.items()}
    if wanted == dict(rows.values_list("action", "factor")):
        return stored.actions_revision
    if revision != stored.actions_revision:
        raise OlderRevision(saved_revision=stored.actions_revision)
    rows.delete()
    ChosenAction.objects.bulk_create(
        ChosenAction(assessment=assessment, stage=stage, action=action, factor=factor)
        for action, factor in chosen.items()
    )
    stored.actions_revision += 1
    stored.save(update_fields=["actions_revision"])
    _count_time(assessment)
    return stored.actions_revision


def lock_open_assessment(assessment: Assessment) -> Assessment:
    """The row, locked to the end of the transaction; raises where nothing may be saved."""
    locked = _locked_assessment.get(id=assessment.pk)
    if locked is None:
        raise Assessment.DoesNotExist
    refuse_unless_open(locked)
    return locked


def _open_stage_of(assessment: Assessment, stage: int) -> StageSubmission:
    """The stage's row; one that is not opened yet is not there, and a locked one refuses."""
    stored = _stored_stage.get(assessment=assessment.pk, stage=stage)
    if stored is None:
        raise StageSubmission.DoesNotExist
    if stored.submitted_at is not None:
        raise StageLocked(stage)
    return stored


def _stored_rating(answer: Answer, reason: Reason | None) -> Rating:
    return Rating(answer.kind, answer.level, answer.confidence, reason.text if reason else "")


def _count_time(assessment: Assessment) -> int:
    seconds = tick(assessment, timezone.now())
    assessment.save(update_fields=["active_at", "seconds"])
    return seconds


def _cite(answer: Answer, cite: Cite) -> None:
    """Citing is by passage and says all it means, so two tabs add to each other."""
    if cite.stance is None:
        Citation.objects.filter(answer=answer, passage=cite.passage).delete()
    else:
        row = Citation(answer=answer, passage=cite.passage, stance=cite.stance)
        _keep(row, unique=("answer", "passage"), update=("stance",))


def _keep(row: Reason | Citation, *, unique: tuple[str, ...], update: tuple[str, ...]) -> None:
    """Insert the row or change the one that is there, in one statement."""
    type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=unique, update_fields=update
    )

"""The pages of one disagreement: as the person writes it, and as somebody answers it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from people.public import User
from scenarios.models import Assessment, Disagreement
from scenarios.selectors.disagreements import (
    OwnDisagreement,
    QueueRow,
    anchor_on_feedback,
    own_words,
    queue_row,
    visible_disagreements,
)
from scenarios.selectors.factor_feedback import (
    FactorFeedback,
    factor_feedback,
    ratings_with_reasons,
)
from scenarios.selectors.feedback import result_or_error
from scenarios.selectors.frozen import with_its_version
from scenarios.selectors.kept_levels import holds_levels_back
from scenarios.selectors.promises import with_promises
from scenarios.selectors.sheets import answer_sheet
from scoring.public import Factor, UnitResult, key_units


@dataclass(frozen=True)
class DisagreeAt:
    """One unit of somebody's own result, and what they said of it so far."""

    assessment: Assessment
    factor: Factor
    stage: int
    is_staged: bool
    anchor: str
    said: OwnDisagreement | None
    is_held_back: bool

    @property
    def back(self) -> str:
        """The place on the feedback page that one comes from."""
        is_listed = self.is_held_back and self.said is None
        place = "disagreements" if is_listed else f"disagree-{self.anchor}"
        return f"{reverse('feedback', args=[self.assessment.uuid])}#{place}"

    @property
    def url(self) -> str:
        return reverse("disagree", args=[self.assessment.uuid, self.stage, self.factor.code])


def disagree_at_or_404(assessment: Assessment, stage: int, code: str) -> DisagreeAt:
    """The unit, if the person was told how they did on it; any other is not there."""
    unit = _unit_or_404(assessment, stage, code)
    said = (
        with_promises(
            Disagreement.objects.filter(assessment=assessment, stage=stage, factor=unit.factor_id)
        )
        .select_related("reply")
        .first()
    )
    is_staged = assessment.release.case_version.stages > 1
    return DisagreeAt(
        assessment=assessment,
        factor=unit.factor,
        stage=stage,
        is_staged=is_staged,
        anchor=anchor_on_feedback(stage, code, is_staged=is_staged),
        said=own_words(said) if said else None,
        is_held_back=holds_levels_back(assessment, result_or_error(assessment)),
    )


def _unit_or_404(assessment: Assessment, stage: int, code: str) -> UnitResult:
    for unit in result_or_error(assessment).units.all():
        if (unit.stage, unit.factor.code) == (stage, code):
            return unit
    raise Http404


@dataclass(frozen=True)
class ToAnswer:
    """One disagreement beside what the person answered and what the panel said."""

    said: Disagreement
    row: QueueRow
    reply: OwnDisagreement
    one: FactorFeedback
    is_held_back: bool


def to_answer_or_404(user: User, uuid: UUID) -> Disagreement:
    """A disagreement that this person may answer; any other answers as one that is not there."""
    said = visible_disagreements(user).filter(uuid=uuid).first()
    if said is None:
        raise Http404
    return said


def answering_page(said: Disagreement) -> ToAnswer:
    """What is needed to answer well. Whose it is stays out of it, and so does their reason."""
    assessment = said.assessment
    release = with_its_version(assessment.release)
    result = result_or_error(assessment)
    units = {(row.unit.stage, row.unit.factor.code): row for row in key_units(result.key)}
    at = (said.stage, said.factor.code)
    judged = tuple({row.unit.factor_id: row.unit.factor for row in units.values()}.values())
    return ToAnswer(
        said=said,
        row=queue_row(said),
        reply=own_words(said),
        one=factor_feedback(
            _unit_or_404(assessment, *at),
            units[at],
            answer_sheet(assessment, said.stage, factors=judged),
            ratings_with_reasons(result.key).get(at, []),
            result.key.panel_size,
            is_staged=release.case_version.stages > 1,
        ),
        is_held_back=holds_levels_back(assessment, result),
    )

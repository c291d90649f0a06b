"""Read an assessment as its owner may see it, and what each page of it needs."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import Prepared, Slot, User
from scenarios.models import Assessment, Release, Scenario, StageSubmission
from scenarios.selectors.frozen import with_its_version
from scenarios.selectors.sheets import Sheet, answer_sheet, lacks_anything
from scoring.public import Factor, framework_parts

OVERALL, ACTIONS, CHECK = Factor.OVERALL_CODE, "actions", "check"


def visible_assessments(user: User) -> QuerySet[Assessment]:
    """The assessments a person may open: their own, and nobody else's, whatever their role."""
    return Assessment.objects.filter(person=user)


_newest_release = Prepared(
    lambda: (
        Release.objects.filter(
            case_version__scenario__ref=Slot(Scenario, "ref"), state=Slot(Release, "state")
        )
        .select_related("case_version__scenario", "case_version__framework", "key")
        .order_by("-released_at", "-pk")[:1]
    )
)
_own_assessment = Prepared(
    lambda: Assessment.objects.filter(
        person=Slot(Assessment, "person"), uuid=Slot(Assessment, "uuid")
    ).select_related("release")
)


def own_assessment_or_404(user: User, uuid: UUID) -> Assessment:
    """The person's own assessment; somebody else's answers as one that does not exist."""
    assessment = _own_assessment.get(person=user.pk, uuid=uuid)
    if assessment is None:
        raise Http404
    with_its_version(assessment.release)
    assessment.person = user  # known already: nobody else's is found here
    return assessment


def sheet_or_404(assessment: Assessment, stage: int) -> Sheet:
    """The sheet of a stage; one that is not opened yet answers as one that does not exist."""
    try:
        return answer_sheet(assessment, stage)
    except StageSubmission.DoesNotExist:
        raise Http404 from None


def release_of_case_or_404(ref: str) -> Release:
    """The newest release of a case that may be looked at, open before closed."""
    for state in (Release.State.OPEN, Release.State.CLOSED):
        # References are in capital letters, whatever somebody types.
        if found := _newest_release.get(ref=ref.upper(), state=state):
            return found
    raise Http404


@dataclass(frozen=True)
class Step:
    """One page of an assessment, with its place in the list of steps."""

    code: str
    label: str
    url: str
    is_done: bool
    is_begun: bool
    is_current: bool
    number: int | None = None


def steps_of(assessment: Assessment, sheet: Sheet, current: str) -> list[Step]:
    """Every step in order: the factors, the overall level, the actions, and the check."""
    # One look-up of an address for all of them: they differ in their last part alone.
    under = step_url(assessment, sheet.stage.stage, ACTIONS).removesuffix(f"{ACTIONS}/")
    steps = [
        Step(
            code=factor.code,
            label=factor.name,
            url=f"{under}{factor.code}/",
            is_done=not lacks_anything(sheet, factor),
            is_begun=sheet.answer(factor.code) is not None,
            is_current=factor.code == current,
            number=None if factor.kind == Factor.Kind.OVERALL else factor.number,
        )
        for factor in sheet.factors
    ]
    return [*steps, _actions_step(assessment, sheet, current)]


def _actions_step(assessment: Assessment, sheet: Sheet, current: str) -> Step:
    return Step(
        code=ACTIONS,
        label=_("Risk management actions"),
        url=step_url(assessment, sheet.stage.stage, ACTIONS),
        is_done=bool(sheet.actions),
        is_begun=bool(sheet.actions),
        is_current=current == ACTIONS,
    )


def step_url(assessment: Assessment, stage: int, step: str) -> str:
    """The address of one page of an assessment."""
    return reverse("assess_step", args=[assessment.uuid, stage, step])


def from_check(url: str, *, still_missing: int = 0) -> str:
    """The address of a step for whoever comes from the check, and is led back there.

    Whoever goes to one of several steps ``still_missing`` goes on to the next of them instead.
    """
    return url if still_missing > 1 else f"{url}?back={CHECK}"


def next_step_url(assessment: Assessment, stage: int, current: str) -> str:
    """Where "Save and continue" leads: the next step in order, at the end the check."""
    factors = framework_parts(assessment.release.case_version.framework_id).factors
    steps = [*(factor.code for factor in factors), ACTIONS, CHECK]
    return step_url(assessment, stage, steps[steps.index(current) + 1])


def first_open_step(steps: list[Step]) -> Step:
    """Where a person who comes back goes on: the first step not done, else the last."""
    return next((step for step in steps if not step.is_done), steps[-1])

"""Whether the panel's levels are still kept from those who were checked on a case."""

from scenarios.models import Assessment, Release, Use
from scoring.public import Result


def holds_levels_back(assessment: Assessment, result: Result) -> bool:
    """Whether the panel's levels stay hidden: for checks and anchors, until the case is retired.

    It is the release with the key that judged it that has to be retired. Of a withdrawn case
    nothing is shown any more but what the person did.
    """
    began_on, judged_by = assessment.release, _judged_by(assessment, result)
    if Release.State.WITHDRAWN in (began_on.state, judged_by.state):
        return True
    return judged_by.use != Use.PRACTICE and judged_by.state != Release.State.RETIRED


def _judged_by(assessment: Assessment, result: Result) -> Release:
    """The release of the key that a result names: the one that was begun, or what replaced it."""
    uuid = result.snapshot["release"]
    if uuid == str(assessment.release.uuid):
        return assessment.release
    return Release.objects.get(uuid=uuid)

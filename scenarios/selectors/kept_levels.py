"""Whether the panel's levels of a release are still kept from those who were checked on it."""

from scenarios.models import Release, Use


def holds_levels_back(release: Release) -> bool:
    """Whether the panel's levels stay hidden: for checks and anchors, until the case is retired.

    Of a withdrawn case nothing is shown any more but what the person did.
    """
    if release.state == Release.State.WITHDRAWN:
        return True
    return release.use != Use.PRACTICE and release.state != Release.State.RETIRED

"""The releases of a case, for those who look after it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scenarios.models import Release, Scenario, Use
from scenarios.services.ending import FOLLOWS, State


@dataclass(frozen=True)
class ReleaseLine:
    """A release as the page of a case's uses shows it."""

    release: Release

    @property
    def use(self) -> str:
        return str(Use(self.release.use).label)

    @property
    def state(self) -> str:
        return str(State(self.release.state).label)

    @property
    def text(self) -> str:
        return _("Text %(number)d") % {"number": self.release.case_version.number}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What it can still become, with what that means."""
        words = {
            State.CLOSED: _("Close it to new starts. Whoever has begun it may submit it."),
            State.RETIRED: _(
                "Retire it. Nobody begins it, and whoever has submitted it sees the panel’s levels."
            ),
            State.WITHDRAWN: _(
                "Withdraw it. Nobody can save or submit it any more, it can neither pass nor fail "
                "anybody, and no measure counts it."
            ),
        }
        return [(str(state), words[state]) for state in FOLLOWS[State(self.release.state)]]


def release_lines(scenario: Scenario) -> list[ReleaseLine]:
    """Every release of a case, the newest first: one query."""
    rows = Release.objects.filter(case_version__scenario=scenario).select_related(
        "case_version__scenario"
    )
    return [ReleaseLine(row) for row in rows.order_by("-released_at", "-pk")]

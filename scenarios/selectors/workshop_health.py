"""The health of cases, as the list of the workshop shows it."""

from collections.abc import Iterable, Mapping

from scenarios.models import Scenario, Verdict
from scenarios.selectors.verdicts import CaseVerdict, health_of


def verdicts(scenarios: Iterable[Scenario]) -> Mapping[int, CaseVerdict]:
    """A verdict for each scenario by its id."""
    return health_of(scenarios)


def verdicts_to_choose() -> list[tuple[str, str]]:
    """The verdicts to filter by, with their words."""
    return [(verdict.value, str(verdict.label)) for verdict in Verdict]

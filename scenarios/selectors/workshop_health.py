"""The health of cases, as the list of the workshop shows it.

The verdicts are worked out elsewhere. Until they are there the list has neither column nor filter.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.models import Scenario


def verdicts(scenarios: Iterable[Scenario]) -> Mapping[int, Any]:
    """A verdict for each scenario by its id, each with ``verdict``, whose words are its label."""
    return {}


def verdicts_to_choose() -> list[tuple[str, str]]:
    """The verdicts to filter by, with their words."""
    return []

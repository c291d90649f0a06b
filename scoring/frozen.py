"""What never changes once it is written: read once by a process, and then remembered.

A framework version is refused where it would change, and a key is written once, so neither can go
stale in any process. Reading both anew for each request was a third of its statements.
"""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from scoring.models import Action, Factor, IntervalBand, Key, KeyStage, KeyUnit


@dataclass(frozen=True)
class FrameworkParts:
    """What is rated and chosen in a framework version, each in its order."""

    factors: tuple[Factor, ...]
    intervals: tuple[IntervalBand, ...]
    actions: tuple[Action, ...]


@lru_cache(maxsize=16)
def framework_parts(framework_id: int) -> FrameworkParts:
    """The parts of a framework version; each factor with its framework and levels at hand."""
    factors = Factor.objects.filter(framework=framework_id).select_related("framework", "scale")
    return FrameworkParts(
        factors=tuple(factors.prefetch_related("scale__levels")),
        intervals=tuple(IntervalBand.objects.filter(framework=framework_id)),
        actions=tuple(Action.objects.filter(framework=framework_id)),
    )


def key_units(key: Key) -> list[KeyUnit]:
    """The units of a key in the order of stages and factors, each with its factor and scale."""
    return list(_units(key.uuid))


@lru_cache(maxsize=256)
def _units(key: UUID) -> tuple[KeyUnit, ...]:
    units = KeyUnit.objects.filter(key__uuid=key).select_related("unit__factor__scale")
    in_order = units.order_by("unit__stage", "unit__factor__number")
    return tuple(in_order.prefetch_related("unit__factor__scale__levels"))


@lru_cache(maxsize=256)
def plan_votes(key_id: int, stage: int) -> KeyStage | None:
    """What a key says of the plan at one stage: votes on the interval and the actions."""
    return KeyStage.objects.filter(key=key_id, stage=stage).first()


def forget() -> None:
    """For tests, which put back the database and use its ids again."""
    plan_votes.cache_clear()
    framework_parts.cache_clear()
    _units.cache_clear()

"""What is read of frameworks, keys, yardsticks and results, and turned into the core's values."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch

from scoring import core
from scoring.models import FrameworkVersion, Key, KeyUnit, Result, UnitResult, Yardstick


def current_framework() -> FrameworkVersion:
    """The newest framework version. FrameworkVersion.DoesNotExist: none is loaded."""
    return FrameworkVersion.objects.latest("created_at", "pk")


def current_yardstick(framework: FrameworkVersion) -> Yardstick | None:
    """The yardstick that new results of this framework are read on, if there is one."""
    return Yardstick.objects.filter(framework=framework, is_current=True).first()


def result_of(assessment: UUID) -> Result | None:
    """The result that stands for an assessment: the newest that is not superseded.

    Its ``units`` come in the order of their stages and factors, each with its factor.
    """
    return results_of([assessment]).get(assessment)


def results_of(assessments: Collection[UUID]) -> dict[UUID, Result]:
    """The result that stands for each of several assessments, in two queries."""
    units = UnitResult.objects.select_related("factor").order_by("stage", "factor__number")
    results = (
        Result.objects.filter(assessment__in=assessments, superseded_at__isnull=True)
        .select_related("key", "yardstick")
        .prefetch_related(Prefetch("units", queryset=units))
        .order_by("created_at", "pk")
    )
    return {result.assessment: result for result in results}


def votes_of(unit: KeyUnit) -> core.Votes:
    """The panel's final votes on a unit, as the core reads them."""
    return core.Votes(
        tuple(unit.level_votes),
        unit.not_enough_votes,
        unit.not_applicable_votes,
        unit.outside_field_votes,
    )


def panel_unit(unit: KeyUnit) -> core.PanelUnit:
    """A unit of a key as the core reads it; its ``unit__factor`` should be at hand."""
    return core.PanelUnit(
        case=str(unit.unit.subject),
        stage=unit.unit.stage,
        factor=unit.unit.factor.code,
        votes=votes_of(unit),
        blind=core.Votes(tuple(unit.blind_level_votes)) if unit.blind_level_votes else None,
    )


def panel_units(keys: Collection[Key]) -> list[core.PanelUnit]:
    """All units of several keys as the core reads them, in one query."""
    units = KeyUnit.objects.filter(key__in=keys).select_related("unit__factor")
    return [panel_unit(unit) for unit in units]


def ruler_of(yardstick: Yardstick | None) -> core.Yardstick | None:
    """A yardstick as the core reads it."""
    if yardstick is None:
        return None
    provisional = None
    if yardstick.is_provisional:
        provisional = core.Undefined.because(core.Reason(yardstick.provisional_reason))
    return core.Yardstick(
        mean_loss=yardstick.mean_loss,
        interval=core.Interval(yardstick.interval_low, yardstick.interval_high),
        no_reading=yardstick.no_reading_levels,
        no_reading_cost=yardstick.no_reading_costs,
        cases=tuple(yardstick.subjects),
        provisional=provisional,
    )

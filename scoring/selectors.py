"""What is read of frameworks, keys, yardsticks and results, and turned into the core's values."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet, Subquery

from people.public import Prepared, Slot, bring
from scoring import core
from scoring.models import FrameworkVersion, Key, KeyUnit, Result, UnitResult, Yardstick

_results = Prepared(
    lambda: (
        Result.objects.filter(assessment=Slot(Result, "assessment"), superseded_at__isnull=True)
        .select_related("key", "yardstick")
        .order_by("created_at", "pk")
    )
)
_newest_framework = Prepared(lambda: FrameworkVersion.objects.order_by("-created_at", "-pk")[:1])
_current_yardstick = Prepared(
    lambda: Yardstick.objects.filter(framework=Slot(Yardstick, "framework"), is_current=True)
)
_units = Prepared(
    lambda: (
        UnitResult.objects.filter(result=Slot(UnitResult, "result"))
        .select_related("factor")
        .order_by("stage", "factor__number")
    )
)


def current_framework() -> FrameworkVersion:
    """The newest framework version. FrameworkVersion.DoesNotExist: none is loaded."""
    return FrameworkVersion.objects.latest("created_at", "pk")


def newest_framework() -> FrameworkVersion | None:
    """The same, or nothing on a site that has none yet."""
    return _newest_framework.get()


def newest_framework_row() -> QuerySet[FrameworkVersion]:
    """The same not asked yet, for whoever asks for other rows with it."""
    newest = FrameworkVersion.objects.order_by("-created_at", "-pk").values("pk")[:1]
    return FrameworkVersion.objects.filter(pk=Subquery(newest))


def current_yardstick(framework_id: int) -> Yardstick | None:
    """The yardstick that new results of a framework are read on, if there is one."""
    return _current_yardstick.get(framework=framework_id)


def result_of(assessment: UUID) -> Result | None:
    """The result that stands for an assessment: the newest that is not superseded.

    Its ``units`` come in the order of their stages and factors, each with its factor.
    """
    result = next(reversed(_results.rows(assessment=assessment)), None)
    if result is not None:
        bring(result, "units", _units.rows(result=result.pk))
    return result


def results_of(assessment: UUID) -> list[Result]:
    """Every result of an assessment, the first first: each with its key and yardstick."""
    results = Result.objects.filter(assessment=assessment)
    return list(results.select_related("key", "yardstick").order_by("pk"))


def standing_results(assessments: Collection[UUID]) -> dict[UUID, Result]:
    """The results that stand for these assessments, by assessment and without units: one query."""
    rows = Result.objects.filter(assessment__in=assessments, superseded_at__isnull=True)
    return {row.assessment: row for row in rows.order_by("pk")}


def voted_key_id(key: Key) -> int:
    """The key whose panel gave the votes: the key itself, unless it was copied from another."""
    while key.copied_from is not None:
        key = key.copied_from
    return key.pk


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

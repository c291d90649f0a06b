"""Checking a panel file against its case and framework, before anything of it is stored."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from scenarios.models import CaseVersion, WrongToolGround
from scenarios.models.assessment import Confidence
from scenarios.safety.findings import identifier_findings
from scoring.public import Action, Factor, IntervalBand


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"


NOBODY = "-"
"""Stands in place of a rating of whoever stopped the case as the wrong tool."""


def panel_stages(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a panel file says of each stage: in a list or, of a case with one stage, at the top.

    None where every panellist stopped the case as the wrong tool.
    """
    if "stages" in data:
        return list(data["stages"])
    return [] if "wrong_tool" in data and "units" not in data else [data]


def panel_problems(version: CaseVersion, data: Mapping[str, Any]) -> Iterator[str]:
    """Everything in a panel file that does not fit, one sentence each."""
    panellists = data.get("panellists", [])
    if not panellists:
        yield _("The file names no panellists.")
    if len(set(panellists)) < len(panellists):
        yield _("A panellist is named twice.")
    if not isinstance(data.get("synthetic"), bool):
        yield _("The file does not say whether the panel is synthetic.")
    stopped = data.get("wrong_tool", {})
    yield from _wrong_tool_problems(stopped, panellists)
    stages = panel_stages(data)
    if not stages and set(stopped) < set(panellists):
        yield _("Nobody has rated the case, and not every panellist has stopped it.")
    if stages and len(stages) != version.stages:
        yield _("The case has %(stages)d stages, and the file speaks of %(found)d.") % {
            "stages": version.stages,
            "found": len(stages),
        }
    for number, stage in enumerate(stages, start=1):
        for problem in _stage_problems(version, number, stage, panellists, stopped):
            yield f"{_('Stage')} {number}: {problem}" if len(stages) > 1 else problem


def _wrong_tool_problems(stopped: Mapping[str, Any], panellists: Collection[str]) -> Iterator[str]:
    yield from _stranger_problems(stopped, panellists)
    for label, given in stopped.items():
        if given.get("ground") not in WrongToolGround.values:
            yield _("%(label)s: “%(ground)s” is not a ground for stopping.") % {
                "label": label,
                "ground": given.get("ground", ""),
            }


def _stage_problems(
    version: CaseVersion,
    number: int,
    stage: Mapping[str, Any],
    panellists: Collection[str],
    stopped: Collection[str],
) -> Iterator[str]:
    factors = {
        factor.code: factor
        for factor in Factor.objects.filter(framework=version.framework_id).prefetch_related(
            "scale__levels"
        )
    }
    units = stage.get("units", {})
    for code in sorted(set(units) - set(factors)):
        yield _("“%(code)s” is not a factor of the framework.") % {"code": code}
    for code in factors:
        if code not in units:
            yield _("“%(code)s” is not rated.") % {"code": code}
    passages = set(version.passages.filter(stage__lte=number).values_list("ref", flat=True))
    for code, unit in units.items():
        if code in factors:
            for problem in _unit_problems(factors[code], unit, panellists, stopped, passages):
                yield f"{code}: {problem}"
    yield from _plan_problems(version, stage, panellists, stopped, factors)


def _unit_problems(
    factor: Factor,
    unit: Mapping[str, Any],
    panellists: Collection[str],
    stopped: Collection[str],
    passages: set[str],
) -> Iterator[str]:
    yield from _count_problems(unit.get("ratings", []), panellists, _("ratings"))
    yield from _count_problems(unit.get("confidence", []), panellists, _("confidences"))
    yield from _stopped_problems(unit.get("ratings", []), panellists, stopped)
    on_scale = {str(level.value) for level in factor.scale.levels.all()}
    allowed = on_scale | {"n"} | ({"x"} if factor.may_not_apply else set())
    for rating in sorted(set(unit.get("ratings", [])) - allowed - {NOBODY}):
        yield _("“%(rating)s” is not on the scale.") % {"rating": rating}
    known = {*Confidence.values, *([0] if stopped else [])}
    for percent in sorted(set(unit.get("confidence", [])) - known):
        yield _("%(percent)s is not a confidence that can be given.") % {"percent": percent}
    yield from _stranger_problems(unit.get("reasons", {}), panellists)
    cited: set[tuple[str, str]] = set()
    for stance in Stance:
        for ref, labels in unit.get(stance.value, {}).items():
            if ref not in passages:
                yield _("the case has no passage %(ref)s.") % {"ref": ref}
            yield from _stranger_problems(labels, panellists)
            for label in labels:
                if (ref, label) in cited:
                    yield _("%(label)s cites %(ref)s twice.") % {"label": label, "ref": ref}
                cited.add((ref, label))


def _plan_problems(
    version: CaseVersion,
    data: Mapping[str, Any],
    panellists: Collection[str],
    stopped: Collection[str],
    factors: Collection[str],
) -> Iterator[str]:
    framework = version.framework_id
    bands = IntervalBand.objects.filter(framework=framework).values_list("code", flat=True)
    intervals = data.get("interval", {}).get("ratings", [])
    yield from _count_problems(intervals, panellists, _("review intervals"))
    yield from _stopped_problems(intervals, panellists, stopped)
    for code in sorted(set(intervals) - set(bands) - {NOBODY}):
        yield _("“%(code)s” is not a review interval of the framework.") % {"code": code}
    actions = set(Action.objects.filter(framework=framework).values_list("code", flat=True))
    if "actions" not in data:
        yield _("The file has no actions.")
    for code, given in data.get("actions", {}).items():
        if code not in actions:
            yield _("“%(code)s” is not an action of the framework.") % {"code": code}
        if given.get("factor") not in factors:
            yield _("%(code)s: “%(factor)s” is not a factor of the framework.") % {
                "code": code,
                "factor": given.get("factor", ""),
            }
        for problem in _stranger_problems(given.get("panellists", []), panellists):
            yield f"{code}: {problem}"


def _count_problems(
    given: Collection[Any], panellists: Collection[str], what: str
) -> Iterator[str]:
    if len(given) != len(panellists):
        yield _("%(count)d %(what)s for %(panel)d panellists.") % {
            "count": len(given),
            "what": what,
            "panel": len(panellists),
        }


def _stopped_problems(
    given: Collection[Any], panellists: Collection[str], stopped: Collection[str]
) -> Iterator[str]:
    """Whoever stopped the case rates nothing, and nobody else is passed over."""
    for label, rating in zip(panellists, given, strict=False):
        if (rating == NOBODY) is not (label in stopped):
            yield (
                _("%(label)s stopped the case and has a rating.")
                if label in stopped
                else _("%(label)s has no rating.")
            ) % {"label": label}


def _stranger_problems(labels: Collection[str], panellists: Collection[str]) -> Iterator[str]:
    for label in sorted(set(labels) - set(panellists)):
        yield _("%(label)s is not on the panel.") % {"label": label}


def text_problems(data: Any, where: str = "") -> Iterator[str]:
    """What in the reasons and notes of a panel file points to a real person, with its place."""
    for key, value in data.items() if isinstance(data, Mapping) else enumerate(data, start=1):
        place = f"{where}.{key}".lstrip(".")
        if isinstance(value, str):
            if key in ("note", "reason") or where.endswith(".reasons"):
                yield from map(str, identifier_findings(value, where=place))
        elif isinstance(value, (Mapping, list)):
            yield from text_problems(value, place)

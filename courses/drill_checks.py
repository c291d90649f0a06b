"""What is wrong with a written drill, in words, each on its field."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.drill_content import NOT_APPLICABLE, NOT_ENOUGH, TOO_HIGH, TOO_LOW, feedback_names
from courses.models.drills import FEEDBACK, Drill
from scenarios.public import identifier_findings
from scoring.public import Factor

OWN_TEXTS = ("title", "person", "content_label", *FEEDBACK.values())


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``missing``: it is not there yet, which a draft may leave so."""

    field: str
    words: str
    missing: bool = False


def drill_problems(drill: Drill, factors: Iterable[Factor]) -> list[Problem]:
    """All that keeps a drill from being shown; ``factors`` come with the levels of their scales."""
    found = [
        Problem(name, str(finding))
        for name in OWN_TEXTS
        for finding in identifier_findings(getattr(drill, name) or "")
    ]
    if drill.tempting and drill.tempting == drill.level:
        found.append(Problem("tempting", _("The tempting answer is another than the one meant.")))
    factor = next((each for each in factors if each.code == drill.factor), None)
    if factor is None:
        if drill.factor:
            found.append(Problem("factor", _("This is not a factor of the current framework.")))
        return found
    return [*found, *_of_levels(drill, factor), *_of_feedback(drill, factor)]


def _of_levels(drill: Drill, factor: Factor) -> list[Problem]:
    """The level meant, and the tempting one, are on the factor's scale."""
    values = {str(level.value) for level in factor.scale.levels.all()}
    words = _("%(factor)s has the levels %(levels)s.") % {
        "factor": factor.name,
        "levels": ", ".join(sorted(values)),
    }
    return [
        Problem(name, words)
        for name in ("level", "tempting")
        if (given := getattr(drill, name)) and given not in {*values, NOT_ENOUGH}
    ]


def _of_feedback(drill: Drill, factor: Factor) -> list[Problem]:
    """Words for every answer that can be given, and for no other."""
    if not drill.level:
        return []
    values = [level.value for level in factor.scale.levels.all()]
    if drill.level not in {*map(str, values), NOT_ENOUGH}:
        return []
    needed = feedback_names(drill.level, values, may_not_apply=factor.may_not_apply)
    found = []
    for name, field in FEEDBACK.items():
        written = bool((getattr(drill, field) or "").strip())
        if name in needed and not written:
            found.append(Problem(field, _("This answer can be given. Say why it is not right.")
                if name != "right" else _("Say why this is right."), missing=True))  # fmt: skip
        elif name not in needed and written:
            found.append(Problem(field, _why_never(name, factor)))
    return found


def _why_never(name: str, factor: Factor) -> str:
    """Why an answer cannot be given, or is not wrong, so that it needs no words."""
    if name == NOT_APPLICABLE:
        return _("“Not applicable” cannot be answered for %(factor)s. Leave this empty.") % {
            "factor": factor.name
        }
    return {
        TOO_LOW: _("No level is lower than the one meant. Leave this empty."),
        TOO_HIGH: _("No level is higher than the one meant. Leave this empty."),
        NOT_ENOUGH: _("This is the answer meant. Write it under “right” and leave this empty."),
    }[name]

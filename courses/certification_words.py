"""What the figures of a pass rule are called: on forms, in a rule, and where one fell short.

What a person is told of a set they did not pass names no count and no direction. Beside the weak
factors of a check, whether concerns were missed or alarms false would tell the panel's level.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring.public import Objection, PassFigure

WRONG_TOOL = "wrong_tool"


@dataclass(frozen=True)
class FigureName:
    """One figure: its label on a form, and its bound as a sentence with ``%(bound)s`` in it."""

    label: str | Promise
    bound: str | Promise


NAMES: Mapping[PassFigure, FigureName] = {
    PassFigure.SCORE: FigureName(
        gettext_lazy("Score, at least (points)"),
        gettext_lazy("A score of at least %(bound)s over the cases."),
    ),
    PassFigure.EXACT: FigureName(
        gettext_lazy("The same as the panel, at least (% of scored factors)"),
        gettext_lazy("The same level as the panel on at least %(bound)s of scored factors."),
    ),
    PassFigure.WITHIN_ONE: FigureName(
        gettext_lazy("Within one level, at least (% of scored factors)"),
        gettext_lazy("Within one level of the panel on at least %(bound)s of scored factors."),
    ),
    PassFigure.OVERALL_EXACT: FigureName(
        gettext_lazy("Overall level the same, at least (% of cases)"),
        gettext_lazy("The same overall level as the panel in at least %(bound)s of cases."),
    ),
    PassFigure.OVERALL_WITHIN_ONE: FigureName(
        gettext_lazy("Overall level within one, at least (% of cases)"),
        gettext_lazy("The overall level within one of the panel’s in at least %(bound)s of cases."),
    ),
    PassFigure.MISSED_CONCERNS: FigureName(
        gettext_lazy("Missed concerns, at most (a number)"),
        gettext_lazy("At most %(bound)s missed concerns: two levels or more less worried."),
    ),
    PassFigure.FALSE_ALARMS: FigureName(
        gettext_lazy("False alarms, at most (a number)"),
        gettext_lazy("At most %(bound)s false alarms: two levels or more too worried."),
    ),
    PassFigure.TWO_LEVEL_MISSES: FigureName(
        gettext_lazy("Two levels or more off, at most (a number)"),
        gettext_lazy("At most %(bound)s answers two levels or more from the panel’s."),
    ),
}

OBJECTIONS: Mapping[str, str | Promise] = {
    Objection.FAILS_PANELLISTS: gettext_lazy("It fails more than 20% of the panel’s own members."),
    Objection.PASSES_NO_READERS: gettext_lazy(
        "It passes more than 10% of people who never read a case."
    ),
    Objection.NOT_TRIED_ON_PANELLISTS: gettext_lazy(
        "No panellist has rated enough of the cases for a set, so it could not be tried on them."
    ),
    Objection.NOT_TRIED_ON_NO_READERS: gettext_lazy(
        "A figure of it has no value yet, so it could not be tried on people who never read."
    ),
}

WAYS: Mapping[str, str | Promise] = {
    "best_constants": gettext_lazy("always the best single level for each factor"),
    "lowest": gettext_lazy("always the lowest level"),
    "middle": gettext_lazy("always the middle level"),
    "highest": gettext_lazy("always the highest level"),
    "guessing": gettext_lazy("guessing"),
    "not_enough": gettext_lazy("always “not enough information”"),
}


def rule_words(bounds: Mapping[str, float]) -> list[str]:
    """What a set has to reach, a sentence for each bound."""
    return [
        str(NAMES[figure].bound) % {"bound": _bound(figure, bounds[figure.value])}
        for figure in PassFigure
        if figure.value in bounds
    ]


def missed_words(missed: Collection[str]) -> list[str]:
    """What fell short, in words without counts; misses of two levels without their direction."""
    said: list[str] = []
    for name in missed:
        words = _missed(name)
        if words not in said:
            said.append(words)
    return said


def too_few_words(left: int, needed: int) -> str:
    """Why somebody can draw no set: fewer unseen cases are left for them than a set needs."""
    needs = ngettext(
        "A set needs %(needed)d case that you have never met",
        "A set needs %(needed)d cases that you have never met",
        needed,
    ) % {"needed": needed}
    n_left = ngettext("%(n)d is left for you", "%(n)d are left for you", left) % {"n": left}
    return _(
        "%(needs)s, and %(left)s. More have to be opened before you can draw one: tell your "
        "trainer. Nothing of your allowance is used by waiting."
    ) % {"needs": needs, "left": n_left}


def none_left_words() -> str:
    """Why no case can take the place of one of a set."""
    return _(
        "Every other one is or was in this set, or you have met it elsewhere. Tell your trainer: "
        "more can be opened. Nothing of your allowance is used by waiting."
    )


def _missed(name: str) -> str:
    if name == WRONG_TOOL:
        return _("You stopped a case as not one for ARMS, and the panel rated it.")
    match PassFigure(name):
        case PassFigure.SCORE:
            return _("Your score over the cases was below what the rule asks for.")
        case PassFigure.EXACT:
            return _("You gave the same level as the panel less often than the rule asks for.")
        case PassFigure.WITHIN_ONE:
            return _("You were within one level of the panel less often than the rule asks for.")
        case PassFigure.OVERALL_EXACT:
            return _(
                "You gave the same overall level as the panel less often than the rule asks for."
            )
        case PassFigure.OVERALL_WITHIN_ONE:
            return _("The overall level was near the panel’s less often than the rule asks for.")
        case _:
            return _("More of your answers were two levels or more off than the rule allows.")


def _bound(figure: PassFigure, value: float) -> str:
    if figure.is_share:
        return f"{number_format(round(100 * value, 1), decimal_pos=_places(100 * value))}%"
    return number_format(value, decimal_pos=_places(value))


def _places(value: float) -> int:
    return 0 if round(value, 1) == round(value) else 1

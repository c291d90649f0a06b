"""Why a case should be looked at again, in words; and figures that may be missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.public import Estimate, Undefined, difference_text, figure_text, words_for

Reason = Mapping[str, Any]
NOT_SCORED = "not_scored"


def reason_words(reason: Reason) -> str:
    """One reason as a sentence. KeyError: a code that is no reason."""
    return _SENTENCES[reason["code"]](reason)


def _no_panel(reason: Reason) -> str:
    return _("No panel has closed on it yet.")


def _flagged(reason: Reason) -> str:
    return ngettext(
        "The panel is split on %(n)d of %(of)d factors.",
        "The panel is split on %(n)d of %(of)d factors.",
        reason["of"],
    ) % {"n": reason["n"], "of": reason["of"]}


def _too_few(reason: Reason) -> str:
    return ngettext(
        "Too few of the panel gave a level on %(n)d of %(of)d factors.",
        "Too few of the panel gave a level on %(n)d of %(of)d factors.",
        reason["of"],
    ) % {"n": reason["n"], "of": reason["of"]}


def _agreement(reason: Reason) -> str:
    return _("The panel agrees little: AC2 is %(ac2)s.") % {
        "ac2": figure_text(reason["hundredths"] / 100)
    }


def _reading(reason: Reason) -> str:
    return _("Somebody who never opened the file would do as well as a typical panellist.")


def _tool_split(reason: Reason) -> str:
    return _("The panel is split on whether ARMS is the tool: %(n)d of %(of)d say it is not.") % {
        "n": reason["n"], "of": reason["of"],
    }  # fmt: skip


def _gap(reason: Reason) -> str:
    return _("Trainees agree with each other and not with the panel on %(factors)s.") % {
        "factors": named(reason["factors"])
    }


def _discrimination(reason: Reason) -> str:
    return _("Those who do well otherwise do worse on %(factors)s.") % {
        "factors": named(reason["factors"])
    }


def _guessing(reason: Reason) -> str:
    return _("Trainees match the panel no more often than guessing would.")


def _disagreements(reason: Reason) -> str:
    return _("%(n)d trainees still disagree on %(factor)s.") % {
        "n": reason["n"], "factor": reason["factor"],
    }  # fmt: skip


def _promised(reason: Reason) -> str:
    return ngettext(
        "Somebody was told that the key of %(n)d factor will be looked at.",
        "People were told that the keys of %(n)d factors will be looked at.",
        reason["n"],
    ) % {"n": reason["n"]}


_SENTENCES = {
    "no_panel": _no_panel,
    "flagged": _flagged,
    "too_few": _too_few,
    "agreement": _agreement,
    "reading": _reading,
    "tool_split": _tool_split,
    "gap": _gap,
    "discrimination": _discrimination,
    "guessing": _guessing,
    "disagreements": _disagreements,
    "promised": _promised,
}


def named(names: Sequence[str]) -> str:
    """Names in a row, with a word before the last."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def why_not(figure: Undefined) -> str:
    """Why a figure cannot be said; the commonest reason in two words, since it fills a table."""
    if figure.reason == NOT_SCORED:
        return _("not scored")
    return words_for(figure.reason)


def figure_or_why(figure: float | Estimate | Undefined, places: int = 2) -> str:
    """A number with a true minus sign, or why there is none."""
    if isinstance(figure, Undefined):
        return why_not(figure)
    value = figure.value if isinstance(figure, Estimate) else figure
    return figure_text(value, places)


def signed(value: float | Undefined, places: int = 1) -> str:
    """A difference in levels with its sign and direction."""
    if isinstance(value, Undefined):
        return why_not(value)
    shown = round(value, places)
    mark = "▼ " if shown < 0 else "▲ " if shown > 0 else ""
    return f"{mark}{difference_text(value, places)}"


def percent_or_why(share: float | Undefined) -> str:
    """A share as a whole percentage, or why there is none."""
    return why_not(share) if isinstance(share, Undefined) else f"{round(100 * share)}%"


def likely_between(figure: Estimate | Undefined, places: int = 2) -> str:
    """Both ends of an interval, or a dash of words where it has none."""
    if isinstance(figure, Undefined) or figure.low is None or figure.high is None:
        return _("not known")
    return _("%(low)s to %(high)s") % {
        "low": figure_text(figure.low, places), "high": figure_text(figure.high, places),
    }  # fmt: skip

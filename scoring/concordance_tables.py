"""The answer of ``manage.py concordance`` for a person to read."""

from collections.abc import Iterable, Mapping
from typing import Any

from scoring.core import Estimate, Undefined
from scoring.printed import number, section, table

PLACES = 1
CERTIFYING_LIMIT = 55.0
"""A test where one answer throughout earns more script-concordance credit must not certify."""


def readable_concordance(answer: Mapping[str, Any]) -> str:
    """Trainees first, then what their figures rest on. Scores and shares are out of 100."""
    return "\n".join(
        [
            section("Trainees", _trainees(answer)),
            section("Trainees against the key", _against_the_key(answer)),
            section("Yardstick", _yardstick(answer)),
            section("One answer throughout", _constants(answer)),
            section("Units", _units(answer)),
        ]
    ).rstrip()


def _trainees(answer: Mapping[str, Any]) -> str:
    rows = [
        [
            row["id"],
            _shown(row["panel_anchored"]),
            _interval(row["panel_anchored"]),
            _shown(row["concordance"]),
            _shown(row["scaled_80_5"]),
        ]
        for row in answer["trainees"]
    ]
    headings = ["trainee", "panel-anchored", "95% interval", "concordance", "80/5"]
    notes = _reasons(answer, ("panel_anchored", "concordance", "scaled_80_5"))
    if answer["ignored"]:
        notes.append(f"Answers on units the panel did not rate, ignored: {answer['ignored']:,}")
    return "\n".join([table(headings, rows), *([""] if notes else []), *notes])


def _against_the_key(answer: Mapping[str, Any]) -> str:
    rows = [
        [
            row["id"],
            _shown(row["exact"]),
            _chance(row["exact"]),
            _shown(row["within_one"]),
            _chance(row["within_one"]),
            _shown(row["signed"], 2),
            _shown(row["quadratic_kappa"], 2),
        ]
        for row in answer["trainees"]
    ]
    headings = ["trainee", "exact %", "by chance", "within one %", "by chance", "signed", "kappa"]
    notes = _reasons(answer, ("exact", "within_one", "signed", "quadratic_kappa"))
    return "\n".join([table(headings, rows), *([""] if notes else []), *notes])


def _reasons(answer: Mapping[str, Any], figures: Iterable[str]) -> list[str]:
    """What the dashes in these columns of the trainees stand for."""
    reasons = {_reason(row[figure]) for row in answer["trainees"] for figure in figures}
    return [f"-  {words}" for words in sorted(reasons) if words]


def _yardstick(answer: Mapping[str, Any]) -> str:
    ruler, place = answer["yardstick"], answer["panellists_place"]
    if isinstance(ruler, Undefined):
        return ruler.words
    low, high = ruler["interval_90"]
    lines = [
        f"R is {number(ruler['value'], 3)} levels, 90% interval {number(low, 3)} to "
        f"{number(high, 3)}, from {ruler['n_scenarios']} scenarios.",
        f"A typical panellist stands at {_shown(place)}." if not _reason(place) else "",
        ruler["provisional"] or "",
    ]
    return "\n".join(line for line in lines if line)


def _constants(answer: Mapping[str, Any]) -> str:
    rows = [
        [
            "not enough information" if row["level"] is None else f"{row['level']:g}",
            _shown(row["panel_anchored"]),
            _shown(row["concordance"]),
        ]
        for row in answer["constants"]
    ]
    body = table(["answer", "panel-anchored", "concordance"], rows)
    earned = [row["concordance"] for row in answer["constants"]]
    if any(isinstance(one, Estimate) and one.value > CERTIFYING_LIMIT for one in earned):
        body += (
            f"\n\nOne answer throughout earns more than {CERTIFYING_LIMIT:.0f} in concordance:\n"
            "such a test must not certify."
        )
    return body


def _units(answer: Mapping[str, Any]) -> str:
    rows = [
        [
            row["id"],
            " or ".join(f"{level:g}" for level in row["key"]),
            _shown(row["spread"], 2),
            ", ".join(flag.replace("_", " ") for flag in row["flags"]),
        ]
        for row in answer["units"]
    ]
    return table(["unit", "key", "spread", "flags"], rows)


def _shown(figure: Any, places: int = PLACES) -> str:
    """A figure, or a dash for one that cannot be said: the reasons stand under the table."""
    if isinstance(figure, Estimate):
        return number(figure.value, places)
    if isinstance(figure, Mapping) and "value" in figure:
        return number(figure["value"], places)
    return "-"


def _interval(figure: Any) -> str:
    if not isinstance(figure, Estimate) or figure.low is None or figure.high is None:
        return ""
    return f"{number(figure.low, PLACES)} to {number(figure.high, PLACES)}"


def _chance(figure: Any) -> str:
    return number(figure["chance"], PLACES) if isinstance(figure, Mapping) else ""


def _reason(figure: Any) -> str:
    if isinstance(figure, Undefined):
        return figure.words
    return str(figure["undefined"]) if isinstance(figure, Mapping) and "undefined" in figure else ""

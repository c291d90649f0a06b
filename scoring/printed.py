"""Figures as JSON with full precision, and as plain tables that a person can read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from scoring.core import Estimate, Undefined

PLACES = 3


def plain(value: Any) -> Any:
    """A figure, or anything that holds figures, as JSON has it.

    An Estimate is ``{"value", "se", "ci": [low, high]}``, null where there is none; what is
    undefined is ``{"undefined": reason in words}``; counts and other numbers stand bare.
    ValueError: a number that is not finite.

    >>> plain({"alpha": Estimate(0.5, low=0.25, high=0.75), "n": np.int64(3)})
    {'alpha': {'value': 0.5, 'se': None, 'ci': [0.25, 0.75]}, 'n': 3}
    """
    match value:
        case Estimate():
            ends = [plain(value.low), plain(value.high)]
            ci = None if ends == [None, None] else ends
            return {"value": plain(value.value), "se": plain(value.se), "ci": ci}
        case Undefined():
            return {"undefined": value.words}
        case np.ndarray() | np.generic():
            return plain(value.tolist())
        case Enum():
            return plain(value.value)
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case str() | bool() | int() | None:
            return value
        case float():
            if not np.isfinite(value):
                raise ValueError("A figure that is not finite has no place in an answer.")
            return value
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        case Iterable():
            return [plain(each) for each in value]
    raise ValueError(f"{type(value).__name__} has no form in JSON.")


def as_json(value: Any) -> str:
    """JSON text on lines of its own; reading it gives back the same numbers to the last bit."""
    return json.dumps(plain(value), allow_nan=False, indent=2)


def number(value: float | int | str | bool | None, places: int = PLACES) -> str:
    """A count whole, a figure rounded, nothing where there is nothing.

    >>> number(1234567), number(-0.00001), number(None)
    ('1,234,567', '0.000', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, int | np.integer):
        return f"{value:,}"
    return f"{round(float(value), places) + 0.0:.{places}f}"


def estimate_cells(value: Any, places: int = PLACES) -> tuple[str, str, str]:
    """Value, standard error and 95% interval, for three columns; a reason stands for a value.

    >>> estimate_cells(Estimate(0.75, 0.125, 0.5, 1.0))
    ('0.750', '0.125', '0.500 to 1.000')
    """
    if isinstance(value, Undefined):
        return value.words, "", ""
    if not isinstance(value, Estimate):
        return number(value, places), "", ""
    ends = [number(value.low, places), number(value.high, places)]
    interval = " to ".join(ends) if all(ends) else ""
    return number(value.value, places), number(value.se, places), interval


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], places: int = PLACES) -> str:
    """Columns in line: numbers to the right, words to the left; figures by ``estimate_cells``.

    >>> print(table(["rater", "n"], [["A", 5], ["Bo", 12]]))
    rater   n
    -----  --
    A       5
    Bo     12
    """
    cells = [[estimate_cells(each, places)[0] for each in row] for row in rows]
    columns = list(zip(headings, *cells, strict=True))
    # Reasons may be long: they run on, and widen no column.
    widths = [max(len(cell) for cell in column if not _is_words(cell)) for column in columns]
    right = [any(map(_is_number, column[1:])) for column in columns]
    lines = [list(headings), ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if to_right and not _is_words(cell) else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def estimates_table(figures: Mapping[str, Any], places: int = PLACES) -> str:
    """A line for each figure: its name, value, standard error and interval.

    Figures within figures are set under the name of those they belong to.
    """
    headings = ["", "value", "se", "95% interval"]
    rows = [[name, *estimate_cells(value, places)] for name, value in _lines(figures)]
    return table(headings, rows, places)


def section(title: str, body: str) -> str:
    """A part of a readable answer under its title."""
    return f"{title}\n{'=' * len(title)}\n\n{body}\n"


def _lines(figures: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from ((f"{name} {inner}", each) for inner, each in _lines(value))
        else:
            yield name, value


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").removeprefix("-").isdigit()


def _is_words(cell: str) -> bool:
    return cell.endswith(".") and " " in cell

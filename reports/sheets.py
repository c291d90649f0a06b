"""What goes into a file, whatever its format: headings, rows, and words that are only words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.tables import Value

# What no XML can hold; nobody can read it in a page or a CSV file either.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A spreadsheet takes a cell that begins so for a formula: also after blanks, also full-width.
FORMULA_START = re.compile("[\t\r\n]|[\\s\u200b-\u200f\u2060\ufeff]*[=+@\\-＝＋＠－]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table for a file: ``name`` is the file's, ``title`` what a reader calls it."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]


def inert(value: Value) -> Value:
    """The value as it may stand in a cell: words never begin a formula, numbers stay numbers.

    >>> inert("=1+1"), inert(-0.4)
    ("'=1+1", -0.4)
    """
    if not isinstance(value, str) or (value[:1].isalnum() and value.isprintable()):
        return value
    words = UNPRINTABLE.sub("", value)
    return f"'{words}" if FORMULA_START.match(words) else words

"""From the bytes of a file to rows of words, each with its number of line. Nothing is trusted."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from people.roster.columns import KNOWN, MOST_BYTES, MOST_COLUMNS, MOST_LINES, plain
from people.roster.problems import BadRoster, Problem, refuse
from people.roster.workbook import workbook_rows

Cell = str | date
Row = tuple[int, list[Cell]]
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# PDF, RTF, pictures, web pages: how files begin that somebody may take for a table.
OTHER_KINDS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"<!", b"<html", b"<?xml")
WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Table:
    """The rows under the headings, and whether the words were read in the old way.

    A row that has more cells than there are headings is not among them: ``problems`` names it.
    """

    headings: list[str]
    rows: list[Row]
    is_windows_1252: bool = False
    problems: Sequence[Problem] = ()


def read_table(content: bytes) -> Table:
    """The rows of a CSV or XLSX file; which of them it is, its first bytes say.

    BadRoster: it is neither, or larger than what is taken.
    """
    if len(content) > MOST_BYTES:
        raise refuse(_("The file is larger than 20 MB. Split it."))
    if content.startswith(OLD_OFFICE):
        raise refuse(
            _(
                "This is an old Excel file (.xls), or one with a password. Save it as an Excel "
                "workbook (.xlsx) without a password, or as CSV UTF-8."
            )
        )
    if content.startswith(OTHER_KINDS):
        raise refuse(
            _(
                "This is no CSV file and no Excel workbook (.xlsx). "
                "Take the template and fill it in."
            )
        )
    if content.startswith(ZIP):
        return _table(workbook_rows(content))
    text, is_old = _decoded(content)
    return _table(_csv_rows(text), is_windows_1252=is_old)


def _table(rows: Iterator[Row], *, is_windows_1252: bool = False) -> Table:
    filled = ((line, cells) for line, cells in rows if any(_is_filled(cell) for cell in cells))
    nothing: Row = (0, [])
    _line, first = next(filled, nothing)
    if not first:
        raise refuse(_("The file is empty. Its first line is the headings."))
    headings = [str(cell).strip() for cell in first]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MOST_COLUMNS:
        raise refuse(_("There are more than 30 columns. Take the template and fill it in."))
    found: list[Row] = []
    problems: list[Problem] = []
    for line, cells in filled:
        if len(found) + len(problems) == MOST_LINES:
            raise refuse(_("There are more than 20,000 lines. Split the file."))
        if any(_is_filled(cell) for cell in cells[len(headings) :]):
            words = _("there is something in a column without a heading.")
            problems.append(Problem(line, words))
        else:
            found.append((line, cells[: len(headings)]))
    if not found and not problems:
        raise refuse(_("There is nobody in the file, only headings."))
    return Table(headings, found, is_windows_1252, problems)


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether it was read as Windows-1252 because it is no UTF-8."""
    if content.startswith(WIDE_TEXT):
        raise refuse(_("This is “Unicode text” (UTF-16). Save it as CSV UTF-8."))
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise refuse(_("there is a sign that is no text. Save the file as CSV UTF-8."), line)
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse(
            _("this is neither UTF-8 nor Windows-1252 text. Save the file as CSV UTF-8."), line
        ) from None


def _csv_rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            words = _("a quotation mark is open or stands alone. Write it twice inside a cell.")
            raise refuse(words, line) from None
        if cells is None:
            return
        yield line, list(cells)
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The sign that parts most headings that are known."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(sign: str) -> int:
        try:
            return sum(plain(name) in KNOWN for name in next(csv.reader([first], delimiter=sign)))
        except (csv.Error, StopIteration):
            return 0

    return max(DELIMITERS, key=known)


__all__ = ["BadRoster", "Cell", "Row", "Table", "read_table"]

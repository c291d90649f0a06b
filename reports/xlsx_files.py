"""Spreadsheet files (XLSX) of the same rows as CSV: numbers and dates as such, never a formula."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reports.sheets import Sheet, inert
from reports.tables import Value

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATE_FORMAT = "yyyy-mm-dd"
NARROWEST, WIDEST = 9, 48  # characters
ROWS_MEASURED = 100
# A spreadsheet reads _x003D_ as "=": once saved as CSV from there it would be a formula again.
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31


def xlsx_response(sheet: Sheet, filename: str) -> FileResponse:
    """A download that is written to the disk row by row, and sent from there."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_workbook(sheet, file)
    file.seek(0)
    return FileResponse(file, content_type=CONTENT_TYPE, as_attachment=True, filename=filename)


def write_workbook(sheet: Sheet, file: IO[bytes]) -> None:
    """One sheet under a heading row that stays in view. Who asked for it is not in the file."""
    book = Workbook(write_only=True)
    book.properties.creator = settings.WAGTAIL_SITE_NAME
    page = book.create_sheet(NOT_IN_A_TITLE.sub(" ", sheet.title)[:LONGEST_TITLE].strip())
    rows = iter(sheet.rows)
    first = list(islice(rows, ROWS_MEASURED))
    page.freeze_panes = "A2"
    for position, width in enumerate(_widths([sheet.headings, *first]), start=1):
        page.column_dimensions[get_column_letter(position)].width = width
    page.append([_heading(page, words) for words in sheet.headings])
    for row in chain(first, rows):
        page.append([_cell(page, inert(value)) for value in row])
    book.save(file)


def _widths(rows: Iterable[Sequence[Value]]) -> Iterator[int]:
    """Wide enough for what the first rows hold, within reason."""
    for column in zip(*rows, strict=True):
        longest = max(len(str(value)) for value in column)
        yield min(max(longest + 2, NARROWEST), WIDEST)


def _heading(page: Any, words: str) -> WriteOnlyCell:
    cell = _words(page, str(inert(words)))
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Value) -> Any:
    if isinstance(value, str):
        return _words(page, value)
    if isinstance(value, date):
        cell = WriteOnlyCell(page, value)
        cell.number_format = DATE_FORMAT
        return cell
    return value


def _words(page: Any, words: str) -> WriteOnlyCell:
    """A cell of type string: whatever it says, it is neither formula, error, date nor number."""
    cell = WriteOnlyCell(page, ESCAPE.sub("_x005F_", words))
    cell.data_type = "s"
    return cell

"""Reading the tables of a page, and the files of the same rows, as a machine would."""

import csv
import io
from html.parser import HTMLParser
from typing import Any

from openpyxl import load_workbook


class _Tables(HTMLParser):
    """The body rows of each table by its id; a cell that spans columns is repeated in each."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._cell: str | None = None
        self._machine: str | None = None
        self._span = 1
        self._silent = False

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "table":
            self._rows = self.tables.setdefault(at["id"], [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._cell, self._machine, self._span = "", None, int(at.get("colspan", 1))
            if at.get("scope") in ("col", "rowgroup"):
                self._cell = None
        elif tag == "data":
            self._machine = at["value"]
        elif tag == "span":
            self._silent = at.get("aria-hidden") == "true"

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self._cell is not None:
            words = self._cell.strip() if self._machine is None else self._machine
            self._rows[-1] += [words] * self._span
            self._cell = None
        elif tag == "span":
            self._silent = False

    def handle_data(self, data):
        if self._cell is not None and not self._silent:
            self._cell += data


def tables_of(response) -> dict[str, list[list[str]]]:
    """The rows of figures of each table, without headings."""
    reader = _Tables()
    reader.feed(response.content.decode())
    return {name: [row for row in rows if row] for name, rows in reader.tables.items()}


def file_of(response) -> list[dict[str, str]]:
    """The rows of a CSV file by their headings."""
    words = response.content.decode("utf-8")
    assert words.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(words.removeprefix("\ufeff"))))


def spreadsheet_of(response) -> list[dict[str, Any]]:
    """The rows of an XLSX file by their headings; the values as a spreadsheet has them."""
    headings, *rows = sheet_in(response.getvalue()).values
    return [dict(zip(headings, row, strict=True)) for row in rows]


def sheet_in(content: bytes) -> Any:
    """The one sheet of an XLSX file."""
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return sheet

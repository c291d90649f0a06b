"""The file to fill in: headings, and one made-up line to show how it is meant."""

import csv
import io

from django.conf import settings
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from people.roster.columns import COLUMNS

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDTH = 22


def template_file(kind: str) -> bytes:
    """The template as CSV (with the mark that Excel needs for ŵ and ŷ) or as a workbook."""
    rows = [[column.heading for column in COLUMNS], [column.example for column in COLUMNS]]
    if kind == "csv":
        lines = io.StringIO(newline="")
        csv.writer(lines).writerows(rows)
        return lines.getvalue().encode("utf-8-sig")
    book = Workbook()
    book.properties.creator = settings.WAGTAIL_SITE_NAME
    sheet = book.active
    sheet.title = "Roster"
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append(row)
    for position in range(1, len(COLUMNS) + 1):
        sheet.cell(1, position).font = Font(bold=True)
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = WIDTH
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

"""CSV files that a spreadsheet opens as they are meant, and never runs."""

import csv
from io import SEEK_END, StringIO

from django.http import HttpResponse

from reports.sheets import Sheet, inert


def csv_response(sheet: Sheet, filename: str) -> HttpResponse:
    """A download in UTF-8 with a byte order mark, without which spreadsheets misread names."""
    lines = StringIO("\ufeff", newline="")
    lines.seek(0, SEEK_END)
    writer = csv.writer(lines)
    writer.writerow(sheet.headings)
    writer.writerows([inert(value) for value in row] for row in sheet.rows)
    return HttpResponse(
        lines.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )

"""CSV files that a spreadsheet opens as they are meant, and never runs."""

import csv

from django.http import HttpResponse

from reports.sheets import Sheet, inert


def csv_response(sheet: Sheet, filename: str) -> HttpResponse:
    """A download in UTF-8 with a byte order mark, without which spreadsheets misread names."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(sheet.headings)
    writer.writerows([inert(value) for value in row] for row in sheet.rows)
    return response

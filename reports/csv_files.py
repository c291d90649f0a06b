"""CSV files that a spreadsheet opens as they are meant, and never runs."""

import csv
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from reports.tables import Value

# A spreadsheet takes a cell that begins so for a formula: also after blanks, also full-width.
FORMULA_START = re.compile(r"[\t\r\n]|\s*[=+@\-＝＋＠－]")


def inert(value: Value) -> Value:
    """The value as it may stand in a cell: words never begin a formula, numbers stay numbers.

    >>> inert("=1+1"), inert(-0.4)
    ("'=1+1", -0.4)
    """
    if isinstance(value, str) and FORMULA_START.match(value):
        return f"'{value}"
    return value


def csv_response(
    *, filename: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> HttpResponse:
    """A download in UTF-8 with a byte order mark, without which spreadsheets misread names."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(headings)
    writer.writerows([inert(value) for value in row] for row in rows)
    return response

"""A report's rows as a file: one way for every table and every format."""

from collections.abc import Callable
from enum import StrEnum

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import Organisation
from reports.csv_files import csv_response
from reports.sheets import Sheet
from reports.tables import Value
from reports.xlsx_files import xlsx_response
from scoring.public import METHOD_VERSION

Answer = HttpResponse | FileResponse


class FileFormat(StrEnum):
    """What a file may be; the value ends its name and its address."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def respond(self) -> Callable[[Sheet, str], Answer]:
        return {FileFormat.CSV: csv_response, FileFormat.XLSX: xlsx_response}[self]


class FileFormatConverter:
    """The end of an address: a format that there is."""

    regex = "|".join(FileFormat)

    def to_python(self, value: str) -> FileFormat:
        return FileFormat(value)

    def to_url(self, value: str) -> str:
        return str(value)


def file_response(*, organisation: Organisation, sheet: Sheet, file_format: FileFormat) -> Answer:
    """The download. Each row says of itself whose it is, until when, and by which method."""
    today = timezone.localdate()
    about: list[Value] = [organisation.code, organisation.name, today, METHOD_VERSION]
    whole = Sheet(
        name=sheet.name,
        title=sheet.title,
        headings=[_("Code"), _("Organisation"), _("To"), _("Method version"), *sheet.headings],
        rows=([*about, *row] for row in sheet.rows),
    )
    filename = f"{organisation.code}-{sheet.name}-{today.isoformat()}.{file_format}"
    return file_format.respond(whole, filename)

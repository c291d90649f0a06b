"""The first sheet of an Excel workbook, as rows of words: bounded, without macros or entities.

openpyxl reads it once everything it could choke on has been ruled out: ``_look_through`` unpacks
every part with a plain parser first, counts, and refuses whatever declares a document type.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from people.roster.columns import MOST_COLUMNS
from people.roster.problems import BadRoster, refuse

MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
MOST_RATIO = 100
RATIO_FROM = 1024 * 1024
"""Small parts compress well without harm; larger ones have to be what they seem."""
MOST_ELEMENTS = 1_500_000
MOST_DEPTH = 64
PIECE = 64 * 1024
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError),
    *(ValueError, KeyError, IndexError, TypeError, AttributeError),
)


def workbook_rows(content: bytes) -> Iterator[tuple[int, list[str | date]]]:
    """The rows of the first sheet with their numbers. A formula is the words it is written in.

    BadRoster: it is no workbook, has macros, or unpacks to more than is taken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_through(archive)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=2 * MOST_COLUMNS, values_only=True)
        for number, cells in enumerate(rows, start=1):
            if any(cells):
                yield number, [_words(value) for value in cells]
        book.close()
    except BadRoster:
        raise
    except UNREADABLE:
        raise refuse(
            _("This is no workbook that can be read. Save it again as .xlsx, or as CSV UTF-8.")
        ) from None


def _words(value: Any) -> str | date:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date() if value.time() == value.min.time() else str(value)
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # A formula over several cells is an object that knows its text.
    return str(getattr(value, "text", value))


def _look_through(archive: zipfile.ZipFile) -> None:
    """Unpack every part, keep nothing, and refuse what is too much or not to be there."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise refuse(_("The workbook has more than 2,000 parts."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise refuse(_("The workbook unpacks to more than 100 MB. Split it."))
    elements = 0
    for part in parts:
        name = part.filename.lower()
        # How a sheet was last printed is no macro, and Excel keeps it beside most sheets.
        if "vbaproject" in name or (name.endswith(".bin") and "printersettings" not in name):
            raise refuse(_("The workbook has macros. Save it as .xlsx, without them."))
        if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * part.compress_size:
            raise refuse(_("The workbook unpacks to a hundred times its size. Save it as CSV."))
        # Whatever it is called: openpyxl goes by what leads to a part, and not by its name.
        with archive.open(part) as lines:
            is_xml = name.endswith((".xml", ".rels", ".vml"))
            elements = _count_elements(lines, elements, is_xml=is_xml)


def _count_elements(lines: Any, before: int, *, is_xml: bool) -> int:
    """Elements of one part added to those before it; refused where they are too many or deep.

    What is no XML, such as a picture, is not read further: nothing else would read it either.
    """
    count, depth = before, 0

    def opened(name: str, attributes: Any) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > MOST_ELEMENTS:
            raise refuse(_("There are too many cells in the workbook. Split it."))
        if depth > MOST_DEPTH:
            raise refuse(_("This is no workbook that can be read."))

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*what: Any) -> None:
        raise refuse(_("The workbook declares entities. Save it again as .xlsx, or as CSV."))

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = declared
    try:
        while piece := lines.read(PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        if not is_xml:
            return count
        raise refuse(
            _("This is no workbook that can be read. Save it again as .xlsx, or as CSV UTF-8.")
        ) from None
    return count

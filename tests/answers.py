"""What can be read in an answer, whatever its format."""

import io
import zipfile

from django.http.response import HttpResponseBase


def words_of(answer: HttpResponseBase) -> str:
    """The text of a page or file; of a spreadsheet file, that of every part inside it."""
    content: bytes = answer.getvalue()
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())

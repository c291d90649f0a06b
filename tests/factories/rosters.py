"""Roster files, and what comes of them."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from people.models import RosterUpload, User
from people.services.invitations import send_invitations
from people.services.roster import apply_roster, confirm_roster, upload_roster

HEADINGS = ("E-mail", "First name", "Last name", "Organisation", "Role", "Cohorts")


def roster_csv(*lines: Sequence[str], headings: Sequence[str] = HEADINGS, sign: str = ",") -> bytes:
    """A roster as CSV; a line that is short leaves the rest empty."""
    rows = [headings, *([*line, *[""] * (len(headings) - len(line))] for line in lines)]
    return "\r\n".join(sign.join(row) for row in rows).encode()


def roster_xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    """A roster as a workbook, headings included."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def apply_file(content: bytes, by: User, *, absent_leave: bool = False) -> RosterUpload:
    """From the upload to the letters, as the pages and a worker do it."""
    by = User.objects.get(pk=by.pk)
    upload = upload_roster(content=content, by=by, absent_leave=absent_leave)
    confirm_roster(upload=upload, by=by)
    done = apply_roster(upload.uuid)
    send_invitations(upload=str(upload.uuid))
    return done

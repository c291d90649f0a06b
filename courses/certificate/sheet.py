"""A certificate as a PDF: one sheet of A4, with its own letters, and the code that verifies it."""

import unicodedata
from datetime import UTC, datetime, time
from pathlib import Path

import segno
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from courses.certificate.words import CERTIFIES, DOES_NOT, SPECIMEN, SPECIMEN_MEANS
from courses.models import Certificate

FONTS = Path(__file__).resolve().parent.parent / "fonts"
INK = (11, 32, 36)
SOFT = (80, 94, 97)
ACTION = (13, 83, 92)
FAINT = (222, 228, 229)

WIDTH, HEIGHT, MARGIN = 210, 297, 25  # millimetres
TEXT = WIDTH - 2 * MARGIN
CODE_SIDE = 34
DAY = "j F Y"


def certificate_pdf(certificate: Certificate, *, validity: str, verify_at: str) -> bytes:
    """The sheet. The same certificate in the same state gives the same bytes.

    ``validity`` says how it stands today, ``verify_at`` is the whole address it is verified at. A
    revoked or expired one says so as large as a specimen does.
    """
    sheet = _Sheet(certificate.title)
    # The day and no clock, or two downloads would differ.
    sheet.set_creation_date(datetime.combine(certificate.issued_on, time(), tzinfo=UTC))
    if stamp := _stamp(certificate):
        sheet.stamp(stamp)
    sheet.set_y(38)
    sheet.line_of(_("Certificate"), size=13, colour=SOFT)
    sheet.line_of(certificate.title, size=24, bold=True, gap=12)
    sheet.line_of(_("This is to certify that"), size=12, colour=SOFT, gap=2)
    sheet.fitted(printable(certificate.person.get_full_name()), size=28)
    sheet.line_of(str(certificate.organisation), size=12, gap=6)
    sheet.line_of(_("has passed the certification named above."), size=12, gap=10)
    sheet.line_of(str(CERTIFIES), size=12, gap=5)
    sheet.line_of(str(DOES_NOT), size=12, gap=5)
    if certificate.is_specimen:
        sheet.line_of(str(SPECIMEN_MEANS), size=12, bold=True, gap=5)
    sheet.facts(
        [
            (_("Issued on"), date_format(certificate.issued_on, DAY)),
            (_("Validity"), validity),
            (_("Reference"), certificate.reference),
        ]
    )
    sheet.code(verify_at, _("Verify it at %(address)s") % {"address": verify_at})
    return bytes(sheet.output())


def printable(name: str) -> str:
    """A name as it can be drawn: signs joined with their letters, no invisible ones.

    Signs that turn the direction of what follows would let a name say something else.

    >>> printable("Siôn Gŵyn\\u202e")
    'Siôn Gŵyn'
    """
    joined = unicodedata.normalize("NFC", name)
    return "".join(sign for sign in joined if unicodedata.category(sign) not in ("Cf", "Cc"))


def _stamp(certificate: Certificate) -> str:
    """What must not be overlooked on the sheet, if anything."""
    if certificate.state in (Certificate.State.REVOKED, Certificate.State.EXPIRED):
        return str(certificate.state.label)
    return str(SPECIMEN) if certificate.is_specimen else ""


class _Sheet(FPDF):
    """One page, drawn from the top down."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        self.set_lang(get_language() or "en-gb")
        self.set_title(title)
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(False)
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font("sheet", style, FONTS / file)
        for font in self.fonts.values():
            # Letters go in as the file has them: measuring each again was a fifth of the work.
            font.ttfont.recalcBBoxes = False
        self.add_page()
        self.set_draw_color(*ACTION)
        self.set_line_width(1.2)
        self.line(MARGIN, 24, WIDTH - MARGIN, 24)

    def line_of(
        self,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: tuple[int, int, int] = INK,
        gap: float = 3,
    ) -> None:
        """A paragraph over the width of the text, and the space after it."""
        self.set_font("sheet", "B" if bold else "", size)
        self.set_text_color(*colour)
        self.multi_cell(TEXT, size * 0.5, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(gap)

    def fitted(self, text: str, *, size: float) -> None:
        """A name on one line, smaller where it is long; on more where it still does not fit."""
        self.set_font("sheet", "B", size)
        while self.get_string_width(text) > TEXT and size > 16:
            size -= 1
            self.set_font("sheet", "B", size)
        self.line_of(text, size=size, bold=True, colour=ACTION, gap=2)

    def facts(self, rows: list[tuple[str, str]]) -> None:
        """Pairs of a label and what it is, above the foot of the sheet."""
        self.set_y(HEIGHT - MARGIN - CODE_SIDE - 10)
        self.set_draw_color(*FAINT)
        self.set_line_width(0.3)
        self.line(MARGIN, self.get_y(), WIDTH - MARGIN, self.get_y())
        self.ln(5)
        for label, value in rows:
            self.set_font("sheet", "", 10)
            self.set_text_color(*SOFT)
            self.cell(28, 7, label)
            self.set_font("sheet", "B", 10)
            self.set_text_color(*INK)
            self.multi_cell(
                TEXT - CODE_SIDE - 34, 7, value, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
            )

    def code(self, address: str, words: str) -> None:
        """The square code in the corner, drawn as rectangles, and the address in words below."""
        matrix = segno.make(address, error="m", micro=False).matrix
        side = CODE_SIDE / len(matrix)
        left, top = WIDTH - MARGIN - CODE_SIDE, HEIGHT - MARGIN - CODE_SIDE - 5
        self.set_fill_color(*INK)
        for down, row in enumerate(matrix):
            for start, length in _runs(row):
                self.rect(left + start * side, top + down * side, length * side, side, style="F")
        self.set_font("sheet", "", 8)
        self.set_text_color(*SOFT)
        self.set_xy(MARGIN, HEIGHT - MARGIN)
        self.cell(TEXT, 4, words, align=Align.L, link=address)

    def stamp(self, word: str) -> None:
        """A word across the sheet, behind the text, that a copy keeps."""
        self.set_font("sheet", "B", 88)
        self.set_text_color(*FAINT)
        with self.rotation(55, WIDTH / 2, HEIGHT / 2):
            wide = self.get_string_width(word)
            self.text((WIDTH - wide) / 2, HEIGHT / 2 + 12, word)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark squares stand in a row, neighbours taken together."""
    found: list[tuple[int, int]] = []
    for at, is_dark in enumerate(row):
        if not is_dark:
            continue
        if found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found

"""Finds in a text what could point to a real person: pure rules, no Django.

Every pattern is bounded, so that each start costs the same however long the text is: a text of
two million hostile characters takes time in proportion to its length (tests/scenarios/safety).
Where a shape is real and only a check digit is wrong, it is found all the same: somebody who
copies a number may slip, and nothing on this site needs such a shape.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scenarios.safety.check_digits import LETTERS, cro_letters, is_nhs_number, pnc_letter
from scenarios.safety.phones import phones
from scenarios.safety.plain_text import plain_text


class Kind(StrEnum):
    """What a finding is. The first ones say most about a stretch of text that fits several."""

    EMAIL = "email"
    WEB = "web"
    PNC = "pnc"
    CRO = "cro"
    NINO = "nino"
    PRISON = "prison"
    PROBATION = "probation"
    PHONE = "phone"
    NHS = "nhs"
    BIRTH = "birth"
    POSTCODE = "postcode"
    VEHICLE = "vehicle"
    DIGITS = "digits"


@dataclass(frozen=True)
class Found:
    """A stretch of a text, by its place in the text as it was typed, with its line from 1."""

    kind: Kind
    text: str
    start: int
    end: int
    line: int


# Neither a letter nor a digit before or after: not a part of something longer.
ALONE = r"(?<![^\W_])"
END = r"(?![^\W_])"
Stretch = tuple[int, int]
# "Training ref TR-0007" is what stands in place of all these.
TRAINING_REF = re.compile(r"(?:\bTR[- ]?|training ref(?:erence)?[.:]? {0,2}(?:TR[- ]?)?)$", re.I)
REF_LENGTH = 30


def find_identifiers(text: str) -> list[Found]:
    """Everything in the text that looks like it belongs to a real person, in reading order."""
    plain = plain_text(text)
    taken: list[tuple[int, int, Kind]] = []
    for kind, finder in FINDERS.items():
        taken += [(start, end, kind) for start, end in finder(plain.text)]
    found: list[Found] = []
    line, counted = 1, 0
    for start, end, kind in _without_overlaps(taken):
        first, last = plain.in_original(start, end)
        line, counted = line + text.count("\n", counted, first), first
        found.append(Found(kind, text[first:last], first, last, line))
    return found


def _without_overlaps(taken: list[tuple[int, int, Kind]]) -> Iterator[tuple[int, int, Kind]]:
    """What begins first and says most of each stretch; the rest of it is the same digits again."""
    order = {kind: position for position, kind in enumerate(Kind)}
    reached = 0
    for start, end, kind in sorted(taken, key=lambda one: (one[0], order[one[2]])):
        if start >= reached:
            yield start, end, kind
            reached = end


def is_training_ref(text: str, start: int) -> bool:
    """Whether what begins here is introduced as a reference of our own."""
    return TRAINING_REF.search(text[max(0, start - REF_LENGTH) : start]) is not None


RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|example\.(?:com|net|org))$", re.I)
LOCAL = re.compile(r"[\w.%+'-]{1,64}$")
AT = re.compile(r"(?:@| ?[\[(] ?at ?[\])] ?)((?:[\w-]{1,63}\.){1,6}[a-z]{2,24})" + END, re.I)


def _emails(text: str) -> Iterator[Stretch]:
    for at in AT.finditer(text):
        before = LOCAL.search(text[max(0, at.start() - 64) : at.start()])
        if before and not RESERVED.search(at[1]):
            yield at.start() - len(before.group()), at.end()


DOMAIN = r"((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})"
# A bare name counts only under an ending that people write without "www".
BARE = r"(?:co\.uk|gov\.uk|police\.uk|org\.uk|ac\.uk|nhs\.uk|com|net|org|info|io|me)"
WEB = re.compile(
    rf"(?<![\w@.-])(?:(?:https?|ftp)://(?:[^\s/@]{{1,64}}@)?{DOMAIN}"
    rf"|www\.{DOMAIN}"
    rf"|((?:[a-z0-9-]{{2,63}}\.){{1,4}}{BARE}))(?![\w@-])",
    re.I,
)


# Words as well as endings: "etc.me" is a sentence whose space is missing, "a.b.me/jo" is not.
WORD_ENDING = re.compile(r"[a-z]{2,63}\.(?:info|me)", re.I)


def _web_addresses(text: str) -> Iterator[Stretch]:
    for found in WEB.finditer(text):
        if RESERVED.search(next(filter(None, found.groups()))):
            continue
        if WORD_ENDING.fullmatch(found.group()) and text[found.end() : found.end() + 1] != "/":
            continue
        yield found.span()


LETTER = f"[{LETTERS}{LETTERS.lower()}]"
# With four digits of a serial or more the shape is enough; shorter ones are also fractions and
# flats ("24/7b"), so there the letter has to fit. Without a slash only the full length counts.
PNC = re.compile(rf"{ALONE}((?:19|20)?\d\d) ?/ ?(\d{{1,7}})([ ./_-]?)({LETTER}){END}")
PNC_JOINED = re.compile(rf"{ALONE}(?:19|20)?\d\d[\s./_-]{{0,2}}\d{{7}}[ ./_-]?{LETTER}{END}")
CRO = re.compile(rf"{ALONE}(\d{{1,6}}) ?/ ?(\d\d) ?({LETTER}){END}")
CRO_FILE = re.compile(rf"{ALONE}SF ?\d\d ?/ ?\d{{1,6}} ?{LETTER}{END}", re.I)
LONG_SERIAL = 4


def _pnc_ids(text: str) -> Iterator[Stretch]:
    for found in PNC.finditer(text):
        year, serial, gap, letter = found.groups()
        fits = gap in ("", " ") and pnc_letter(year, serial) == letter.upper()
        if len(serial) >= LONG_SERIAL or fits:
            yield found.span()
    yield from (found.span() for found in PNC_JOINED.finditer(text))


def _cro_ids(text: str) -> Iterator[Stretch]:
    for found in CRO.finditer(text):
        serial, year, letter = found.groups()
        if len(serial) >= LONG_SERIAL or letter.upper() in cro_letters(year, serial):
            yield found.span()
    yield from (found.span() for found in CRO_FILE.finditer(text))


# First letter never D F I Q U V, second never those or O; these pairs are not issued (HMRC).
NINO = re.compile(
    rf"{ALONE}([A-CEGHJ-PRSTW-Z][A-CEGHJ-NPRSTW-Z])([ -]?)\d\d[ -]?\d\d[ -]?\d\d(?:[ -]?([A-D]))?"
    + END,
    re.I,
)
NEVER_ISSUED = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _national_insurance_numbers(text: str) -> Iterator[Stretch]:
    for found in NINO.finditer(text):
        letters, gap, suffix = found.groups()
        # Without its last letter it is one only as it is typed into forms: AB123456.
        whole = suffix or (letters.isupper() and not gap and found.group()[2:].isdigit())
        ours = letters == "TR" and not suffix
        if whole and letters.upper() not in NEVER_ISSUED and not ours:
            yield found.span()


PRISON = re.compile(rf"{ALONE}[A-Z]\d{{4}}[A-Z]{{2}}{END}")
PROBATION = re.compile(rf"{ALONE}[A-Z]\d{{6}}{END}")
TEN = re.compile(rf"{ALONE}\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}{END}")
NHS_TEST_RANGE = "999"


def _prison_numbers(text: str) -> Iterator[Stretch]:
    yield from (found.span() for found in PRISON.finditer(text))


def _probation_numbers(text: str) -> Iterator[Stretch]:
    yield from (found.span() for found in PROBATION.finditer(text))


def _nhs_numbers(text: str) -> Iterator[Stretch]:
    for found in TEN.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if is_nhs_number(digits) and not digits.startswith(NHS_TEST_RANGE):
            yield found.span()


MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE = (
    rf"(?:\d{{1,2}} ?[/.-] ?\d{{1,2}} ?[/.-] ?(?:\d{{4}}|\d\d)|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}[ ,]{{1,2}}(?:\d{{4}}|\d\d)"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?[ ,]{{1,2}}\d{{4}})"
)
BORN = r"(?:born|birth|d[. ]{0,2}o[. ]{0,2}b\.?|birthday)"
BIRTH = re.compile(
    rf"{ALONE}(?:{BORN}{END}[^\n\d]{{0,25}}{DATE}|{DATE}[^\n\d]{{0,12}}{ALONE}{BORN}){END}", re.I
)


def _births(text: str) -> Iterator[Stretch]:
    yield from (found.span() for found in BIRTH.finditer(text))


# Two capital O are read for the nought they were meant as; small letters are no postcode if they
# read as "3rd" or "4lb" does. DOMAIN: none begins with Q V X or has C I K M O V in its last two.
POSTCODE = re.compile(
    rf"{ALONE}([A-PR-UWYZ][A-Z]?[0-9][0-9A-Z]?)([\s./_-]{{0,2}})([0-9O][ABD-HJLNP-UW-Z]{{2}}){END}",
    re.I,
)
NOT_A_POSTCODE = re.compile(r"\d(?:st|nd|rd|th|ft|hr|lb|pt|yr|pp|gb|tb)")


def _postcodes(text: str) -> Iterator[Stretch]:
    for found in POSTCODE.finditer(text):
        _outward, gap, inward = found.groups()
        if inward[0] in "Oo" and not (gap and found.group().isupper()):
            continue
        if not NOT_A_POSTCODE.fullmatch(inward):
            yield found.span()


# Two letters, an age that was issued (02-29, 51-79), three letters; capitals only, as on a plate.
VEHICLE = re.compile(
    rf"{ALONE}[A-HJ-PR-Y]{{2}}(?:0[2-9]|[12]\d|5[1-9]|[67]\d) ?[A-HJ-PR-Z]{{3}}{END}"
)


def _vehicles(text: str) -> Iterator[Stretch]:
    yield from (found.span() for found in VEHICLE.finditer(text))


# Nine digits in a row, or a bank card's four fours, unless all are years. Money has commas.
DIGITS = re.compile(rf"{ALONE}(?:\d{{9,40}}|\d{{4}}(?:[ -]\d{{4}}){{3}}){END}|\d{{41}}")
YEARS = re.compile(r"(?:(?:19|20)\d\d[ -]?){4}")


def _digit_runs(text: str) -> Iterator[Stretch]:
    for found in DIGITS.finditer(text):
        digits = found.group()
        invented = digits.startswith(NHS_TEST_RANGE) and len(digits) == 10
        years = not digits.isdigit() and YEARS.fullmatch(digits)
        if not invented and not years and not is_training_ref(text, found.start()):
            yield found.span()


def _phones(text: str) -> Iterator[Stretch]:
    return (one for one in phones(text) if not is_training_ref(text, one[0]))


FINDERS = {
    Kind.EMAIL: _emails,
    Kind.WEB: _web_addresses,
    Kind.PNC: _pnc_ids,
    Kind.CRO: _cro_ids,
    Kind.NINO: _national_insurance_numbers,
    Kind.PRISON: _prison_numbers,
    Kind.PROBATION: _probation_numbers,
    Kind.PHONE: _phones,
    Kind.NHS: _nhs_numbers,
    Kind.BIRTH: _births,
    Kind.POSTCODE: _postcodes,
    Kind.VEHICLE: _vehicles,
    Kind.DIGITS: _digit_runs,
}

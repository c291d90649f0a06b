"""Telephone numbers of real shape, outside the ranges that are kept for drama (Ofcom)."""

import re
from collections.abc import Iterator

# National numbers, with the nought. No others may stand in a text.
DRAMA = re.compile(
    r"01632960\d{3}|02079460\d{3}|02920180\d{3}|01914980\d{3}"
    r"|01(?:1[3-8]|[2-6]1)4960\d{3}|07700900\d{3}"
)
DIGIT = "[0-9OoIl]"  # letters that are typed for a nought and a one
# A comma only right between two digits: with a space after it, it is a list's.
BETWEEN = r"(?:[ .()/_\u00b7\u2022\n\t-]{0,3}|,)"
# A day beside a time, as "0830 12/03/24", has as many digits as a telephone number.
DAY = re.compile(
    r"(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])/(?:[0-9]{4}|[0-9]{2})(?![0-9])"
)
# A country's code, or a nought and two more digits at once: "01-02-2024 09" is a date and a time.
NUMBER = re.compile(
    rf"(?<![^\W_])(?:\(?\+ ?\(?[1-9]|\(?00 ?4|44 ?|\(?[0Oo]{DIGIT}{{2}})"
    rf"(?:{BETWEEN}{DIGIT}){{7,13}}"
)
READ_AS = str.maketrans("OoIl", "0011")
COUNTRY = "44"
LEAST, MOST = 9, 15  # digits of a number anywhere, with the country's code (ITU-T E.164)
LETTERS_AT_MOST = 4


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each number that could be somebody's."""
    at = 0
    while found := NUMBER.search(text, at):
        if there := _number(text, found):
            at, national = there
            if not DRAMA.fullmatch(national):
                yield found.start(), at
        else:
            at = _end_of_group(text, found.start())


def _number(text: str, found: re.Match[str]) -> tuple[int, str] | None:
    """Where the number ends, the longest of whole groups of digits, and how it is dialled."""
    places = [at for at in range(found.start(), found.end()) if text[at].isalnum()]
    written = "".join(text[at] for at in places)
    digits = written.translate(READ_AS)
    for count in range(len(digits), LEAST, -1):
        end = places[count - 1] + 1
        if end < len(text) and text[end].isalnum():
            continue
        if sum(not sign.isdigit() for sign in written[:count]) > LETTERS_AT_MOST:
            continue
        if DAY.search(text, found.start(), end):
            continue
        if national := _national(digits[:count], "+" in found.group()):
            return end, national
    return None


def _end_of_group(text: str, start: int) -> int:
    """Past the digits that begin here, and no further: another number may follow."""
    end = start + 1
    while end < len(text) and end - start < MOST and text[end].isalnum():
        end += 1
    return end


def _national(digits: str, plus: bool) -> str | None:
    """The number as it is dialled at home, or as it stands if it is foreign; or None."""
    if digits.startswith("00") and not plus:
        digits, plus = digits[2:], digits.startswith("0044")
    if digits.startswith(COUNTRY):
        return _british("0" + digits[len(COUNTRY) :].removeprefix("0"))
    if plus:
        return digits if LEAST <= len(digits) <= MOST else None
    return _british(digits)


def _british(digits: str) -> str | None:
    """The digits, if they have a number's length and beginning."""
    if digits[0] != "0" or digits[1:2] not in set("1235789"):
        return None
    lengths = (10, 11) if digits[1] in "18" else (11,)
    return digits if len(digits) in lengths else None

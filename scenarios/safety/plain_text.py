"""Text as a reader sees it, so that nothing hides in how it is encoded; and the way back.

A telephone number in full-width digits, with a no-break space or an invisible sign in it, or set
in bold, is a telephone number all the same.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape

# What is not plain ASCII, a character reference, HTML's tags and comments, and Markdown's marks
# inside a word. A tag that has anything in it which could be a number or an address stays.
UNUSUAL = re.compile(
    r"[^\x00-\x7f]{1,500}|&(?:#x?[0-9A-Fa-f]{1,7}|[A-Za-z]{2,10});"
    r"|<!--[^<>@./0-9]{0,200}-->|</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>@./0-9]{0,200})?/?>"
    r"|[*`]|\\"
)
BREAKS = re.compile(
    r"</?(?:br|p|div|li|ul|ol|t[drh]|table|hr|h[1-6])(?![A-Za-z0-9])", re.IGNORECASE
)
# They take up room and show nothing, though Unicode counts them as letters and symbols.
BLANKS = dict.fromkeys("\u115f\u1160\u3164\uffa0\u2800", " ")
SLASHES = dict.fromkeys("\u2044\u2215\u29f8\\", "/")
MARKS = dict.fromkeys("*`", "")
# Letters of other alphabets that look like ours: Cyrillic, then Greek.
ALIKE = dict(
    zip(
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
        "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo",
        strict=True,
    )
)


@dataclass(frozen=True)
class PlainText:
    """``text`` to look in, made of parts of the ``original``.

    A part begins at ``starts`` in the text and at ``origins`` in the original; it stands there
    character by character, or as a whole for the ``widths`` characters of the original.
    """

    text: str
    starts: list[int]
    origins: list[int]
    widths: list[int]

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the text."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, position: int) -> tuple[int, int]:
        part = bisect_right(self.starts, position) - 1
        origin, width = self.origins[part], self.widths[part]
        if width:
            return origin, origin + width
        origin += position - self.starts[part]
        return origin, origin + 1


def plain_text(original: str) -> PlainText:
    """The text in plain characters, in one pass.

    >>> plain_text("０７９１１\\u00a0123\\u200b456").text
    '07911 123456'
    """
    parts: list[str] = []
    made = PlainText("", [], [], [])
    length = last = 0

    def add(part: str, origin: int, width: int = 0) -> None:
        nonlocal length
        if part:
            parts.append(part)
            made.starts.append(length)
            made.origins.append(origin)
            made.widths.append(width)
            length += len(part)

    for found in UNUSUAL.finditer(original):
        add(original[last : found.start()], last)
        at, signs = found.start(), found.group()
        last = found.end()
        if signs[0] == "&":
            add(_reference(signs), at, len(signs))
            continue
        if signs[0] == "<":
            add(" " if BREAKS.match(signs) else "", at, len(signs))
            continue
        plain = [_plain(sign) for sign in signs]
        if all(len(each) == 1 for each in plain):
            add("".join(plain), at)
        else:
            for place, each in enumerate(plain, start=at):
                add(each, place, 1)
    add(original[last:], last)
    return replace(made, text="".join(parts))


def _reference(written: str) -> str:
    """What a character reference such as ``&nbsp;`` stands for."""
    meant = unescape(written)
    return written if meant == written else "".join(_plain(each) for each in meant)


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """One sign of the original in plain characters; often one, at times none or several."""
    for special in (BLANKS, SLASHES, MARKS):
        if sign in special:
            return special[sign]
    return "".join(_plain_character(each) for each in unicodedata.normalize("NFKC", sign))


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in (
        "Cf",
        "Mn",
        "Me",
    ):  # says how to join or order what stands around it, or an accent
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Zs":
        return " "
    return SLASHES.get(character) or ALIKE.get(character, character)

"""The words of a search, and the stretch of a text that shows them. Pure: no Django."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_WORDS = 8
FEWEST_LETTERS = 2
# Letters and digits alone: whatever else is typed parts words, so nothing of it reaches a query.
WORD = re.compile(r"[^\W_]+")
AROUND = 90


@dataclass(frozen=True)
class Piece:
    """A part of a passage; a hit is one of the words that were asked for."""

    text: str
    is_hit: bool = False


Passage = tuple[Piece, ...]


def words_of(typed: str) -> tuple[str, ...]:
    """The words of what somebody typed, each once, in small letters; at most eight.

    A single letter is in nearly every text, so it is left out.

    >>> words_of('  "Protective" factor*, a PROTECTIVE one! ')
    ('protective', 'factor', 'one')
    >>> words_of("%_* ; -- '")
    ()
    """
    found = (word.lower() for word in WORD.findall(typed))
    return tuple(dict.fromkeys(w for w in found if len(w) >= FEWEST_LETTERS))[:MOST_WORDS]


def marked(text: str, words: Sequence[str]) -> Passage:
    """The whole text in pieces, with every place where one of the words stands.

    >>> [(piece.text, piece.is_hit) for piece in marked("A risk factor", ["risk"])]
    [('A ', False), ('risk', True), (' factor', False)]
    """
    if not words:
        return (Piece(text),)
    longest_first = sorted(words, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text, flags=re.IGNORECASE)
    return tuple(Piece(part, bool(at % 2)) for at, part in enumerate(parts) if part)


def passage_around(text: str, words: Sequence[str], around: int = AROUND) -> Passage:
    """Some letters on either side of the first hit, or the beginning of the text without one.

    >>> [piece.text for piece in passage_around("He said that the risk was low then.", ["risk"], 9)]
    ['… the ', 'risk', ' was …']
    """
    text = " ".join(text.split())
    found = re.search("|".join(map(re.escape, words)), text, re.IGNORECASE) if words else None
    first, last = found.span() if found else (0, 0)
    start, end = max(0, first - around), max(last, first + around)
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", last, end + 1), last) or end
    cut = text[start:end]
    return marked(f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}", words)

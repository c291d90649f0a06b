"""What changed from one text to another, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\n\n+|\n|[^\s]+")
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that stayed, came in or went out."""

    kind: str
    text: str


def compare_words(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs of both texts in one, each in pieces. Spaces are no difference.

    >>> compare_words("He was in.", "He was not in.")[0][1]
    Piece(kind='added', text='not')
    """
    old, new = WORDS.findall(before.strip()), WORDS.findall(after.strip())
    paragraphs: list[list[Piece]] = [[]]
    # Without junk: in a long paper "he" is common, and still a word.
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(paragraphs, SAME, new[c:d])
            continue
        _add(paragraphs, REMOVED, old[a:b])
        _add(paragraphs, ADDED, new[c:d])
    return [pieces for pieces in paragraphs if pieces]


def _add(paragraphs: list[list[Piece]], kind: str, words: Sequence[str]) -> None:
    """Append words of a kind. A paragraph that ends in either text ends in the drawing too."""
    said: list[str] = []
    for word in words:
        if word.startswith("\n\n"):
            _finish(paragraphs[-1], kind, said)
            said = []
            if paragraphs[-1]:
                paragraphs.append([])
        else:
            said.append(word)
    _finish(paragraphs[-1], kind, said)


def _finish(pieces: list[Piece], kind: str, words: Sequence[str]) -> None:
    if text := " ".join(words).strip(" "):
        pieces.append(Piece(kind, text))


def count_words(paragraphs: Sequence[Sequence[Piece]], kind: str) -> int:
    """How many words came in, or went out."""
    return sum(
        len(piece.text.split()) for pieces in paragraphs for piece in pieces if piece.kind == kind
    )

"""Cutting a case document into the passages that people cite."""

import hashlib
import re
from dataclasses import dataclass

HEADING = re.compile(r"#{1,6}\s+(?P<words>.+)")


@dataclass(frozen=True, slots=True)
class CutPassage:
    """One paragraph, list or table of a document, and the heading that stands above it."""

    number: int
    heading: str
    text: str


def cut_passages(markdown: str) -> list[CutPassage]:
    """Cut a document at its blank lines. Headings are not passages and take no number.

    >>> for passage in cut_passages("# Visit\\n\\nHe was in.\\n\\n- a key\\n- a lead"):
    ...     passage
    CutPassage(number=1, heading='Visit', text='He was in.')
    CutPassage(number=2, heading='', text='- a key\\n- a lead')
    """
    passages: list[CutPassage] = []
    heading: list[str] = []
    text: list[str] = []

    def finish() -> None:
        if text:
            passages.append(CutPassage(len(passages) + 1, ": ".join(heading), "\n".join(text)))
            heading.clear()
            text.clear()

    for line in markdown.splitlines():
        if found := HEADING.fullmatch(line.strip()):
            finish()
            heading.append(found["words"])
        elif line.strip():
            text.append(line.rstrip("\r"))
        else:
            finish()
    finish()
    return passages


def text_hash(text: str) -> str:
    """What a text is known by when it is not there itself."""
    return hashlib.sha256(text.encode()).hexdigest()

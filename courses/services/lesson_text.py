"""A lesson as one Markdown file, with its other blocks where they stand in the text.

    Text, as long as it likes.

    ::: picture steps.png
    alternative = "What the picture tells."
    :::

A block begins with three colons, what it is, and mostly one value. What else it needs follows as
lines of TOML, and three colons end it.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courses.services.reading_files import BadFile

FENCE = ":::"


@dataclass(frozen=True)
class Piece:
    """A stretch of text, or a block: what it is, its value, and its further lines."""

    kind: str
    value: str
    where: str
    more: dict[str, Any] = field(default_factory=dict)


def pieces_of(text: str, path: Path) -> list[Piece]:
    """The text and the blocks of a lesson's file, in order. BadFile names the line.

    >>> pieces = pieces_of("A\\n\\n::: drill opportunity-1\\n:::\\n", Path("x.md"))
    >>> [(piece.kind, piece.value) for piece in pieces]
    [('text', 'A'), ('drill', 'opportunity-1')]
    """
    found = _pieces(text.splitlines(), path)
    return [piece for piece in found if piece.kind != "text" or piece.value]


def _pieces(lines: list[str], path: Path) -> Iterator[Piece]:
    prose: list[str] = []
    began, at = 1, 0
    while at < len(lines):
        line = lines[at]
        if not line.startswith(FENCE):
            prose.append(line)
            at += 1
            continue
        yield Piece("text", "\n".join(prose).strip(), f"{path.name}, line {began}")
        where = f"{path.name}, line {at + 1}"
        end = _end(lines, at, where)
        yield _block(line, lines[at + 1 : end], where)
        prose, began, at = [], end + 2, end + 1
    yield Piece("text", "\n".join(prose).strip(), f"{path.name}, line {began}")


def _end(lines: list[str], begin: int, where: str) -> int:
    for at in range(begin + 1, len(lines)):
        if lines[at].strip() == FENCE:
            return at
        if lines[at].startswith(FENCE):
            break
    raise BadFile(f"{where}: the block is not ended. Put {FENCE} on a line of its own after it.")


def _block(first: str, inner: list[str], where: str) -> Piece:
    kind, _space, value = first.removeprefix(FENCE).strip().partition(" ")
    if not kind:
        raise BadFile(f"{where}: say what block it is, as “{FENCE} drill opportunity-1”.")
    try:
        more = tomllib.loads("\n".join(inner))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{where}: the lines of the block cannot be read: {error}") from None
    return Piece(kind, value.strip(), where, more)

"""Columns of a CSV file, many rows at a time, with the line on which each row begins."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

# Pieces that fit a processor's cache: larger ones are read half as fast.
BLOCK_BYTES = 1 << 18
BATCH_ROWS = 1 << 11
_NEWLINE = re.compile(r"\r\n|\r|\n")

Lines = NDArray[np.int32]


class BadInput(ValueError):
    """Input that cannot be used: the message is one line that says where and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some rows as they follow one another: a sequence of fields for each column, and for each
    row the line on which it begins, from 1."""

    columns: Sequence[Sequence[str]]
    lines: Lines


def fault_at(name: str, line: int, words: str) -> BadInput:
    """The fault of a line of the file called ``name``."""
    return BadInput(f"{name}, line {line}: {words}")


def batches(stream: BinaryIO, name: str) -> Iterator[Batch]:
    """The header as a batch of its own, then all rows, of UTF-8 text with or without a byte order
    mark. Blank lines are left out.

    Rows before a fault are given before it is raised, so that faults come in the file's order.
    BadInput: other encodings, a row longer or shorter than the header, quotation marks that do not
    fit.
    """
    # Where no field is quoted, splitting text at every comma is three times as quick as the csv
    # module; from the first block on that is not so plain, that module reads everything.
    blocks = _blocks(stream, name)
    width = 0
    for block in blocks:
        columns = _plain_columns(block, width)
        if columns is None:
            yield from _by_csv(chain([block], blocks), name, width)
            return
        rows = len(columns[0])
        lines = np.arange(block.line, block.line + rows, dtype=np.int32)
        if not width:
            width = len(columns)
            yield Batch([column[:1] for column in columns], lines[:1])
            columns, lines = [column[1:] for column in columns], lines[1:]
        if lines.size:
            yield Batch(columns, lines)


@dataclass(frozen=True, slots=True)
class _Block:
    """Whole lines of the file as bytes, and the number of the first."""

    content: bytes
    line: int

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


def _blocks(stream: BinaryIO, name: str) -> Iterator[_Block]:
    line = 1
    try:
        while content := stream.read(BLOCK_BYTES):
            content += stream.readline()
            if line == 1:
                content = content.removeprefix(b"\xef\xbb\xbf")
            try:
                content.decode("utf-8")
            except UnicodeDecodeError as fault:
                sound = content[: content.rfind(b"\n", 0, fault.start) + 1]
                if sound:
                    yield _Block(sound, line)
                line += _ends_of_lines(content[: fault.start])
                words = "this is not UTF-8 text; save the file as UTF-8."
                raise fault_at(name, line, words) from fault
            yield _Block(content, line)
            line += _ends_of_lines(content)
    except OSError as fault:
        raise BadInput(f"{name} cannot be read: {fault.strerror}.") from fault


def _ends_of_lines(content: bytes) -> int:
    ends = content.count(b"\n")
    if b"\r" in content:
        ends += content.count(b"\r") - content.count(b"\r\n")
    return ends


def _plain_columns(block: _Block, width: int) -> list[list[str]] | None:
    """The columns of a block without quotation marks whose rows are all of one length.

    None: it is not as plain as that. Without a width, that of the first row.
    """
    content = block.content if block.content.endswith(b"\n") else block.content + b"\n"
    returns = b"\r" in content
    if b'"' in content or (returns and content.count(b"\r") != content.count(b"\r\n")):
        return None
    width = width or content[: content.index(b"\n")].count(b",") + 1
    octets = np.frombuffer(content, dtype=np.uint8)
    marks = octets[(octets == ord(",")) | (octets == ord("\n"))]
    row = np.array([ord(",")] * (width - 1) + [ord("\n")], dtype=np.uint8)
    if width == 1 or marks.size % width or (marks.reshape(-1, width) != row).any():
        return None
    if returns:
        content = content.replace(b"\r\n", b"\n")
    fields = content.replace(b"\n", b",").decode("utf-8").split(",")
    fields.pop()
    return [fields[place::width] for place in range(width)]


def _by_csv(blocks: Iterable[_Block], name: str, width: int) -> Iterator[Batch]:
    first, *_ = peeked = list(islice(blocks, 1))
    texts = (io.StringIO(block.text, newline="") for block in chain(peeked, blocks))
    reader = csv.reader(chain.from_iterable(texts), strict=True)
    while True:
        rows: list[list[str]] = []
        fault: Exception | None = None
        line = first.line + reader.line_num
        try:
            rows.extend(islice(reader, BATCH_ROWS))
        except (BadInput, csv.Error) as raised:
            fault = raised
        one_line_each = fault is None and first.line + reader.line_num == line + len(rows)
        lines, end = _lines_of(rows, line, one_line_each=one_line_each)
        yield from _even(rows, lines, name, width)
        width = width or next((len(row) for row in rows if not _is_blank(row)), 0)
        if isinstance(fault, csv.Error):
            raise fault_at(name, end, _words(fault)) from fault
        if fault is not None:
            raise fault
        if not rows:
            return


def _even(rows: list[list[str]], lines: Lines, name: str, width: int) -> Iterator[Batch]:
    """Rows that are not blank, up to the first that is not of the width, which is a fault."""
    if width and set(map(len, rows)) == {width}:
        yield Batch(list(zip(*rows, strict=True)), lines)
        return
    kept = [place for place, row in enumerate(rows) if not _is_blank(row)]
    rows, lines = [rows[place] for place in kept], lines[kept]
    if rows and not width:
        width = len(rows[0])
        yield Batch([(field,) for field in rows[0]], lines[:1])
        rows, lines = rows[1:], lines[1:]
    odd = next((place for place, row in enumerate(rows) if len(row) != width), len(rows))
    if odd:
        yield Batch(list(zip(*rows[:odd], strict=True)), lines[:odd])
    if odd < len(rows):
        words = f"the header has {width} fields and this row has {len(rows[odd])}."
        raise fault_at(name, int(lines[odd]), words)


def _is_blank(row: list[str]) -> bool:
    return not row or (len(row) == 1 and not row[0].strip())


def _lines_of(rows: list[list[str]], first: int, *, one_line_each: bool) -> tuple[Lines, int]:
    """On which line each row begins, and where the next one would.

    A quoted field may hold ends of lines; to look for them takes long, and is seldom needed.
    """
    if one_line_each:
        return np.arange(first, first + len(rows), dtype=np.int32), first + len(rows)
    heights = np.array(
        [1 + sum(len(_NEWLINE.findall(field)) for field in row) for row in rows], dtype=np.int32
    )
    ends = first + np.cumsum(heights, dtype=np.int32)
    return ends - heights, int(ends[-1]) if rows else first


def _words(fault: csv.Error) -> str:
    if str(fault).startswith("field larger"):
        return "a field is too long; perhaps a quotation mark is not closed."
    return "a quotation mark is not closed, or is followed by something other than a comma."

"""Reading the library from its files. What does not fit is told with its file and code."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scenarios.evidence.library import (
    AMBIGUOUS,
    CHANGE,
    CLOSING,
    EVIDENCE,
    FACT,
    IRRELEVANT,
    OPENING,
    Facts,
    Library,
    Statement,
    as_tuples,
    library_of,
)

FACTS_FILE, FRAME_FILE = "facts.toml", "frame.toml"
# File to its tables, each with the kind of what stands in it. Any other file is of one factor.
OTHER_FILES = {
    "ambiguous.toml": {"statements": AMBIGUOUS},
    "irrelevant.toml": {"statements": IRRELEVANT},
    "papers.toml": {"openings": OPENING, "closings": CLOSING, "facts": FACT},
    "changes.toml": {"changes": CHANGE},
}
FIELDS = {
    EVIDENCE: {"factor", "level", "stance"},
    AMBIGUOUS: {"factors"},
    IRRELEVANT: set(),
    OPENING: set(),
    CLOSING: set(),
    FACT: {"fact", "value"},
    CHANGE: {"fact", "from", "to"},
}
ALWAYS = {"id", "documents", "text"}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a statement, or a cell, of the library. ``str()`` is a line to show."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Read:
    """What was read of a folder: the library, where each statement stands, and what did not fit."""

    library: Library
    files: Mapping[str, str]
    problems: tuple[Problem, ...]


def read_library(folder: Path) -> Read:
    """Read all files of a folder. A statement that does not fit is left out, and is a problem."""
    problems: list[Problem] = []
    facts = _facts(_toml(folder / FACTS_FILE))
    frame = _toml(folder / FRAME_FILE)
    statements: dict[str, Statement] = {}
    files: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        if file.name in (FACTS_FILE, FRAME_FILE):
            continue
        tables = OTHER_FILES.get(file.name, {"statements": EVIDENCE})
        for found in _statements(file, tables):
            if isinstance(found, Problem):
                problems.append(found)
            elif found.code in statements:
                problems.append(
                    Problem(
                        f"{file.name}, {found.code}",
                        f"The id is taken in {files[found.code]}. Give each statement its own.",
                    )
                )
            else:
                statements[found.code], files[found.code] = found, file.name
    return Read(library_of(facts, frame, statements.values()), files, tuple(problems))


def _statements(file: Path, tables: Mapping[str, str]) -> Iterator[Statement | Problem]:
    data = _toml(file)
    for name in data.keys() - tables.keys():
        yield Problem(file.name, f"There is no table “{name}” in this file.")
    for table, kind in tables.items():
        for number, row in enumerate(data.get(table, ()), start=1):
            where = f"{file.name}, {row.get('id', f'number {number} of {table}')}"
            found = _statement(row, kind)
            if isinstance(found, str):
                yield Problem(where, found)
            elif kind == EVIDENCE and found.factors[0] != file.stem:
                yield Problem(where, f"It is of “{found.factors[0]}”, in the file of another.")
            else:
                yield found


def _statement(row: Mapping[str, Any], kind: str) -> Statement | str:
    wanted = ALWAYS | FIELDS[kind]
    if missing := sorted(wanted - row.keys()):
        return f"It lacks {', '.join(missing)}."
    if unknown := sorted(row.keys() - wanted - {"needs"}):
        return f"It has {', '.join(unknown)}, which is not known."
    if words := _wrong_type(row):
        return words
    made = Statement(
        code=row["id"],
        kind=kind,
        text=" ".join(row["text"].split()),
        documents=tuple(row["documents"]),
        needs=as_tuples(row.get("needs", {})),
    )
    if kind == EVIDENCE:
        return replace(made, factors=(row["factor"],), level=row["level"], stance=row["stance"])
    if kind == AMBIGUOUS:
        return replace(made, factors=tuple(row["factors"]))
    if kind == FACT:
        return replace(made, fact=row["fact"], value=row["value"])
    if kind == CHANGE:
        return replace(made, fact=row["fact"], before=row["from"], value=row["to"])
    return made


def _wrong_type(row: Mapping[str, Any]) -> str:
    """What is not of the kind that it should be, so that nothing later stumbles over it."""
    lists = [row["documents"], row.get("factors", [])]
    needs = row.get("needs", {})
    if not isinstance(needs, dict):
        return "“needs” is a table of facts and lists of values."
    lists += needs.values()
    if not all(_is_words(each) for each in lists):
        return "Documents, factors and the values under “needs” are lists of words."
    words = [row[name] for name in ("id", "text", "factor", "stance", "fact", "value", "from", "to")
             if name in row]  # fmt: skip
    if not all(isinstance(each, str) for each in words):
        return "Everything but the level and the lists is written in quotation marks."
    level = row.get("level", 0)
    if isinstance(level, bool) or not isinstance(level, int):
        return "The level is a whole number."
    return ""


def _is_words(several: Any) -> bool:
    return isinstance(several, list) and all(isinstance(each, str) for each in several)


def _facts(data: Mapping[str, Any]) -> Facts:
    return Facts(as_tuples(data["facts"]), tuple(as_tuples(each) for each in data["excludes"]))


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))

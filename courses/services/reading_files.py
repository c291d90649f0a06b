"""Files that content is loaded from: what they must hold, and what is said where they do not."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


class BadFile(ValueError):
    """A file does not hold what it should; the words say where and what."""


def read(path: Path) -> Row:
    """What the file holds. As all of these, raises BadFile where it is not so."""
    try:
        return tomllib.loads(words_in(path))
    except FileNotFoundError:
        raise BadFile(f"{path.name} is missing.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path.name}: {error}") from None


def words_in(path: Path) -> str:
    """The text of a file, in UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(f"{path.name}, line {line}: this is not UTF-8. Save it as UTF-8.") from None


def beside(path: Path, name: str, where: str = "") -> str:
    """The text of a file in the same folder; a name that leads out of it is refused."""
    file = path.parent / name
    if Path(name).name != name or not file.is_file():
        raise BadFile(f"{where or path.name}: there is no file {name} beside it.")
    return words_in(file)


def place_in(path: Path, row: Row) -> str:
    """The file, and the line on which the row's short name or title stands, for the words."""
    named = [(key, re.escape(str(row[key]))) for key in ("slug", "title") if row.get(key)]
    said = [re.compile(rf"\s*{key}\s*=\s*[\"']{name}[\"']") for key, name in named]
    for number, line in enumerate(words_in(path).splitlines(), start=1):
        if any(one.match(line) for one in said):
            return f"{path.name}, line {number}"
    return path.name


def words_of(error: Any) -> list[str]:
    """The words of an error and of all that stand inside it, each with the block it is about."""
    if hasattr(error, "error_dict"):
        return [
            f"{name}: {w}"
            for name, e in error.error_dict.items()
            for one in e
            for w in words_of(one)
        ]
    blocks = getattr(error, "block_errors", None)
    if blocks is None:
        return [str(message) for message in error.messages]
    found = [f"{place}: {words}" for place, one in blocks.items() for words in words_of(one)]
    return found + [words for one in error.non_block_errors.as_data() for words in words_of(one)]


def text(row: Row, key: str, where: str) -> str:
    """A text that must be there; ``where`` is the file, for the words."""
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadFile(f"{where}: “{key}” is missing or empty.")
    return value.strip()


def table(row: Row, key: str, where: str) -> Row:
    """A table that must be there."""
    value = row.get(key)
    if not isinstance(value, dict):
        raise BadFile(f"{where}: the table [{key}] is missing.")
    return value


def tables(row: Row, key: str, where: str) -> list[Row]:
    """A list of tables, of which there is at least one."""
    value = row.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        raise BadFile(f"{where}: there is no [[{key}]].")
    return value

"""Files that content is loaded from: what they must hold, and what is said where they do not."""

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
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadFile(f"{path.name} is missing.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path.name}: {error}") from None


def beside(path: Path, name: str) -> str:
    """The text of a file in the same folder; a name that leads out of it is refused."""
    file = path.parent / name
    if Path(name).name != name or not file.is_file():
        raise BadFile(f"{path.name}: there is no file {name} beside it.")
    return file.read_text(encoding="utf-8")


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

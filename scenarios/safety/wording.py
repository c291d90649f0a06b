"""Graphic, degrading and method wording in a case, from a short list that is kept as data."""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from scenarios.safety.identifiers import ALONE, END, Stretch
from scenarios.safety.plain_text import plain_text

LIST = Path(__file__).with_name("wording.toml")
ENDING = r"[^\W_]{0,15}"


def find_wording(text: str) -> list[tuple[str, Stretch]]:
    """Kind and place of each word that is on the list, in reading order."""
    plain = plain_text(text)
    pattern, kinds = _wording()
    return [
        (kinds[" ".join((found[1] or found[2]).lower().split())], plain.in_original(*found.span()))
        for found in pattern.finditer(plain.text)
    ]


@lru_cache(maxsize=1)
def _wording() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["wording"]
    kinds = {one: row["kind"] for row in rows for one in (*row["beginnings"], *row["words"])}
    beginnings = _any_of(one for row in rows for one in row["beginnings"])
    words = _any_of(one for row in rows for one in row["words"])
    return re.compile(rf"{ALONE}(?:({beginnings}){ENDING}|({words}){END})", re.IGNORECASE), kinds


def _any_of(listed: Iterable[str]) -> str:
    """The longest first, and a space in the list for whatever space there is in the text."""
    longest_first = sorted(listed, key=len, reverse=True)
    return "|".join(re.escape(one).replace(r"\ ", r"\s{1,3}") for one in longest_first)

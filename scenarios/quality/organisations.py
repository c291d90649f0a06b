"""Real organisations that a case names, and whether anything bad is said beside the name.

Forces and probation regions are refused by the safety checks wherever they stand; here it is judged
whether an allegation stands beside one. Charities, firms and churches come from a short list.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from scenarios.quality.texts import CaseText
from scenarios.safety.findings import Finding, shortened
from scenarios.safety.identifiers import ALONE, END

LIST = Path(__file__).with_name("organisations.toml")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]{0,2}\s|\n\s{0,8}\n")
# How far a sentence is looked at from a name, so that no text costs more than its length.
REACH = 600


@dataclass(frozen=True)
class _Lists:
    names: re.Pattern[str]
    tools: frozenset[str]
    allegations: re.Pattern[str]


def allegation_beside(text: str, start: int, end: int) -> str:
    """The word that makes an allegation in the sentence around a place or in one next to it.

    >>> text = "He rang Kent Police. They were accused of hiding it. It rained."
    >>> allegation_beside(text, 8, 19)
    'accused'
    """
    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
    stops = [stop.end() for stop in SENTENCE_END.finditer(before)]
    first = stops[-2] if len(stops) > 1 else 0
    stops = [stop.start() for stop in SENTENCE_END.finditer(after)]
    last = stops[1] if len(stops) > 1 else len(after)
    pattern = _lists().allegations
    found = pattern.search(before[first:]) or pattern.search(after[:last])
    return found.group() if found else ""


def named_organisations(case: CaseText) -> Iterator[Finding]:
    """Real charities, firms and churches: each once, beside an allegation rather than elsewhere."""
    lists = _lists()
    found: dict[str, Finding] = {}
    for piece in case.pieces:
        for name in lists.names.finditer(piece.text):
            written = name.group()
            word = allegation_beside(piece.text, *name.span())
            blocks = bool(word) and written not in lists.tools
            if written in found and (found[written].blocks or not blocks):
                continue
            found[written] = Finding(
                "organisation",
                written,
                beside_words(written, word) if blocks else _merely_named(written),
                piece.where,
                ref=piece.ref,
                blocks=blocks,
            )
    yield from found.values()


def beside_words(name: str, allegation: str) -> str:
    """Why a real name cannot stand beside an allegation."""
    return _(
        "“%(text)s” is a real organisation, and “%(word)s” beside it reads as an allegation. Name "
        "an invented one, as Northmoor Police or the Larch Trust."
    ) % {"text": shortened(name), "word": allegation.strip()}


def _merely_named(name: str) -> str:
    return _(
        "“%(text)s” is real. Nothing is alleged beside it, so it may stand. An invented name is "
        "safer."
    ) % {"text": shortened(name)}


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))
    names = sorted({*rows["names"], *rows["tools"]}, key=len, reverse=True)
    any_name = "|".join(re.escape(name).replace("'", "['’]") for name in names)
    begins = "|".join(map(re.escape, sorted(rows["allegations"], key=len, reverse=True)))
    return _Lists(
        re.compile(rf"{ALONE}(?:{any_name}){END}"),
        frozenset(rows["tools"]),
        re.compile(rf"{ALONE}(?:{begins})[^\W_]{{0,12}}", re.IGNORECASE),
    )
